package io.tradeprocessing.cli.bus;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.bus.DeadLetter.Content;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * A dead-letter queue. SQS shows a message only by receiving it, which hides it from all other
 * consumers until its visibility timeout ends. Closing makes every message visible again that was
 * read and not deleted, so that the alarm continues.
 */
public final class DeadLetterQueue implements AutoCloseable {

  /** Messages that SQS receives, changes or deletes per request at most. */
  private static final int PAGE = 10;

  /** Long enough to ask all of SQS's servers, which a wait of 0 does not. */
  private static final int LONG_POLL_SECONDS = 3;

  /**
   * Consecutive pages without a new message: the visibility timeout is shorter than the reading.
   */
  private static final int PAGES_OF_KNOWN = 10;

  private static final Duration SHORTEST_HOLD = Duration.ofMinutes(2);
  private static final Duration LONGEST_HOLD = Duration.ofHours(12);

  /** How long reading a page takes at most when nothing is wrong. */
  private static final Duration TIME_OF_PAGE = Duration.ofMillis(100);

  private final SqsClient client;
  private final String url;

  /** Receipt handles of the hidden messages, by message id. */
  private final Map<String, String> receiptHandles = new HashMap<>();

  private DeadLetterQueue(SqsClient client, String url) {
    this.client = client;
    this.url = url;
  }

  /**
   * Finds a queue.
   *
   * @param nameOrUrl its name in the client's Region, or its URL
   * @throws UserError if there is no such queue or it must not be read
   */
  public static DeadLetterQueue of(SqsClient client, String nameOrUrl) {
    if (nameOrUrl.startsWith("https://") || nameOrUrl.startsWith("http://")) {
      return new DeadLetterQueue(client, nameOrUrl);
    }
    if (!nameOrUrl.matches("[A-Za-z0-9_-]{1,80}(\\.fifo)?")) {
      throw new UserError(
          Terminal.printable(nameOrUrl) + " is not a queue: give the name or the URL of a queue");
    }
    return asking(
        nameOrUrl,
        () ->
            new DeadLetterQueue(
                client, client.getQueueUrl(r -> r.queueName(nameOrUrl)).queueUrl()));
  }

  /**
   * Finds a queue that need not be there.
   *
   * @param name in the client's Region
   * @throws UserError if it must not be read
   */
  static Optional<DeadLetterQueue> find(SqsClient client, String name) {
    return asking(
        name,
        () -> {
          try {
            return Optional.of(
                new DeadLetterQueue(client, client.getQueueUrl(r -> r.queueName(name)).queueUrl()));
          } catch (QueueDoesNotExistException e) {
            return Optional.empty();
          }
        });
  }

  /** The queue's name. */
  public String name() {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** The approximate number of messages in the queue, including hidden ones. */
  long approximateSize() {
    return asking(
        name(),
        () ->
            client
                .getQueueAttributes(
                    r ->
                        r.queueUrl(url)
                            .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToLong(Long::parseLong)
                .sum());
  }

  /**
   * Passes on each message once, until a long poll returns none or the taker wants no more.
   *
   * @param work how long the work between the first message and closing takes, apart from reading;
   *     the messages stay hidden that long
   * @param taker returns whether it wants another message
   * @throws UserError if the queue cannot be read
   */
  public void read(Duration work, Predicate<DeadLetter> taker) {
    int hold = (int) hold(work).toSeconds();
    int known = 0;
    while (known < PAGES_OF_KNOWN) {
      List<Message> page = receive(hold);
      if (page.isEmpty()) {
        return;
      }
      List<Message> unknown =
          page.stream()
              .filter(m -> receiptHandles.put(m.messageId(), m.receiptHandle()) == null)
              .toList();
      known = unknown.isEmpty() ? known + 1 : 0;
      for (Message message : unknown) {
        if (!taker.test(deadLetter(message))) {
          return;
        }
      }
    }
  }

  private Duration hold(Duration work) {
    Duration hold =
        SHORTEST_HOLD.plus(work).plus(TIME_OF_PAGE.multipliedBy(approximateSize() / PAGE));
    return hold.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD : hold;
  }

  private List<Message> receive(int hold) {
    return asking(
        name(),
        () ->
            client
                .receiveMessage(
                    r ->
                        r.queueUrl(url)
                            .maxNumberOfMessages(PAGE)
                            .waitTimeSeconds(LONG_POLL_SECONDS)
                            .visibilityTimeout(hold)
                            .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP)
                            .messageAttributeNames("All"))
                .messages());
  }

  private static DeadLetter deadLetter(Message message) {
    Map<String, String> attributes = new HashMap<>();
    message
        .messageAttributes()
        .forEach(
            (name, value) -> {
              if (value.stringValue() != null) {
                attributes.put(name, value.stringValue());
              }
            });
    Content content = DeadLetter.read(message.body(), attributes);
    String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    return new DeadLetter(
        message.messageId(),
        sent == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(sent)),
        content);
  }

  /**
   * Deletes messages that were read.
   *
   * @return why messages were not deleted, by message id
   */
  Map<String, String> delete(Collection<String> messageIds) {
    Map<String, String> failed = new LinkedHashMap<>();
    for (List<String> page : pages(messageIds)) {
      try {
        failed.putAll(
            failures(
                page,
                client
                    .deleteMessageBatch(
                        r -> r.queueUrl(url).entries(entries(page, DeadLetterQueue::deletion)))
                    .failed()));
      } catch (SdkException e) {
        page.forEach(id -> failed.put(id, AwsAccess.problem(e)));
      }
    }
    messageIds.stream().filter(id -> !failed.containsKey(id)).forEach(receiptHandles::remove);
    return failed;
  }

  /** Makes visible what was read and not deleted; what fails becomes visible by its timeout. */
  @Override
  public void close() {
    for (List<String> page : pages(List.copyOf(receiptHandles.keySet()))) {
      try {
        client.changeMessageVisibilityBatch(
            r -> r.queueUrl(url).entries(entries(page, DeadLetterQueue::visible)));
      } catch (SdkException e) {
        // Their visibility timeout ends without it.
        break;
      }
    }
    receiptHandles.clear();
  }

  private <E> List<E> entries(List<String> messageIds, BiFunction<String, String, E> entry) {
    List<E> entries = new ArrayList<>();
    for (int i = 0; i < messageIds.size(); i++) {
      String handle = receiptHandles.getOrDefault(messageIds.get(i), "");
      entries.add(entry.apply(String.valueOf(i), handle));
    }
    return entries;
  }

  private static DeleteMessageBatchRequestEntry deletion(String id, String handle) {
    return DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(handle).build();
  }

  private static ChangeMessageVisibilityBatchRequestEntry visible(String id, String handle) {
    return ChangeMessageVisibilityBatchRequestEntry.builder()
        .id(id)
        .receiptHandle(handle)
        .visibilityTimeout(0)
        .build();
  }

  private static Map<String, String> failures(
      List<String> page, List<BatchResultErrorEntry> entries) {
    Map<String, String> failed = new LinkedHashMap<>();
    entries.forEach(
        entry ->
            failed.put(
                page.get(Integer.parseInt(entry.id())), entry.code() + ": " + entry.message()));
    return failed;
  }

  private static List<List<String>> pages(Collection<String> messageIds) {
    List<String> all = List.copyOf(messageIds);
    List<List<String>> pages = new ArrayList<>();
    for (int i = 0; i < all.size(); i += PAGE) {
      pages.add(all.subList(i, Math.min(i + PAGE, all.size())));
    }
    return pages;
  }

  private interface Question<T> {
    T ask();
  }

  private static <T> T asking(String queue, Question<T> question) {
    try {
      return question.ask();
    } catch (AwsServiceException e) {
      if (e.statusCode() >= 500 || e.isThrottlingException()) {
        throw UserError.midway(
            "SQS does not respond: " + AwsAccess.problem(e) + "; try again later", e);
      }
      throw new UserError(
          "the queue %s cannot be read: %s; name another queue or Region, or ask for the permission"
              .formatted(queue, AwsAccess.problem(e)),
          e);
    } catch (SdkException e) {
      throw UserError.midway(
          "SQS cannot be reached: " + AwsAccess.problem(e) + "; try again later", e);
    }
  }
}
