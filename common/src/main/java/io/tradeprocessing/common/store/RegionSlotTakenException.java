package io.tradeprocessing.common.store;

/**
 * The chain of this recorder's slot was written by another Region: two Regions have one RegionSlot.
 * Nothing is written, for each would replace the other's items.
 *
 * <p>Not retriable: one of the two stacks needs another RegionSlot.
 */
public final class RegionSlotTakenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RegionSlotTakenException(String tradeId, Region writer, Region owner) {
    super(
        "slot "
            + writer.slot()
            + " of trade "
            + tradeId
            + " belongs to "
            + owner.name()
            + ", and this recorder runs in "
            + writer.name()
            + "; give it another RegionSlot");
  }
}
