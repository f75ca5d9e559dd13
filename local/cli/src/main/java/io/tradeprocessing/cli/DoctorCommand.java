package io.tradeprocessing.cli;

import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Installation;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.doctor.Doctor;
import io.tradeprocessing.cli.doctor.Finding;
import io.tradeprocessing.cli.doctor.Machine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trades doctor}: what would fail, and why, before it does. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Says what would fail, and why, before it does: in an environment on AWS, or without"
          + " --environment on this machine. Nothing is changed.",
      "Exit code 1 if something fails or cannot be checked; warnings alone are no failure."
    })
final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "The stack's EnvironmentSuffix, such as production.")
  private @Nullable String environment;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description = "Name of the stack (default: trade-processing-ENVIRONMENT).")
  private @Nullable String stack;

  @Option(
      names = "--try-newest",
      description =
          "Instead: invoke the newest versions of validator, enricher and recorder with the event"
              + " files, whatever the alias points at. Nothing is recorded but a probe.")
  private boolean tryNewest;

  @Option(
      names = "--events",
      paramLabel = "DIR",
      description = "With --try-newest: the folder of the event files (default: events).")
  private @Nullable Path events;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Without --environment: the folder that local runs will record in.")
  private @Nullable Path store;

  @Mixin private AwsAccess aws = new AwsAccess();

  @Option(names = "--json", description = "Print one finding per line as JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    List<Finding> findings = environment == null ? ofMachine() : ofEnvironment(environment);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    for (Finding finding : findings) {
      if (json) {
        out.println(Terminal.json(ExactJson.write(finding.json())));
      } else {
        out.printf(
            "%-7s  %s %s%n",
            finding.level(),
            Terminal.printable(finding.subject()),
            Terminal.printable(finding.text()));
        finding.advice().ifPresent(todo -> out.println("         " + Terminal.printable(todo)));
      }
    }
    if (!json) {
      out.printf(
          "%d checked: %d failed, %d unknown, %d warnings%n",
          findings.size(),
          count(findings, Finding.Fail.class),
          count(findings, Finding.Unknown.class),
          count(findings, Finding.Warn.class));
    }
    return findings.stream().anyMatch(Finding::fails) ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static long count(List<Finding> findings, Class<? extends Finding> kind) {
    return findings.stream().filter(kind::isInstance).count();
  }

  private List<Finding> ofEnvironment(String name) {
    if (store != null) {
      throw new UserError("--store is for this machine: give it without --environment");
    }
    if (tryNewest) {
      return Doctor.tryNewest(
          aws, name, events == null ? Installation.home().resolve("events") : events);
    }
    if (events != null) {
      throw new UserError("--events needs --try-newest");
    }
    return Doctor.examine(aws, name, stack == null ? "trade-processing-" + name : stack);
  }

  private List<Finding> ofMachine() {
    if (stack != null || tryNewest || events != null) {
      throw new UserError("--stack, --try-newest and --events need --environment");
    }
    return Machine.read(store == null ? Path.of("").toAbsolutePath() : store).findings();
  }
}
