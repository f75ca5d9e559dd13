package io.tradeprocessing.cli.records;

import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
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
    /** By the time at which the source says it happened. */
    TIME,
    /** By arrival, which is the order of the chain. */
    ARRIVAL;

    private Comparator<ComplianceRecord> comparator() {
      return switch (this) {
        case TIME -> Comparator.comparing(record -> record.key().time());
        case ARRIVAL -> Comparator.comparingLong(record -> record.link().sequence());
      };
    }
  }

  /** The trade's records, each with its place in the trade's life. */
  public static List<RecordLine> lines(TradeHistory trade, Order order) {
    Set<ComplianceRecord> late = late(trade.records());
    return trade.records().stream()
        .sorted(order.comparator())
        .map(
            record ->
                new RecordLine(
                    record,
                    Optional.of(
                        new RecordLine.Place(
                            late.contains(record), inForce(record, trade), state(record, trade)))))
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
              long time = record.key().timestamp();
              if (latest.merge(record.entry().sourceSystem(), time, Math::max) > time) {
                late.add(record);
              }
            });
    return late;
  }

  /** Whether this record holds the trade's current terms. */
  private static boolean inForce(ComplianceRecord record, TradeHistory trade) {
    TradeEntry entry = record.entry();
    return entry.status() == RecordStatus.ACCEPTED
        && trade
            .head()
            .flatMap(head -> head.state(entry.sourceSystem()))
            .flatMap(TradeState::terms)
            .equals(Optional.of(record.key().time()));
  }

  private static Optional<TradeState.Status> state(ComplianceRecord record, TradeHistory trade) {
    return trade
        .head()
        .flatMap(head -> head.state(record.entry().sourceSystem()))
        .map(TradeState::status);
  }
}
