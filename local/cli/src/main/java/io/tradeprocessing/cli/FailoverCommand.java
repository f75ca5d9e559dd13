package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Interruption;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.failover.AwsRegion;
import io.tradeprocessing.cli.failover.Failover;
import io.tradeprocessing.cli.failover.Move;
import io.tradeprocessing.cli.failover.Plan;
import io.tradeprocessing.cli.failover.PlanPage;
import io.tradeprocessing.cli.failover.RegionView;
import io.tradeprocessing.cli.failover.Regions;
import io.tradeprocessing.cli.failover.Role;
import io.tradeprocessing.cli.failover.Situation;
import io.tradeprocessing.cli.failover.StatusPage;
import io.tradeprocessing.cli.failover.Step;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code trades failover}: the second Region. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description = {
      "Shows both Regions of an environment, and moves the intake of events from one to the other.",
      "Each Region writes its own records, so nothing is overwritten whatever happens, and every"
          + " step can be repeated: after an error, run the same command again."
    },
    subcommands = {
      FailoverCommand.Status.class,
      FailoverCommand.Switch.class,
      FailoverCommand.Back.class
    })
final class FailoverCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofSeconds(5);

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "give status, switch or back");
  }

  /** The options of all subcommands. */
  static final class Environment {

    @Mixin private AwsAccess access = new AwsAccess();

    @Option(
        names = "--environment",
        paramLabel = "NAME",
        description = "The stacks' EnvironmentSuffix (default: ${DEFAULT-VALUE}).")
    private String name = "dev";

    @Option(
        names = "--stack",
        paramLabel = "NAME",
        description = "Name of both stacks (default: trade-processing-ENVIRONMENT).")
    private @Nullable String stack;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    String stack() {
      return stack == null ? "trade-processing-" + name : stack;
    }

    Regions<AwsRegion> regions() {
      return AwsRegion.both(access, name, stack());
    }
  }

  /** {@code trades failover status}. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description =
          "Both Regions side by side: intake, executions, dead letters, records, probes, archives."
              + " Exit code 1 if something needs attention.")
  static final class Status implements Callable<Integer> {

    @Mixin private Environment environment = new Environment();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      Regions<AwsRegion> regions = environment.regions();
      try (AwsRegion _ = regions.primary();
          AwsRegion _ = regions.standby()) {
        Failover failover =
            new Failover(
                regions, Clock.systemUTC(), Thread::sleep, POLL, new Stop(), (_, _, _) -> {});
        Situation situation = failover.observe();
        boolean bothAnswer =
            situation.primary() instanceof RegionView.Up
                && situation.standby() instanceof RegionView.Up;
        StatusPage page =
            new StatusPage(
                situation, bothAnswer ? Optional.of(failover.compare()) : Optional.empty());
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(
            environment.json
                ? Terminal.json(ExactJson.write(page.json())) + System.lineSeparator()
                : Terminal.printableLines(page.text()) + System.lineSeparator());
        return page.findings().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
      }
    }
  }

  /** {@code trades failover switch}. */
  @Command(
      name = "switch",
      mixinStandardHelpOptions = true,
      description = {
        "Moves the intake to the standby. Without --execute, nothing is changed: it prints the"
            + " steps, and every call that it would make.",
        "Planned: the primary's intake is closed, its executions end, its records arrive, the"
            + " standby's intake is opened, and its archive is replayed; nothing is recorded"
            + " twice."
      })
  static final class Switch implements Callable<Integer> {

    @Mixin private Moving moving = new Moving();
    @Mixin private Environment environment = new Environment();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
      return moving.run(Role.STANDBY, environment, Objects.requireNonNull(spec));
    }
  }

  /** {@code trades failover back}. */
  @Command(
      name = "back",
      mixinStandardHelpOptions = true,
      description =
          "Moves the intake back to the primary, by the same steps in the other direction. Without"
              + " --execute, nothing is changed.")
  static final class Back implements Callable<Integer> {

    @Mixin private Moving moving = new Moving();
    @Mixin private Environment environment = new Environment();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
      return moving.run(Role.PRIMARY, environment, Objects.requireNonNull(spec));
    }
  }

  /** The options of the commands that move the intake, and what they do. */
  static final class Moving {

    @Option(
        names = "--unplanned",
        description =
            "The Region that takes events is lost: do not wait for it. What had not replicated is"
                + " recorded again.")
    private boolean unplanned;

    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    @Option(names = "--dry-run", description = "Change nothing (the default).")
    private boolean dryRun;

    @Option(
        names = "--from",
        paramLabel = "T",
        description =
            "Replay events from this time on (default: the last record that has arrived from the"
                + " other Region, minus the age limit of an event and two hours).")
    private @Nullable String from;

    @Option(
        names = "--archive-delay",
        paramLabel = "MINUTES",
        description =
            "How long an event may take to the archive: the second replay begins that long after"
                + " the intake was opened (default: ${DEFAULT-VALUE}).")
    private long archiveDelay = Move.ARCHIVE_DELAY.toMinutes();

    int run(Role to, Environment environment, CommandSpec spec) throws InterruptedException {
      Move move = move(to, environment);
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      Regions<AwsRegion> regions = environment.regions();
      Stop stop = new Stop();
      try (AwsRegion _ = regions.primary();
          AwsRegion _ = regions.standby();
          Interruption _ = new Interruption(stop::request)) {
        Failover failover =
            new Failover(
                regions,
                Clock.systemUTC(),
                stop::sleep,
                POLL,
                stop,
                new Progress(environment.json ? err : out));
        return execute
            ? execute(failover, move, environment, out, err)
            : show(failover, move, environment, out);
      }
    }

    private Move move(Role to, Environment environment) {
      if (execute && dryRun) {
        throw new UserError("give --dry-run or --execute, not both");
      }
      if (archiveDelay < 0) {
        throw new UserError("--archive-delay must be 0 or more minutes");
      }
      return new Move(
          environment.name,
          to,
          !unplanned,
          Optional.ofNullable(from).map(Moving::time),
          Duration.ofMinutes(archiveDelay));
    }

    private static Instant time(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw new UserError(
            "--from " + text + " is not a time in UTC such as 2026-01-12T14:30:00Z", e);
      }
    }

    private static int show(
        Failover failover, Move move, Environment environment, PrintWriter out) {
      PlanPage page = new PlanPage(failover.plan(move), environment.stack());
      if (environment.json) {
        out.println(Terminal.json(ExactJson.write(page.json())));
      } else {
        out.println(Terminal.printableLines(page.text()));
        out.println(
            page.plan().next().isEmpty()
                ? "nothing is left to do"
                : "dry run: nothing was changed; --execute does the steps that are to do");
      }
      return ExitCode.DONE;
    }

    private static int execute(
        Failover failover, Move move, Environment environment, PrintWriter out, PrintWriter err)
        throws InterruptedException {
      return switch (failover.execute(move)) {
        case Failover.Ended.Completed completed -> {
          print(completed, environment, out);
          boolean arrived =
              completed.recovered().map(found -> found.notArrived() == 0).orElse(true);
          yield arrived ? ExitCode.DONE : ExitCode.FAILED;
        }
        case Failover.Ended.Stopped(
                Optional<Step> step,
                String problem,
                String holds,
                String advice) -> {
          out.flush();
          err.println(
              Terminal.printableLines(
                  "trades: "
                      + step.map(failed -> "cannot " + failed.text() + ": ").orElse("")
                      + problem
                      + "\nnow: "
                      + holds
                      + "\ndo: "
                      + advice));
          yield ExitCode.FAILED;
        }
      };
    }

    private static void print(
        Failover.Ended.Completed completed, Environment environment, PrintWriter out) {
      if (environment.json) {
        ObjectNode json =
            JsonNodeFactory.instance.objectNode().put("now", completed.situation().text());
        completed
            .recovered()
            .ifPresent(
                found ->
                    json.put("recordedAgain", found.recorded())
                        .put("inBothRegions", found.inBoth())
                        .put("notArrived", found.notArrived())
                        .put("tradesExamined", found.trades()));
        out.println(Terminal.json(ExactJson.write(json)));
        return;
      }
      out.println("done: " + completed.situation().text());
      completed
          .recovered()
          .ifPresent(
              found -> {
                out.printf(
                    "%,d events were recorded from the archive, %,d of them are on record in both"
                        + " Regions%n",
                    found.recorded(), found.inBoth());
                out.printf(
                    "%,d records that the %,d newest trades name have not arrived"
                        + " (NOT_ARRIVED)%n",
                    found.notArrived(), found.trades());
              });
    }
  }

  /** Prints a line when a step begins or something about it changes. */
  private static final class Progress implements Failover.Listener {
    private final PrintWriter to;
    private String last = "";

    Progress(PrintWriter to) {
      this.to = to;
    }

    @Override
    public void progress(Plan plan, Step step, String text) {
      String line = step.text() + ": " + text;
      if (!line.equals(last)) {
        last = line;
        to.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + "  " + Terminal.printable(line));
        to.flush();
      }
    }
  }
}
