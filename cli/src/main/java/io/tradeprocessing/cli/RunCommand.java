package io.tradeprocessing.cli;

import io.tradeprocessing.asl.ExactJson;
import io.tradeprocessing.cli.Result.Outcome;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trades run}: events through the deployed workflow, on this machine. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs events through the real rules, state machine, handlers and table, on an embedded"
          + " DynamoDB.",
      "Events of one trade run in the order of the input, different trades at the same time."
    })
final class RunCommand implements Callable<Integer> {

  /** Rejections and failures that are printed one by one where no JSON is asked for. */
  private static final int SHOWN = 20;

  /** Events between reader and printer: bounds the memory, whatever the size of the input. */
  private static final int WINDOW = 512;

  @Mixin private InputFile input = new InputFile();
  @Mixin private TemplateFile templateFile = new TemplateFile();
  @Mixin private Logging logging = new Logging();

  @Option(
      names = "--json",
      description = "Print one result a line as JSON; the summary goes to standard error.")
  private boolean json;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Keep the records, dead letters and outcome events in this folder (default: in memory).")
  private @Nullable Path store;

  @Option(
      names = "--api-endpoint",
      paramLabel = "URL",
      description =
          "Ask this market data API, such as that of 'trades market-data' (default: the"
              + " template's).")
  private @Nullable URI apiEndpoint;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Executions at the same time (default: ${DEFAULT-VALUE}).")
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
    PrintWriter out = out();
    DeploymentTemplate template = templateFile.read();
    try (EventReader reader = input.open();
        LocalDeployment deployment =
            LocalDeployment.of(
                template,
                settings(template),
                Optional.ofNullable(store),
                Clock.systemUTC(),
                logging.telemetry())) {
      long start = System.nanoTime();
      ProgressBar bar =
          new ProgressBar(System.err, Logging.hasTerminal(), input.share(reader), start);
      Pipeline<InputLine, Result> pipeline =
          new Pipeline<>(parallel, WINDOW, RunCommand::trade, deployment::process);
      boolean interrupted;
      try (Interruption interruption = new Interruption(pipeline::stop)) {
        try {
          pipeline.run(
              reader::next,
              result -> {
                summary.add(result);
                print(result, out, bar);
                bar.step(System.nanoTime());
                if (out.checkError()) {
                  // Whoever read the results has gone.
                  pipeline.stop();
                }
              });
        } finally {
          bar.clear();
          finish(out, Duration.ofNanos(System.nanoTime() - start));
        }
        interrupted = interruption.happened();
        if (interrupted) {
          err()
              .println(
                  "trades: interrupted: the rest of the input was not read; what was begun is"
                      + " finished");
        }
      }
      return interrupted || summary.hasFailures() ? Trades.FAILED : Trades.DONE;
    }
  }

  private Settings settings(DeploymentTemplate template) {
    Settings settings = template.settings();
    if (apiEndpoint == null) {
      return settings;
    }
    if (!HttpMarketData.isAllowed(apiEndpoint)) {
      throw new UserError(
          "--api-endpoint is "
              + Terminal.printable(apiEndpoint.toString())
              + ": allowed is an https address, or http on localhost");
    }
    return settings.withApiEndpoint(apiEndpoint);
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  /** What must stay in order: the events of one trade. */
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
      out.println(ExactJson.write(result.json()));
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
    if (result.error() != null) {
      text.append("\n    ").append(Terminal.printable(result.error()));
    }
    return text.toString();
  }

  private void finish(PrintWriter out, Duration elapsed) {
    PrintWriter to = json ? err() : out;
    if (notShown > 0) {
      to.printf("and %,d more that were not accepted; --json shows every result%n", notShown);
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
    to.flush();
  }
}
