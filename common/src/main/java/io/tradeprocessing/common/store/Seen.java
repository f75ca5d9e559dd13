package io.tradeprocessing.common.store;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the chain of a trade in another Region was known.
 *
 * @param sequence of the last record that was known
 * @param hash its {@code recordHash}
 */
public record Seen(long sequence, String hash) {

  /** What two have seen together, by slot: the longer part of each chain. */
  static SortedMap<Integer, Seen> join(SortedMap<Integer, Seen> a, SortedMap<Integer, Seen> b) {
    SortedMap<Integer, Seen> joined = new TreeMap<>(a);
    b.forEach(
        (slot, seen) -> joined.merge(slot, seen, (x, y) -> x.sequence() >= y.sequence() ? x : y));
    return Collections.unmodifiableSortedMap(joined);
  }
}
