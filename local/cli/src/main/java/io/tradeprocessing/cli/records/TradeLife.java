package io.tradeprocessing.cli.records;

import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Place;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.store.TradeStates;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a trade's records say together that none says alone. */
public final class TradeLife {

  private TradeLife() {}

  /** The order in which a trade's records are shown. */
  public enum Order {
    /** By the time at which the source says it happened, and its own order within one time. */
    TIME,
    /** By arrival, which is the order of a chain. */
    ARRIVAL;

    private Comparator<ComplianceRecord> comparator() {
      return switch (this) {
        case TIME ->
            Comparator.<ComplianceRecord, EventTime>comparing(record -> record.entry().time())
                .thenComparingLong(record -> record.entry().sourceSequence())
                .thenComparing(record -> record.entry().eventType().orElse(EventType.NEW))
                .thenComparing(record -> record.entry().hashes().eventHash())
                .thenComparing(record -> record.key().timestamp());
        // Each Region has a chain; between two of them only the clocks tell.
        case ARRIVAL ->
            Comparator.<ComplianceRecord>comparingLong(record -> record.link().sequence())
                .thenComparing(record -> record.entry().provenance().recordedAt());
      };
    }
  }

  /** The trade's records, each with its place in the trade's life. */
  public static List<RecordLine> lines(TradeHistory trade, Order order) {
    Set<ComplianceRecord> late = late(trade.records());
    TradeStates states = trade.states();
    return trade.records().stream()
        .sorted(order.comparator())
        .map(
            record ->
                new RecordLine(
                    record,
                    Optional.of(
                        new RecordLine.Place(
                            late.contains(record),
                            inForce(record, states),
                            state(record, states)))))
        .toList();
  }

  /** Records that came after one of the same source with a later event time. */
  private static Set<ComplianceRecord> late(List<ComplianceRecord> records) {
    Map<String, Long> latest = new HashMap<>();
    Set<ComplianceRecord> late = new HashSet<>();
    records.stream()
        .sorted(Order.ARRIVAL.comparator())
        .forEach(
            record -> {
              long time = record.entry().time().microseconds();
              if (latest.merge(record.entry().sourceSystem(), time, Math::max) > time) {
                late.add(record);
              }
            });
    return late;
  }

  /** Whether this record holds the trade's current terms. */
  private static boolean inForce(ComplianceRecord record, TradeStates states) {
    Optional<Place> place = record.entry().acceptedPlace();
    return place.isPresent() && states.of(record.entry().sourceSystem()).terms().equals(place);
  }

  private static Optional<TradeState.Status> state(ComplianceRecord record, TradeStates states) {
    return Optional.ofNullable(states.bySource().get(record.entry().sourceSystem()))
        .map(TradeState::status);
  }
}
