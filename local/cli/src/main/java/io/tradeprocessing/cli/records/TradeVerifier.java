package io.tradeprocessing.cli.records;

import io.tradeprocessing.common.store.Break;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.util.Optional;

/** Verifies trades of a store that is being written to. */
public record TradeVerifier(TradeStore store) {

  /** Readings after which a trade that never fits is broken and not just busy. */
  private static final int READINGS = 3;

  /** A trade as it was when it was verified, and where its chain does not hold. */
  public record Verified(TradeHistory trade, Optional<Break> flaw) {

    /** Items that were read for it. */
    long items() {
      return records() + trade.head().stream().count();
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

  private static Verified once(TradeHistory trade) {
    return new Verified(trade, ChainVerifier.firstBreak(trade));
  }
}
