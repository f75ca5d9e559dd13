package io.tradeprocessing.cli.exceptions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.bus.DeadLetter;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.RecordKey;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Dead letters as exceptions, an event of a queue once, however often it failed. Their events are
 * not kept.
 */
final class Letters {

  /**
   * What is kept of a dead letter.
   *
   * @param event nothing where it cannot be read
   */
  private record Letter(
      String queue,
      Instant since,
      String tradeId,
      String source,
      String error,
      String reason,
      Optional<Event> event,
      int times) {

    /** The same event again: how it failed last, and since when it waits. */
    Letter again(Letter later) {
      return new Letter(
          queue,
          since.isBefore(later.since) ? since : later.since,
          tradeId,
          source,
          later.error,
          later.reason,
          event,
          times + 1);
    }
  }

  /** What identifies an event on record, and its number. */
  private record Event(String partition, String source, String eventHash, long number) {}

  private final Map<List<String>, Letter> letters = new LinkedHashMap<>();

  void add(String queue, DeadLetter letter) {
    Optional<TradeEvent> read = letter.event().flatMap(Letters::read);
    Optional<Event> event = read.map(Letters::event);
    letters.merge(
        List.of(
            queue,
            event.map(Event::source).orElse(""),
            event.map(Event::eventHash).orElse(letter.messageId())),
        new Letter(
            queue,
            letter.sentAt(),
            letter.tradeId().orElse(""),
            read.map(Letters::source).orElse(""),
            letter.error(),
            letter.reason(),
            event,
            1),
        Letter::again);
  }

  /** Nothing for what is beyond the limits of an event on record. */
  private static Optional<TradeEvent> read(ObjectNode event) {
    try {
      return Optional.of(TradeEvent.of(JsonReader.read(ExactJson.write(event))));
    } catch (MalformedJsonException e) {
      return Optional.empty();
    }
  }

  /** The source system; of an outcome event that of the trade, of anything else what it says. */
  private static String source(TradeEvent event) {
    return event
        .source()
        .map(SourceSystem::id)
        .or(() -> event.detail().text("sourceSystem"))
        .or(() -> event.envelope().text("source"))
        .orElse("");
  }

  private static Event event(TradeEvent event) {
    Json envelope = event.envelope();
    String hash = new Content(envelope, JsonObject.empty(), JsonObject.empty()).eventHash();
    return new Event(
        event.tradeId().map(TradeId::value).orElseGet(() -> RecordKey.invalidTradeId(hash)),
        event.sourceSystem(),
        hash,
        event.sourceSequence());
  }

  /** The sequence numbers of a source's events. */
  long[] numbers(String source) {
    return letters.values().stream()
        .flatMap(letter -> letter.event.stream())
        .filter(event -> event.source.equals(source))
        .mapToLong(Event::number)
        .filter(number -> number > 0)
        .toArray();
  }

  /**
   * Those that wait.
   *
   * @param trades looks a trade up
   * @param keepsLetters whether the queues keep an event that was recorded since: a file does, and
   *     that one does not wait; a message of SQS keeps its alarm on until it is redriven
   * @param command what sends a queue's events again, for a shell
   */
  Stream<Waiting> waiting(
      Function<String, TradeHistory> trades, boolean keepsLetters, UnaryOperator<String> command) {
    return letters.values().stream()
        .flatMap(
            letter -> {
              boolean recorded = letter.event.filter(e -> isOnRecord(e, trades)).isPresent();
              return recorded && keepsLetters
                  ? Stream.empty()
                  : Stream.of(waiting(letter, recorded, command.apply(letter.queue)));
            });
  }

  private static boolean isOnRecord(Event event, Function<String, TradeHistory> trades) {
    return trades.apply(event.partition).records().stream()
        .map(record -> record.entry())
        .anyMatch(
            entry ->
                entry.sourceSystem().equals(event.source)
                    && entry.hashes().eventHash().equals(event.eventHash));
  }

  private static Waiting waiting(Letter letter, boolean recorded, String command) {
    return new Waiting(
        Kind.DEAD_LETTER,
        letter.since,
        letter.source,
        letter.tradeId,
        new Waiting.Subject.OfLetter(letter.queue, letter.times),
        Optional.empty(),
        List.of(letter.error),
        letter.queue
            + ": "
            + letter.reason
            + (letter.times > 1 ? " (" + letter.times + " times)" : "")
            + (recorded ? "; it is on record since, and ends as DUPLICATE" : ""),
        command);
  }
}
