package io.tradeprocessing.recorder;

import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Probe;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.trade.TradeEvent;
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
    if (input.valid()) {
      mustBeRecordable(input.event());
    }
    return connection.get().append(entry(input, functionVersion), remaining);
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

  private TradeEntry entry(RecorderInput input, String functionVersion) {
    TradeEvent event = input.event();
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
    require(event.source(), "/source", lacking);
    require(event.tradeId(), "/detail/tradeId", lacking);
    require(event.eventType(), "/detail/eventType", lacking);
    require(event.eventTime(), "/detail/timestamp", lacking);
    if (!lacking.isEmpty()) {
      throw new InvalidRecorderInputException(
          "the verdict accepts an event without a usable "
              + String.join(", ", lacking)
              + ": every accepted trade has one");
    }
  }

  private static void require(Optional<?> value, String pointer, List<String> lacking) {
    if (value.isEmpty()) {
      lacking.add(pointer);
    }
  }
}
