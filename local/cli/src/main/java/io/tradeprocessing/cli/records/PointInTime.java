package io.tradeprocessing.cli.records;

import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Place;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.trade.EventTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When trades are looked at, in two times that have nothing to do with each other: when events
 * happened, and when they were put on record. Both compose.
 *
 * @param asOf events up to and including this time; all of them where there is none
 * @param knownAt records up to and including this time; all of them where there is none
 */
public record PointInTime(Optional<EventTime> asOf, Optional<Instant> knownAt) {

  /** Everything that is there. */
  public static final PointInTime NOW = new PointInTime(Optional.empty(), Optional.empty());

  public boolean isNow() {
    return equals(NOW);
  }

  /** Whether a record counts then. */
  public boolean has(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    // What stands at the place of another event happened when that did.
    EventTime happened = entry.acceptedPlace().map(Place::time).orElse(entry.time());
    return asOf.map(time -> happened.compareTo(time) <= 0).orElse(true)
        && knownAt.map(time -> !entry.provenance().recordedAt().isAfter(time)).orElse(true);
  }

  /**
   * A trade then. It has no heads, which say how far its chains go now, unless this is {@link
   * #NOW}.
   */
  public TradeHistory of(TradeHistory trade) {
    return isNow()
        ? trade
        : new TradeHistory(
            trade.tradeId(),
            List.of(),
            trade.records().stream().filter(this::has).toList(),
            trade.unreadable());
  }

  /** {@code as of …, as known at …}; empty for now. */
  public String text() {
    return asOf.map(time -> " as of " + time).orElse("")
        + (asOf.isPresent() && knownAt.isPresent() ? "," : "")
        + knownAt.map(time -> " as known at " + time).orElse("");
  }
}
