package io.tradeprocessing.cli.bus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.bus.BusEvent.UnsendableException;
import io.tradeprocessing.cli.bus.EventBus.Answer;
import io.tradeprocessing.cli.bus.EventBus.Delivery;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.TradeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts dead letters back on the bus. All are read before the first is sent, so that one that fails
 * again is not sent again, and they are sent in the order of their event times. Messages that hold
 * the same event are one event on the bus: an answer that is lost leaves copies, and copies that
 * fail again would leave more. A message is deleted only once the bus has taken its event: what is
 * sent and not deleted is sent again by a later call, and ends as DUPLICATE.
 */
public final class Redrive {

  /** Bytes of events held at once. */
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  private static final Duration SPARE = Duration.ofMinutes(5);

  private final DeadLetterQueue queue;
  private final Optional<EventBus> bus;
  private final Stop stop;
  private final Consumer<Redriven> results;

  private @Nullable UserError end;
  private boolean more;

  /** An event that is sent, and the messages that hold it. */
  private record Letter(List<String> messageIds, BusEvent event, long microseconds) {}

  /** What became of one dead letter. */
  public enum Outcome {
    /** In a dry run. */
    WOULD_BE_SENT,
    /** On the bus, and no longer in the queue. */
    SENT,
    /** On the bus, and still in the queue. */
    NOT_DELETED,
    FAILED,
    UNREADABLE
  }

  /**
   * A result.
   *
   * @param source the envelope's
   * @param eventId EventBridge's new id, of one that was sent
   * @param error one sentence, of one that is still in the queue
   */
  public record Redriven(
      String messageId,
      Outcome outcome,
      Optional<String> tradeId,
      Optional<String> source,
      @Nullable String eventId,
      @Nullable String error) {

    /** The line of {@code --json}: always the same fields, null where there is nothing. */
    public ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("messageId", messageId)
          .put("tradeId", tradeId.orElse(null))
          .put("source", source.orElse(null))
          .put("outcome", outcome.name())
          .put("eventId", eventId)
          .put("error", error);
    }
  }

  /**
   * @param bus nothing for a dry run
   * @param stop ends the work after the current batch
   */
  public Redrive(
      DeadLetterQueue queue, Optional<EventBus> bus, Stop stop, Consumer<Redriven> results) {
    this.queue = queue;
    this.bus = bus;
    this.stop = stop;
    this.results = results;
  }

  /**
   * Works until the queue, or the work, ends.
   *
   * @param trade only this one's, if it is given
   * @param limit dead letters to send at most
   * @param batchSize events a request
   * @param perSecond events a second that the bus is given: says how long the messages are held
   */
  public void run(Optional<String> trade, int limit, int batchSize, double perSecond)
      throws InterruptedException {
    List<Letter> letters = collect(trade, limit, perSecond);
    letters.sort(Comparator.comparingLong(Letter::microseconds));
    List<Letter> batch = new ArrayList<>();
    int bytes = 0;
    for (Letter letter : letters) {
      int size = letter.event().bytes();
      if (batch.size() == batchSize || bytes + size >= BusEvent.SIZE_LIMIT) {
        send(batch);
        batch.clear();
        bytes = 0;
      }
      batch.add(letter);
      bytes += size;
    }
    send(batch);
  }

  /** Whether the queue holds more than this call read. */
  public boolean isMore() {
    return more;
  }

  /** Why the work ended before the queue, if it was not asked to. */
  public Optional<UserError> end() {
    return Optional.ofNullable(end);
  }

  private List<Letter> collect(Optional<String> trade, int limit, double perSecond) {
    Map<BusEvent, Letter> letters = new LinkedHashMap<>();
    int[] messages = {0};
    long[] bytes = {0};
    Duration work =
        SPARE.plusSeconds((long) (Math.min(limit, queue.approximateSize()) / perSecond));
    queue.read(
        work,
        letter -> {
          if (trade.isPresent() && !letter.tradeId().equals(trade)) {
            return !stop.isRequested();
          }
          if (messages[0] == limit || bytes[0] >= MAX_BYTES) {
            more = true;
            return false;
          }
          event(letter)
              .ifPresent(
                  event -> {
                    messages[0]++;
                    letters
                        .computeIfAbsent(
                            event,
                            first -> {
                              bytes[0] += first.bytes();
                              return new Letter(new ArrayList<>(), first, microseconds(letter));
                            })
                        .messageIds()
                        .add(letter.messageId());
                  });
          return !stop.isRequested();
        });
    return new ArrayList<>(letters.values());
  }

  private Optional<BusEvent> event(DeadLetter letter) {
    if (letter.content() instanceof DeadLetter.Unreadable(String problem, String _)) {
      left(letter, Outcome.UNREADABLE, problem);
      return Optional.empty();
    }
    try {
      return Optional.of(BusEvent.of(letter.content().event().orElseThrow()));
    } catch (UnsendableException e) {
      left(letter, Outcome.FAILED, "cannot be sent: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** When it happened, or else when it became a dead letter. */
  private static long microseconds(DeadLetter letter) {
    ObjectNode envelope = letter.content().event().orElseThrow();
    try {
      Optional<EventTime> time =
          TradeEvent.of(JsonReader.read(ExactJson.write(envelope))).eventTime();
      if (time.isPresent()) {
        return time.get().microseconds();
      }
    } catch (MalformedJsonException e) {
      // The validator will say so.
    }
    return TimeUnit.MILLISECONDS.toMicros(letter.sentAt().toEpochMilli());
  }

  private void left(DeadLetter letter, Outcome outcome, String error) {
    results.accept(
        new Redriven(letter.messageId(), outcome, letter.tradeId(), letter.source(), null, error));
  }

  private void send(List<Letter> batch) throws InterruptedException {
    if (batch.isEmpty() || end != null || stop.isRequested()) {
      return;
    }
    if (bus.isEmpty()) {
      batch.forEach(letter -> result(letter, Outcome.WOULD_BE_SENT, null, null));
      return;
    }
    Delivery delivery = bus.get().put(batch.stream().map(Letter::event).toList());
    Map<Letter, String> taken = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      switch (delivery.answers().get(i)) {
        case Answer.Taken(String id) -> taken.put(batch.get(i), id);
        case Answer.Refused(String error) -> result(batch.get(i), Outcome.FAILED, null, error);
      }
    }
    Map<String, String> notDeleted =
        queue.delete(
            taken.keySet().stream().flatMap(letter -> letter.messageIds().stream()).toList());
    taken.forEach(
        (letter, id) -> {
          for (String messageId : letter.messageIds()) {
            String problem = notDeleted.get(messageId);
            if (problem == null) {
              result(messageId, letter, Outcome.SENT, id, null);
            } else {
              result(
                  messageId,
                  letter,
                  Outcome.NOT_DELETED,
                  id,
                  "sent, but still in the queue ("
                      + problem
                      + "): sent again, it ends as DUPLICATE");
            }
          }
        });
    end = delivery.end().orElse(null);
  }

  private void result(
      Letter letter, Outcome outcome, @Nullable String eventId, @Nullable String error) {
    letter.messageIds().forEach(messageId -> result(messageId, letter, outcome, eventId, error));
  }

  private void result(
      String messageId,
      Letter letter,
      Outcome outcome,
      @Nullable String eventId,
      @Nullable String error) {
    results.accept(
        new Redriven(
            messageId,
            outcome,
            letter.event().tradeId(),
            Optional.of(letter.event().source()),
            eventId,
            error));
  }
}
