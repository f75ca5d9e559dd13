package io.tradeprocessing.common.store;

/**
 * A Region that writes records. Every item of the table is written by one Region only; the slot
 * keeps their keys apart.
 *
 * @param name for example {@code us-east-1}
 * @param slot 0 for the first Region, 1 for its replica; a Region that replaces one takes the next
 */
public record Region(String name, int slot) {

  /** Runs on a laptop. */
  public static final Region LOCAL = new Region("local", 0);

  public Region {
    if (name.isEmpty() || slot < 0 || slot >= SortKey.SLOTS) {
      throw new IllegalArgumentException(
          "not a Region with a slot from 0 to 9: " + name + " " + slot);
    }
  }

  @Override
  public String toString() {
    return name + " (slot " + slot + ")";
  }
}
