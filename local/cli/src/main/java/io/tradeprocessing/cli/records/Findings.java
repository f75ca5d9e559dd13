package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.ProgressBar;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.records.ScanProgress.Segment;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.common.store.Break;
import io.tradeprocessing.common.store.SortKey;
import java.io.PrintWriter;

/** Names what is broken as soon as it is found, and draws the progress. For several threads. */
public final class Findings {

  /** Broken trades that are named one by one. */
  private static final int SHOWN = 20;

  private final PrintWriter out;
  private final ProgressBar bar;
  private Segment total;
  private long items;
  private long named;
  private long lost;
  private boolean damaged;

  /**
   * @param all items that there are to read; NaN where that is not known
   * @param before what an earlier run found, which this one continues
   */
  public Findings(PrintWriter out, boolean terminal, double all, Segment before, long nowNanos) {
    this.out = out;
    this.total = before;
    this.items = before.records() + before.trades();
    this.bar =
        new ProgressBar(System.err, terminal, () -> Math.min(1, items / all), nowNanos, "items");
  }

  public synchronized void verified(Verified trade) {
    total = total.with(trade);
    items += trade.items();
    trade.named().forEach(flaw -> name(place(flaw), flaw.flaw().name(), flaw.message()));
    bar.step(trade.items(), System.nanoTime());
  }

  /** A head of a checkpoint that is not in its trade's chain any more. */
  public synchronized void lost(Checkpoint.Head head, String message) {
    lost++;
    name(head.tradeId(), "NOT_AS_IN_CHECKPOINT", message);
  }

  /** Damage of the store's file that is not an item's. */
  public synchronized void damaged(String store, String message) {
    damaged = true;
    name(store, "DAMAGED", message);
  }

  private void name(String place, String flaw, String message) {
    named++;
    if (named <= SHOWN) {
      bar.clear();
      out.println("BROKEN " + Terminal.printable(place + ": " + flaw + ": " + message));
      out.flush();
    }
  }

  private static String place(Break flaw) {
    return flaw.tradeId()
        + SortKey.parse(flaw.timestamp())
            .map(key -> key.microseconds() == 0 ? head(key.slot()) : " at " + key.time())
            .orElse(" at " + flaw.timestamp());
  }

  private static String head(int slot) {
    return slot == 0 ? " (head)" : " (head of slot " + slot + ")";
  }

  /** Takes the progress bar away. */
  public synchronized void end() {
    bar.clear();
  }

  /** All trades that were verified, also before this run. */
  public synchronized Segment total() {
    return total;
  }

  public synchronized long broken() {
    return total.broken();
  }

  public synchronized long lost() {
    return lost;
  }

  /** Whether the store's file is damaged beside its items. */
  public synchronized boolean isDamaged() {
    return damaged;
  }

  public synchronized long notShown() {
    return Math.max(0, named - SHOWN);
  }
}
