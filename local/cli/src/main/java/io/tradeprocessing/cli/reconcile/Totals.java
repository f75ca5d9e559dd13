package io.tradeprocessing.cli.reconcile;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.trade.Decimals;
import io.tradeprocessing.common.trade.TradeEvent;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Control totals of events: count, quantity and notional by event type, side and currency. */
public final class Totals {

  /**
   * What a total is of; a text is empty where the event has no usable value.
   *
   * @param eventType the name of an event type, or {@code UNKNOWN}
   * @param side as sent
   * @param currency as sent
   */
  public record Key(String eventType, String side, String currency) {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::eventType).thenComparing(Key::side).thenComparing(Key::currency);
  }

  /**
   * A total.
   *
   * @param events each counted once, however often it is on record
   * @param accepted those of them that are accepted
   * @param quantity the sum of the quantities as sent
   * @param notional the sum of the enricher's notionals in the currency of the trade
   * @param withoutNotional events that have none: rejected, or it cannot be computed
   */
  public record Sum(
      long events, long accepted, BigDecimal quantity, BigDecimal notional, long withoutNotional) {

    static final Sum ZERO = new Sum(0, 0, BigDecimal.ZERO, BigDecimal.ZERO, 0);

    Sum plus(Sum other) {
      return new Sum(
          events + other.events,
          accepted + other.accepted,
          quantity.add(other.quantity),
          notional.add(other.notional),
          withoutNotional + other.withoutNotional);
    }
  }

  private final SortedMap<Key, Sum> sums = new TreeMap<>(Key.ORDER);

  /** Adds an event; another record of it is to be handed to {@link #addAcceptance}. */
  void add(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    JsonObject trade = trade(entry);
    Optional<BigDecimal> quantity =
        Optional.ofNullable(trade.get("quantity")).flatMap(Totals::decimal);
    add(key(entry), new Sum(1, 0, quantity.orElse(BigDecimal.ZERO), BigDecimal.ZERO, 1));
    if (isAccepted(entry)) {
      addAcceptance(record);
    }
  }

  /** An event that was added before is accepted by this record. */
  void addAcceptance(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    Optional<BigDecimal> notional = notional(entry);
    add(
        key(entry),
        new Sum(
            0,
            1,
            BigDecimal.ZERO,
            notional.orElse(BigDecimal.ZERO),
            notional.isPresent() ? -1 : 0));
  }

  private void add(Key key, Sum sum) {
    sums.merge(key, sum, Sum::plus);
  }

  static boolean isAccepted(TradeEntry entry) {
    return switch (entry.status()) {
      case ACCEPTED -> true;
      case REJECTED -> false;
    };
  }

  private static JsonObject trade(TradeEntry entry) {
    return TradeEvent.of(entry.content().event()).detail();
  }

  private static Key key(TradeEntry entry) {
    JsonObject trade = trade(entry);
    return new Key(
        entry.eventTypeName(), trade.text("side").orElse(""), trade.text("currency").orElse(""));
  }

  /** Another currency than the trade's is no part of the trade's total. */
  private static Optional<BigDecimal> notional(TradeEntry entry) {
    JsonObject enrichment = entry.content().enrichment();
    return enrichment
        .text("notionalCurrency")
        .filter(trade(entry).text("currency").orElse("")::equals)
        .flatMap(_ -> Optional.ofNullable(enrichment.get("notional")))
        .flatMap(Totals::decimal);
  }

  /** A rejected event may hold anything. */
  private static Optional<BigDecimal> decimal(Json value) {
    return Decimals.read(value).filter(Decimals::isWithinBounds);
  }

  /** The totals, by event type, side and currency. */
  public SortedMap<Key, Sum> sums() {
    return Collections.unmodifiableSortedMap(sums);
  }

  /** The total of several. */
  Sum of(Predicate<Key> wanted) {
    return sums.entrySet().stream()
        .filter(each -> wanted.test(each.getKey()))
        .map(Map.Entry::getValue)
        .reduce(Sum.ZERO, Sum::plus);
  }
}
