package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.common.store.UnreadableItem;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Names items of a store that are not records, beside the results of a command. */
public final class DamagedItems implements Consumer<UnreadableItem> {

  private final PrintWriter err;
  private boolean any;

  /**
   * @param err where they are named
   */
  public DamagedItems(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void accept(UnreadableItem item) {
    say(
        "the item %s / %s is not a record of this system: %s; trades verify says more"
            .formatted(item.tradeId(), item.timestamp(), item.reason()));
  }

  /** Names other damage. */
  public synchronized void say(String message) {
    any = true;
    err.println("trades: " + Terminal.printable(message));
  }

  /** Whether there was any. */
  public synchronized boolean any() {
    return any;
  }
}
