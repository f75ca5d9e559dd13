package io.tradeprocessing.cli;

import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.bus.DeadLetter;
import io.tradeprocessing.cli.bus.DeadLetterQueue;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Interruption;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.sqs.SqsClient;

/** {@code trades dead-letters}: lists the events in a dead-letter queue. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the events in a dead-letter queue and why each failed. The messages stay in the"
          + " queue.",
      "While the command reads them, the messages are hidden from other consumers; it makes them"
          + " visible again when it ends."
    })
final class DeadLettersCommand implements Callable<Integer> {

  @Parameters(paramLabel = "QUEUE", description = "Name or URL of the queue.")
  private String queueName = "";

  @Mixin private AwsAccess aws = new AwsAccess();

  @Option(names = "--trade", paramLabel = "ID", description = "Only the events of this trade.")
  private @Nullable String trade;

  @Option(
      names = "--json",
      description =
          "Print one dead letter per line as JSON, with its event; the count goes to standard"
              + " error.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private long listed;
  private long unreadable;

  @Override
  public Integer call() {
    if (trade != null && trade.isEmpty()) {
      throw new UserError("--trade is empty: give a tradeId");
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Instant now = Instant.now();
    Stop stop = new Stop();
    try (SqsClient client = aws.client(SqsClient::builder);
        Interruption _ = new Interruption(stop::request);
        DeadLetterQueue queue = DeadLetterQueue.of(client, queueName)) {
      queue.read(
          Duration.ZERO,
          letter -> {
            if (isWanted(letter)) {
              print(letter, now, out);
            }
            return !stop.isRequested() && !out.checkError();
          });
      PrintWriter to = json ? err : out;
      to.printf(
          Locale.ROOT,
          "%,d dead %s in %s%s%n",
          listed,
          listed == 1 ? "letter" : "letters",
          queue.name(),
          unreadable == 0 ? "" : String.format(Locale.ROOT, ", %,d unreadable", unreadable));
      if (stop.isRequested()) {
        err.println("trades: interrupted: there may be more");
      }
      to.flush();
    }
    boolean nothingOfTrade = trade != null && listed == 0;
    return unreadable > 0 || nothingOfTrade || stop.isRequested() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private boolean isWanted(DeadLetter letter) {
    return trade == null || letter.tradeId().filter(trade::equals).isPresent();
  }

  private void print(DeadLetter letter, Instant now, PrintWriter out) {
    listed++;
    if (letter.content() instanceof DeadLetter.Unreadable) {
      unreadable++;
    }
    out.println(json ? Terminal.json(ExactJson.write(letter.json(now))) : letter.text(now));
  }
}
