package io.tradeprocessing.cli.records;

import io.tradeprocessing.common.store.Break;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verifies trades of a store that is being written to.
 *
 * @param settled what another Region wrote after this time may still be in flight
 */
public record TradeVerifier(TradeStore store, Instant settled) {

  /** How long an item may take to another Region before it counts as not arrived. */
  public static final Duration SETTLE = Duration.ofMinutes(15);

  /** Readings after which a trade that never fits is broken and not just busy. */
  private static final int READINGS = 3;

  /** For the usual time in flight. */
  public static TradeVerifier of(TradeStore store) {
    return new TradeVerifier(store, Instant.now().minus(SETTLE));
  }

  /**
   * A trade as it was when it was verified.
   *
   * @param breaks where its chains do not hold, the most telling first
   */
  public record Verified(TradeHistory trade, List<Break> breaks) {

    public Verified {
      breaks = List.copyOf(breaks);
    }

    /** The first break. */
    public Optional<Break> flaw() {
      return breaks.stream().findFirst();
    }

    /** What to name: the first damage, and everything that has not arrived. */
    List<Break> named() {
      return Stream.concat(
              breaks.stream().filter(Break::isDamage).limit(1),
              breaks.stream().filter(found -> !found.isDamage()))
          .toList();
    }

    /** Items that were read for it. */
    long items() {
      return records() + trade.heads().size();
    }

    /** Events on record; what cannot be read counts for one each. */
    long events() {
      return trade.events() + trade.unreadable().size();
    }

    long records() {
      return (long) trade.records().size() + trade.unreadable().size();
    }
  }

  /**
   * Verifies a trade as it was read. Neither a scan nor a query is a snapshot, so the records may
   * be newer than the head that was read before them: what does not fit is read again.
   */
  public Verified verify(TradeHistory read) {
    Verified verified = once(read);
    for (int i = 1; i < READINGS && verified.flaw().isPresent(); i++) {
      verified = once(store.history(read.tradeId()));
    }
    return verified;
  }

  private Verified once(TradeHistory trade) {
    return new Verified(
        trade,
        ChainVerifier.breaks(trade, store.region().name()).stream()
            .filter(found -> found.isDamage() || isSettled(found))
            .toList());
  }

  private boolean isSettled(Break found) {
    return found.absent().map(absent -> absent.namedAt().isBefore(settled)).orElse(true);
  }
}
