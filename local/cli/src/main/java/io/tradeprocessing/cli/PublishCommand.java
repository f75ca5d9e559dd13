package io.tradeprocessing.cli;

import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.bus.BusOptions;
import io.tradeprocessing.cli.bus.EventBus;
import io.tradeprocessing.cli.bus.Publication;
import io.tradeprocessing.cli.bus.Publication.Outcome;
import io.tradeprocessing.cli.bus.Publication.Sent;
import io.tradeprocessing.cli.bus.PublishProgress;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.FileDigest;
import io.tradeprocessing.cli.console.Interruption;
import io.tradeprocessing.cli.console.Logging;
import io.tradeprocessing.cli.console.ProgressBar;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.input.EventReader;
import io.tradeprocessing.cli.input.InputFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** {@code trades publish}: sends events to EventBridge. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Sends events to EventBridge, ten per request, in the order of the input. Only events that"
          + " EventBridge did not accept are sent again.",
      "An event that is sent twice because a response was lost is recorded once: its second"
          + " execution ends as DUPLICATE. With --dry-run, nothing is sent."
    })
final class PublishCommand implements Callable<Integer> {

  /** Failures that are printed one by one without {@code --json}. */
  private static final int SHOWN = 20;

  @Mixin private InputFile input = new InputFile();
  @Mixin private BusOptions options = new BusOptions(false);

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Note in FILE what was sent; if FILE exists, send only the rest. It is removed when"
              + " everything was sent.")
  private @Nullable Path resume;

  /** The former name. */
  @Option(names = "--resume-file", hidden = true)
  void setResumeFile(Path file) {
    resume = file;
  }

  @Option(
      names = "--json",
      description = "Print one result per line as JSON; the summary goes to standard error.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private long notShown;

  @Override
  public Integer call() throws Exception {
    options.check();
    if (resume != null && input.path().isEmpty()) {
      throw new UserError(
          "--resume needs a file of events: standard input cannot be read a second time");
    }
    if (resume != null && options.isDryRun()) {
      throw new UserError("--resume cannot be used with --dry-run, which sends nothing");
    }
    Stop stop = new Stop();
    try (EventReader reader = input.open();
        Interruption _ = new Interruption(stop::request)) {
      if (options.isDryRun()) {
        return publish(reader, Optional.empty(), Optional.empty(), stop);
      }
      try (EventBridgeClient client = options.client();
          PublishProgress progress = progress(client)) {
        return publish(
            reader, Optional.of(options.bus(client, stop)), Optional.ofNullable(progress), stop);
      }
    }
  }

  private @Nullable PublishProgress progress(EventBridgeClient client) {
    if (resume == null) {
      return null;
    }
    return PublishProgress.open(
        resume,
        FileDigest.sha256(input.path().orElseThrow(), input.name()),
        options.name() + " in " + AwsAccess.place(client));
  }

  private int publish(
      EventReader reader, Optional<EventBus> bus, Optional<PublishProgress> progress, Stop stop)
      throws Exception {
    PrintWriter out = out();
    long start = System.nanoTime();
    ProgressBar bar =
        new ProgressBar(System.err, Logging.hasTerminal(), input.share(reader), start);
    Publication publication =
        new Publication(
            bus,
            progress,
            options.batchSize(),
            stop,
            result -> {
              counts.merge(result.outcome(), 1L, Long::sum);
              print(result, out, bar);
              bar.step(System.nanoTime());
              if (out.checkError()) {
                // The reader of the results has gone, or the disk is full.
                stop.request();
              }
            });
    try {
      publication.run(reader);
    } finally {
      bar.clear();
      finish(publication, (System.nanoTime() - start) / 1e9);
    }
    if (publication.isComplete() && failures() == 0) {
      progress.ifPresent(PublishProgress::delete);
      return ExitCode.DONE;
    }
    publication
        .end()
        .ifPresent(
            end ->
                err().println("trades: " + Terminal.printable(String.valueOf(end.getMessage()))));
    if (!publication.isComplete() && stop.isRequested()) {
      err().println("trades: interrupted: the rest of the input was not sent");
    }
    if (resume != null) {
      err()
          .println(
              "trades: " + resume + " notes what was sent: run the same command to send the rest");
    }
    return publication
        .end()
        .filter(_ -> count(Outcome.SENT) == 0)
        .map(UserError::exitCode)
        .orElse(ExitCode.FAILED);
  }

  private void print(Sent result, PrintWriter out, ProgressBar bar) {
    if (json) {
      out.println(Terminal.json(ExactJson.write(result.json())));
    } else if (result.error() != null) {
      if (failures() > SHOWN) {
        notShown++;
        return;
      }
      bar.clear();
      out.println(
          "line %d: %s%s: %s"
              .formatted(
                  result.line(),
                  result.outcome(),
                  result.tradeId().map(id -> " " + Terminal.printable(id)).orElse(""),
                  Terminal.printable(result.error())));
    }
  }

  private long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  private long failures() {
    return count(Outcome.FAILED) + count(Outcome.UNREADABLE);
  }

  private void finish(Publication publication, double elapsed) {
    PrintWriter to = json ? err() : out();
    if (notShown > 0) {
      to.printf(Locale.ROOT, "and %,d more; --json prints every result%n", notShown);
    }
    if (counts.isEmpty() && publication.before() == 0) {
      err().println("no events in " + input.name());
    }
    StringBuilder text = new StringBuilder();
    if (options.isDryRun()) {
      text.append(
          String.format(
              Locale.ROOT,
              "dry run: %,d would be sent, in %,d %s",
              count(Outcome.SENDABLE),
              publication.batches(),
              publication.batches() == 1 ? "request" : "requests"));
    } else {
      text.append(String.format(Locale.ROOT, "%,d sent", count(Outcome.SENT)));
    }
    text.append(
        String.format(
            Locale.ROOT,
            ", %,d failed, %,d unreadable",
            count(Outcome.FAILED),
            count(Outcome.UNREADABLE)));
    if (publication.before() > 0) {
      text.append(String.format(Locale.ROOT, ", %,d sent earlier", publication.before()));
    }
    if (!options.isDryRun()) {
      double seconds = Math.max(elapsed, 0.001);
      text.append(
          String.format(
              Locale.ROOT, "; %.1f s, %,.0f a second", seconds, count(Outcome.SENT) / seconds));
    }
    to.println(text);
    to.flush();
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
