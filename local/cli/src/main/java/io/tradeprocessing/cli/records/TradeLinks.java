package io.tradeprocessing.cli.records;

import io.tradeprocessing.common.store.Place;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.LinkedTrade;
import io.tradeprocessing.common.trade.TradeEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The trades that a trade leads to or comes from, by its own accepted events: from a block to its
 * allocations, from a novation to its successor, and back.
 */
public final class TradeLinks {

  /** As many linked trades are read; of the others, the state is not shown. */
  static final int READ = 100;

  /**
   * A linked trade.
   *
   * @param sourceSystem whose trades both are
   * @param eventType of the event that names it
   * @param time of that event
   * @param other what it names
   * @param state of the other trade, as far as it was read
   */
  public record Link(
      String sourceSystem, String eventType, EventTime time, LinkedTrade other, State state) {

    /** For an operator: {@code ALLOCATION A-1 of 600 (by the ALLOCATION at …): ACTIVE}. */
    public String text() {
      return "%s %s%s (by the %s at %s): %s"
          .formatted(
              other.role(),
              other.tradeId(),
              other.quantity().map(quantity -> " of " + quantity.toPlainString()).orElse(""),
              eventType,
              time,
              state.text());
    }
  }

  /** How the other trade stands. */
  public sealed interface State {

    /** Not read: there is no table to read, or there were too many. */
    record NotRead() implements State {}

    /** Nothing of its source is accepted under the identifier. */
    record NotOnRecord() implements State {}

    /**
     * On record.
     *
     * @param namesThis whether an event of it names this trade
     */
    record Known(TradeState.Status status, boolean namesThis) implements State {}

    /** In words. */
    default String text() {
      return switch (this) {
        case NotRead _ -> "not read";
        case NotOnRecord _ -> "not on record";
        case Known(TradeState.Status status, boolean namesThis) ->
            status + (namesThis ? "" : ", does not name this trade");
      };
    }
  }

  private final TradeHistory trade;
  private final Function<String, Optional<TradeHistory>> read;
  private final Map<String, Optional<TradeHistory>> others = new HashMap<>();

  private TradeLinks(TradeHistory trade, Function<String, Optional<TradeHistory>> read) {
    this.trade = trade;
    this.read = read;
  }

  /**
   * The links of a trade, by the time of the event that names them.
   *
   * @param read reads another trade; nothing where it cannot
   */
  public static List<Link> of(TradeHistory trade, Function<String, Optional<TradeHistory>> read) {
    return new TradeLinks(trade, read).links();
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    // An event that two Regions recorded has its links once.
    accepted(trade).stream()
        .sorted(Comparator.comparing(entry -> entry.acceptedPlace().orElseThrow()))
        .forEach(entry -> linkedTrades(entry).forEach(other -> links.add(link(entry, other))));
    return links.stream().distinct().toList();
  }

  private static List<TradeEntry> accepted(TradeHistory history) {
    return history.records().stream()
        .map(record -> record.entry())
        .filter(entry -> entry.status() == RecordStatus.ACCEPTED)
        .filter(entry -> entry.acceptedPlace().isPresent())
        .toList();
  }

  private static List<LinkedTrade> linkedTrades(TradeEntry entry) {
    return TradeEvent.of(entry.content().event()).subject().linkedTrades();
  }

  private Link link(TradeEntry entry, LinkedTrade other) {
    Place place = entry.acceptedPlace().orElseThrow();
    String source = entry.tradeSource();
    return new Link(source, place.type().name(), place.time(), other, state(source, other));
  }

  private State state(String source, LinkedTrade link) {
    String id = link.tradeId().value();
    if (!others.containsKey(id) && others.size() >= READ) {
      return new State.NotRead();
    }
    Optional<TradeHistory> other = others.computeIfAbsent(id, read);
    if (other.isEmpty()) {
      return new State.NotRead();
    }
    TradeState state = other.get().states().of(source);
    if (state.equals(TradeState.NONE)) {
      return new State.NotOnRecord();
    }
    boolean namesThis =
        accepted(other.get()).stream()
            .filter(entry -> entry.tradeSource().equals(source))
            .flatMap(entry -> linkedTrades(entry).stream())
            .anyMatch(back -> back.tradeId().value().equals(trade.tradeId()));
    return new State.Known(state.status(), namesThis);
  }
}
