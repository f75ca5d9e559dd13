package io.tradeprocessing.cli;

import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.ExecutionListener;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Installation;
import io.tradeprocessing.cli.console.Interruption;
import io.tradeprocessing.cli.console.Logging;
import io.tradeprocessing.cli.console.ProgressBar;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.html.Figures;
import io.tradeprocessing.cli.html.HtmlPage;
import io.tradeprocessing.cli.html.ReportFile;
import io.tradeprocessing.cli.html.RunReport;
import io.tradeprocessing.cli.html.RunReport.Ending;
import io.tradeprocessing.cli.html.RunReport.Fact;
import io.tradeprocessing.cli.input.EventReader;
import io.tradeprocessing.cli.input.InputFile;
import io.tradeprocessing.cli.input.InputLine;
import io.tradeprocessing.cli.run.LocalDeployment;
import io.tradeprocessing.cli.run.Pipeline;
import io.tradeprocessing.cli.run.Result;
import io.tradeprocessing.cli.run.Result.Outcome;
import io.tradeprocessing.cli.run.Summary;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.cli.template.TemplateFile;
import io.tradeprocessing.common.config.FirmProfile;
import io.tradeprocessing.common.config.Regime;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.validator.Verdict;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trades run}: runs events through the deployed workflow, on this machine. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs events through the deployed rules, state machine and handlers, on an embedded table.",
      "Events of one trade are processed in input order, different trades concurrently."
    })
final class RunCommand implements Callable<Integer> {

  /** Rejections and failures that are printed one by one without {@code --json}. */
  private static final int SHOWN = 20;

  /** Items that take more than some seconds to archive. */
  private static final int LONG_TO_ARCHIVE = 20_000;

  /** Events between reader and printer: bounds the memory for an input of any size. */
  private static final int WINDOW = 512;

  @Mixin private InputFile input = new InputFile();
  @Mixin private TemplateFile templateFile = new TemplateFile();
  @Mixin private Logging logging = new Logging();

  @Option(
      names = "--json",
      description = "Print one result per line as JSON; the summary goes to standard error.")
  private boolean json;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Keep the records, dead letters and outcome events in this folder (default: in memory).")
  private @Nullable Path store;

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description =
          "With --store: keep every record as a signed object in this folder, as the archiver does"
              + " on AWS, with a key of the folder's own. What the store has and the archive lacks"
              + " is archived first.")
  private @Nullable Path archive;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write a self-contained HTML page: outcomes, failures, rejections, the workflow with its"
              + " counts, the time in each state.")
  private @Nullable Path report;

  @Option(
      names = "--api-endpoint",
      paramLabel = "URL",
      description =
          "Use this market data API, for example that of 'trades market-data' (default: the"
              + " template's).")
  private @Nullable URI apiEndpoint;

  @Option(
      names = "--firm-profile",
      paramLabel = "FILE",
      description =
          "Use this profile of the firm for the reporting regimes: JSON as in"
              + " docs/schema/firm-profile-v1.json (default: the template's).")
  private @Nullable Path firmProfile;

  @Mixin private ReviewersOption reviewers = new ReviewersOption();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Concurrent executions (default: ${DEFAULT-VALUE}).")
  private int parallel = 4 * Runtime.getRuntime().availableProcessors();

  @Spec private @Nullable CommandSpec spec;

  private final Summary summary = new Summary();
  private int shown;
  private long notShown;

  @Override
  public Integer call() throws Exception {
    if (parallel < 1) {
      throw new UserError("--parallel must be at least 1");
    }
    mustFitArchive();
    PrintWriter out = out();
    Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    DeploymentTemplate template = templateFile.read();
    Settings settings = settings(template);
    Telemetry telemetry = logging.telemetry(System.err);
    Optional<ReportFile> reportFile = reportFile();
    Optional<RunReport> collected =
        reportFile.map(_ -> new RunReport(Definition.parse(template.definition()).outline()));
    try (EventReader reader = input.open();
        LocalDeployment deployment =
            LocalDeployment.of(
                template,
                settings,
                Optional.ofNullable(store),
                Clock.systemUTC(),
                telemetry,
                collected
                    .<ExecutionListener>map(RunReport::activity)
                    .orElse(ExecutionListener.NONE))) {
      if (archive != null) {
        deployment.archiveTo(archive, template, telemetry, this::sayBehind);
      }
      long start = System.nanoTime();
      ProgressBar bar =
          new ProgressBar(System.err, Logging.hasTerminal(), input.share(reader), start);
      Pipeline<InputLine, Result> pipeline =
          new Pipeline<>(parallel, WINDOW, RunCommand::trade, deployment::process);
      boolean interrupted;
      boolean reported = true;
      try (Interruption interruption = new Interruption(pipeline::stop)) {
        Ending ending = Ending.FAILED;
        try {
          pipeline.run(
              reader::next,
              result -> {
                summary.add(result);
                collected.ifPresent(to -> to.add(result));
                print(result, out, bar);
                bar.step(System.nanoTime());
                if (out.checkError()) {
                  // The reader of the results has gone, or the disk is full.
                  pipeline.stop();
                }
              });
          deployment.finishArchive();
          ending =
              interruption.happened()
                  ? Ending.INTERRUPTED
                  : out.checkError() ? Ending.READER_GONE : Ending.COMPLETE;
        } finally {
          bar.clear();
          Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
          finish(out, elapsed);
          if (collected.isPresent()) {
            HtmlPage page =
                collected
                    .get()
                    .page(inputName(), summary, ending, elapsed, facts(started, settings));
            reported = write(reportFile.orElseThrow(), page);
          }
        }
        interrupted = interruption.happened();
        if (interrupted) {
          err()
              .println(
                  "trades: interrupted: the rest of the input was not read; every event that was"
                      + " started is finished");
        }
      }
      return interrupted || !reported || summary.hasFailures() ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  private void mustFitArchive() {
    if (archive == null) {
      return;
    }
    if (store == null) {
      throw new UserError(
          "--archive needs --store DIR: after a crash, what the archive lacks is taken from there");
    }
    if (archive.toAbsolutePath().normalize().equals(store.toAbsolutePath().normalize())) {
      throw new UserError(
          "--archive %s is the store folder: name another folder, which whoever changes the store does not change"
              .formatted(archive));
    }
  }

  private void sayBehind(long items) {
    if (items > LONG_TO_ARCHIVE) {
      err()
          .printf(
              "the archive lacks about %,d items of the store; they are archived first%n", items);
      err().flush();
    }
  }

  private Settings settings(DeploymentTemplate template) {
    Settings settings = template.settings();
    if (firmProfile != null) {
      settings =
          settings.withFirmProfile(
              SettingFile.read(
                  "--firm-profile", firmProfile, "with the field regimes", FirmProfile::read));
    }
    settings = reviewers.read().map(settings::withReviewers).orElse(settings);
    if (apiEndpoint == null) {
      return settings;
    }
    if (!HttpMarketData.isAllowed(apiEndpoint)) {
      throw new UserError(
          "--api-endpoint is "
              + Terminal.printable(apiEndpoint.toString())
              + ": use an https address, or http on localhost");
    }
    return settings.withApiEndpoint(apiEndpoint);
  }

  private static String describe(Optional<FirmProfile> profile) {
    return profile
        .map(known -> known.regimes().stream().sorted().map(Regime::name).toList())
        .map(regimes -> regimes.isEmpty() ? "no regime" : String.join(", ", regimes))
        .orElse("none: reporting regimes are undetermined");
  }

  /** Checked before the run: an hour's work must not end without its report. */
  private Optional<ReportFile> reportFile() {
    if (report == null) {
      return Optional.empty();
    }
    ReportFile file = ReportFile.of("--report", report);
    if (input.path().filter(file::is).isPresent()) {
      throw new UserError("--report " + report + " is the file of events: name another file");
    }
    return Optional.of(file);
  }

  /** Prints a failure, so that it does not hide an error of the run itself. */
  private boolean write(ReportFile file, HtmlPage page) {
    try {
      file.write(page.render());
      (json ? err() : out()).println("the report is in " + file);
      out().flush();
      return true;
    } catch (UserError e) {
      err().println("trades: " + e.getMessage());
      return false;
    }
  }

  private String inputName() {
    return input.path().map(Path::getFileName).map(Path::toString).orElseGet(input::name);
  }

  private List<Fact> facts(Instant started, Settings settings) {
    return List.of(
        new Fact("Input", input.name()),
        new Fact("Started", started + " (UTC)"),
        new Fact("Template", templateFile.name()),
        new Fact("Rule set", Verdict.RULE_SET),
        new Fact(
            "Market data",
            settings.apiEndpoint().map(URI::toString).orElse("none: bundled reference data only")),
        new Fact("Firm profile", describe(settings.firmProfile())),
        new Fact(
            "Records", store == null ? "in memory, discarded after the run" : "kept in " + store),
        new Fact("Archive", archive == null ? "none" : "kept in " + archive),
        new Fact("Concurrent executions", Figures.count(parallel)),
        new Fact("Version", Installation.version() + ", Java " + Runtime.version()));
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  /** The events of one trade stay in order. */
  private static Optional<String> trade(InputLine line) {
    return line instanceof InputLine.Event event
        ? Optional.of(event.json().path("detail").path("tradeId"))
            .filter(id -> !id.isMissingNode())
            .or(() -> Optional.of(event.json().path("tradeId")))
            .filter(id -> id.isTextual())
            .map(id -> id.asText())
        : Optional.empty();
  }

  private void print(Result result, PrintWriter out, ProgressBar bar) {
    if (json) {
      out.println(Terminal.json(ExactJson.write(result.json())));
    } else if (result.outcome() != Outcome.ACCEPTED) {
      if (shown == SHOWN) {
        notShown++;
        return;
      }
      shown++;
      bar.clear();
      out.println(line(result));
    }
  }

  private static String line(Result result) {
    StringBuilder text = new StringBuilder();
    text.append("line ").append(result.line()).append(": ").append(result.outcome());
    if (result.tradeId() != null) {
      text.append(' ').append(Terminal.printable(result.tradeId()));
    }
    result
        .violations()
        .forEach(
            violation -> {
              if (violation.path("severity").asText().equals("ERROR")) {
                text.append("\n    ")
                    .append(violation.path("code").asText())
                    .append(' ')
                    .append(violation.path("field").asText())
                    .append(": ")
                    .append(Terminal.printable(violation.path("message").asText()));
              }
            });
    if (result.failure() != null) {
      text.append("\n    ").append(Terminal.printable(result.failure().sentence()));
    }
    return text.toString();
  }

  private void finish(PrintWriter out, Duration elapsed) {
    PrintWriter to = json ? err() : out;
    if (notShown > 0) {
      to.printf("and %,d more that were not accepted; --json prints every result%n", notShown);
    }
    if (shown > 0) {
      to.println();
    }
    if (summary.total() == 0) {
      err().println("no events in " + input.name());
    }
    to.print(summary.text(elapsed));
    if (store != null) {
      to.println("records, dead letters and outcome events are in " + store);
    }
    if (archive != null) {
      to.println("the archive of the records is in " + archive);
    }
    to.flush();
  }
}
