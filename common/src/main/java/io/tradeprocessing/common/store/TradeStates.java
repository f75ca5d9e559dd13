package io.tradeprocessing.common.store;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a trade stands, by source system. An identifier is its source's own, so two sources may use
 * the same: they share the chains, but none can correct or cancel a trade of the other.
 *
 * @param bySource those sources of which an event was accepted
 */
public record TradeStates(SortedMap<String, TradeState> bySource) {

  /** Before any accepted event. */
  public static final TradeStates NONE = new TradeStates(Collections.emptySortedMap());

  public TradeStates {
    bySource = Collections.unmodifiableSortedMap(new TreeMap<>(bySource));
  }

  /** Where a source's trade stands; {@link TradeState#NONE} before its first accepted event. */
  public TradeState of(String sourceSystem) {
    return bySource.getOrDefault(sourceSystem, TradeState.NONE);
  }

  /** The states after the events of both. */
  public TradeStates join(TradeStates other) {
    if (other.bySource.isEmpty()) {
      return this;
    }
    SortedMap<String, TradeState> joined = new TreeMap<>(bySource);
    other.bySource.forEach((source, state) -> joined.merge(source, state, TradeState::join));
    return new TradeStates(joined);
  }

  /** The states after one more event; a rejected one changes none. */
  public TradeStates with(TradeEntry entry) {
    return entry
        .acceptedPlace()
        .map(
            place ->
                join(
                    new TradeStates(
                        new TreeMap<>(Map.of(entry.tradeSource(), TradeState.of(place))))))
        .orElse(this);
  }
}
