package io.tradeprocessing.common.store;

/**
 * The store holds, where the trade's head or this event's record should be, an item that this code
 * cannot have written. Appending to it would hide the damage, so nothing is written.
 *
 * <p>Not retriable: somebody has to find out who changed the table.
 */
public final class CorruptStoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CorruptStoreException(UnreadableItem item) {
    super(
        "the item "
            + item.tradeId()
            + " / "
            + item.timestamp()
            + " was not written by us: "
            + item.reason());
  }
}
