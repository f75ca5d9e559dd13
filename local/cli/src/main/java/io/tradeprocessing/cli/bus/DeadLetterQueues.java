package io.tradeprocessing.cli.bus;

import io.tradeprocessing.cli.aws.AwsAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The dead-letter queues of a stack. */
public final class DeadLetterQueues {

  /** What the template names its queues, before the environment. */
  private static final List<String> NAMES =
      List.of(
          "trade-validator-dlq-",
          "metadata-enricher-dlq-",
          "compliance-recorder-dlq-",
          "eventbridge-dlq-",
          "outcome-dlq-",
          "forward-dlq-",
          "record-archiver-dlq-");

  /** The template's name of its table. */
  private static final Pattern TABLE = Pattern.compile("trade-records-(.+)");

  private DeadLetterQueues() {}

  /** The queues of the stack that a table belongs to; none where the name does not say which. */
  public static List<String> beside(String table) {
    return environment(table)
        .map(environment -> NAMES.stream().map(name -> name + environment).toList())
        .orElse(List.of());
  }

  /** The environment of the stack that a table belongs to; nothing where its name does not say. */
  public static Optional<String> environment(String table) {
    Matcher named = TABLE.matcher(table);
    return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
  }

  /**
   * Passes on each dead letter with the name of its queue; the messages stay where they are.
   *
   * @param queues names or URLs
   * @throws io.tradeprocessing.cli.console.UserError if one does not exist or cannot be read
   */
  public static void read(
      AwsAccess aws, List<String> queues, BiConsumer<String, DeadLetter> action) {
    if (queues.isEmpty()) {
      return;
    }
    try (SqsClient client = aws.client(SqsClient::builder)) {
      for (String name : queues) {
        read(DeadLetterQueue.of(client, name), action);
      }
    }
  }

  /**
   * Like {@link #read}, for queues that a stack need not have.
   *
   * @return those that exist
   */
  public static List<String> readExisting(
      AwsAccess aws, List<String> queues, BiConsumer<String, DeadLetter> action) {
    List<String> existing = new ArrayList<>();
    if (queues.isEmpty()) {
      return existing;
    }
    try (SqsClient client = aws.client(SqsClient::builder)) {
      for (String name : queues) {
        Optional<DeadLetterQueue> queue = DeadLetterQueue.find(client, name);
        if (queue.isPresent()) {
          existing.add(name);
          read(queue.get(), action);
        }
      }
    }
    return existing;
  }

  private static void read(DeadLetterQueue open, BiConsumer<String, DeadLetter> action) {
    try (DeadLetterQueue queue = open) {
      queue.read(
          Duration.ZERO,
          letter -> {
            action.accept(queue.name(), letter);
            return true;
          });
    }
  }
}
