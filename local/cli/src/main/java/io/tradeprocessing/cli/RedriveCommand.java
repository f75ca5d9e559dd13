package io.tradeprocessing.cli;

import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.bus.BusOptions;
import io.tradeprocessing.cli.bus.DeadLetterQueue;
import io.tradeprocessing.cli.bus.Redrive;
import io.tradeprocessing.cli.bus.Redrive.Outcome;
import io.tradeprocessing.cli.bus.Redrive.Redriven;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Interruption;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import java.io.PrintWriter;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** {@code trades redrive}: sends dead letters to EventBridge again. */
@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    description = {
      "Sends the events of a dead-letter queue to EventBridge again, as their source sent them."
          + " Without --execute, nothing is sent: it prints what would be sent.",
      "A message is deleted from the queue when EventBridge has accepted its event. An event that"
          + " has been recorded meanwhile ends as DUPLICATE; one that fails again returns to the"
          + " queue. Copies of one event in the queue are sent once."
    })
final class RedriveCommand implements Callable<Integer> {

  private static final int MAX_LIMIT = 10_000;

  @Parameters(paramLabel = "QUEUE", description = "Name or URL of the queue.")
  private String queueName = "";

  @Mixin private BusOptions options = new BusOptions(true);

  @Option(names = "--trade", paramLabel = "ID", description = "Only the events of this trade.")
  private @Nullable String trade;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Maximum number of dead letters to send, 1 to "
              + MAX_LIMIT
              + " (default: ${DEFAULT-VALUE}).",
      defaultValue = "" + MAX_LIMIT)
  private int limit = MAX_LIMIT;

  @Option(
      names = "--json",
      description = "Print one result per line as JSON; the summary goes to standard error.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

  @Override
  public Integer call() throws InterruptedException {
    options.check();
    if (trade != null && trade.isEmpty()) {
      throw new UserError("--trade is empty: give a tradeId");
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new UserError("--limit must be from 1 to " + MAX_LIMIT);
    }
    Stop stop = new Stop();
    try (SqsClient queues = options.aws().client(SqsClient::builder);
        EventBridgeClient events = options.client();
        Interruption _ = new Interruption(stop::request);
        DeadLetterQueue queue = DeadLetterQueue.of(queues, queueName)) {
      Redrive redrive =
          new Redrive(
              queue,
              options.isDryRun() ? Optional.empty() : Optional.of(options.bus(events, stop)),
              stop,
              this::print);
      redrive.run(Optional.ofNullable(trade), limit, options.batchSize(), options.rate());
      return finish(redrive, queue, AwsAccess.place(events), stop);
    }
  }

  private void print(Redriven result) {
    counts.merge(result.outcome(), 1L, Long::sum);
    PrintWriter out = out();
    if (json) {
      out.println(Terminal.json(ExactJson.write(result.json())));
      return;
    }
    out.println(
        "%-13s  %-16s  %s%s"
            .formatted(
                result.outcome().name().replace('_', ' '),
                Terminal.printable(result.source().orElse("-")),
                Terminal.printable(result.tradeId().orElse("message " + result.messageId())),
                result.error() == null ? "" : ": " + Terminal.printable(result.error())));
  }

  private int finish(Redrive redrive, DeadLetterQueue queue, String place, Stop stop) {
    PrintWriter to = json ? err() : out();
    long failed = count(Outcome.FAILED) + count(Outcome.NOT_DELETED);
    String failures =
        String.format(Locale.ROOT, "%,d failed, %,d unreadable", failed, count(Outcome.UNREADABLE));
    if (!options.isDryRun()) {
      to.printf(
          Locale.ROOT,
          "%,d sent from %s to %s in %s and deleted, %s%n",
          count(Outcome.SENT),
          queue.name(),
          options.name(),
          place,
          failures);
    } else {
      to.printf(
          Locale.ROOT,
          "dry run: %,d would be sent from %s to %s in %s, %s; --execute sends them%n",
          count(Outcome.WOULD_BE_SENT),
          queue.name(),
          options.name(),
          place,
          failures);
    }
    if (redrive.isMore()) {
      to.println("there are more in the queue: run the same command for the next ones");
    }
    redrive
        .end()
        .ifPresent(
            end ->
                err().println("trades: " + Terminal.printable(String.valueOf(end.getMessage()))));
    if (stop.isRequested()) {
      err().println("trades: interrupted: the rest is still in the queue");
    }
    boolean nothingOfTrade = trade != null && counts.isEmpty();
    if (nothingOfTrade) {
      err()
          .printf(
              "trades: there is no event of %s in %s%n",
              Terminal.printable(String.valueOf(trade)), queue.name());
    }
    to.flush();
    if (redrive.end().isPresent()) {
      return count(Outcome.SENT) == 0 ? redrive.end().get().exitCode() : ExitCode.FAILED;
    }
    boolean done =
        failed + count(Outcome.UNREADABLE) == 0 && !nothingOfTrade && !stop.isRequested();
    return done ? ExitCode.DONE : ExitCode.FAILED;
  }

  private long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
