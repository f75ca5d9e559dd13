package io.tradeprocessing.recorder;

import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Probe;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordKey;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.ReviewedEventMissingException;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.Tried;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeReview;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns an outcome of the workflow into a record, and appends it. */
final class Recorder {

  private final Supplier<TradeStore> connection;
  private final Clock clock;

  Recorder(Supplier<TradeStore> connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /**
   * Records an outcome, or finds that its event is on record.
   *
   * @param functionVersion the recorder's own, for the record
   * @param remaining time that the invocation has left
   */
  Appended record(RecorderInput input, String functionVersion, Supplier<Duration> remaining) {
    TradeStore store = connection.get();
    return store.append(entry(input, functionVersion, store), remaining);
  }

  /**
   * Records outcomes of several events, each of another trade.
   *
   * @return what came of each, in their order
   */
  List<Tried<Appended>> record(
      List<RecorderInput> inputs, String functionVersion, Supplier<Duration> remaining) {
    TradeStore store = connection.get();
    List<Tried<TradeEntry>> entries =
        inputs.stream().map(input -> Tried.of(() -> entry(input, functionVersion, store))).toList();
    return Tried.together(entries, recordable -> store.append(recordable, remaining));
  }

  /**
   * What no source sent cannot be accepted through a review of it. The validator, which does not
   * read the table, sees to it that the review names the key of the event that it holds.
   */
  private static void mustBeOnRecord(TradeEvent event, TradeReview review, TradeStore store) {
    RecordKey reviewed =
        new RecordKey(event.tradeId().orElseThrow().value(), reviewed(review).orElseThrow());
    if (!store.isOnRecord(reviewed, review.event().sourceSystem(), review.eventHash())) {
      throw new ReviewedEventMissingException(reviewed);
    }
  }

  /** The key of the record that a review names. */
  private static Optional<SortKey> reviewed(TradeReview review) {
    return review.reviewedTimestamp().flatMap(SortKey::parse).filter(key -> key.microseconds() > 0);
  }

  /**
   * Writes that a probe ran through this Region.
   *
   * @throws InvalidRecorderInputException if the verdict does not accept it: the probe is a valid
   *     trade, so the validator or its reference data are broken
   */
  Probe probe(RecorderInput input, String functionVersion) {
    if (!input.valid()) {
      throw new InvalidRecorderInputException(
          "the verdict does not accept the probe, which is a valid trade: "
              + JsonWriter.toString(input.content().verdict()));
    }
    TradeStore store = connection.get();
    Probe probe =
        new Probe(
            store.region().name(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            input.executionArn(),
            functionVersion);
    store.put(probe);
    return probe;
  }

  private TradeEntry entry(RecorderInput input, String functionVersion, TradeStore store) {
    TradeEvent event = input.event();
    if (input.valid()) {
      mustBeRecordable(event);
      TradeReview.of(event).ifPresent(review -> mustBeOnRecord(event, review, store));
    }
    Hashes hashes = Hashes.of(input.content());
    Placement placement = Placement.of(event, hashes.eventHash());
    return new TradeEntry(
        placement.tradeId(),
        placement.time(),
        event.sourceSystem(),
        event.sourceSequence(),
        input.valid() ? RecordStatus.ACCEPTED : RecordStatus.REJECTED,
        event.eventType(),
        input.content(),
        new Provenance(
            input.executionArn(),
            event.id(),
            functionVersion,
            clock.instant().truncatedTo(ChronoUnit.MICROS)),
        hashes);
  }

  /** An acceptance that its record would contradict is an error of the validator, not a trade. */
  private static void mustBeRecordable(TradeEvent event) {
    List<String> lacking = new ArrayList<>();
    TradeReview.of(event)
        .ifPresentOrElse(
            review -> requireReview(event, review, lacking),
            () -> requireTrade(event, "", lacking));
    if (!lacking.isEmpty()) {
      throw new InvalidRecorderInputException(
          "the verdict accepts an event without a usable "
              + String.join(", ", lacking)
              + ": every accepted trade has one");
    }
  }

  private static void requireTrade(TradeEvent event, String within, List<String> lacking) {
    require(event.source(), within + "/source", lacking);
    require(event.tradeId(), within + "/detail/tradeId", lacking);
    require(event.eventType(), within + "/detail/eventType", lacking);
    require(event.eventTime(), within + "/detail/timestamp", lacking);
  }

  private static void requireReview(TradeEvent event, TradeReview review, List<String> lacking) {
    require(event.tradeId(), "/detail/tradeId", lacking);
    require(event.eventTime(), "/detail/timestamp", lacking);
    require(review.decision(), "/detail/decision", lacking);
    require(reviewed(review), "/detail/reviewOf/timestamp", lacking);
    if (event.eventType().equals(Optional.of(EventType.CANCEL))) {
      require(review.event().source(), "/detail/event/source", lacking);
    } else {
      requireTrade(review.event(), "/detail/event", lacking);
    }
  }

  private static void require(Optional<?> value, String pointer, List<String> lacking) {
    if (value.isEmpty()) {
      lacking.add(pointer);
    }
  }
}
