package io.tradeprocessing.cli.failover;

import io.tradeprocessing.cli.failover.TableReader.ItemKey;
import io.tradeprocessing.cli.failover.TableReader.Recent;
import io.tradeprocessing.common.store.SortKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The newest records of both replicas, and the heads of their trades.
 *
 * @param records that were compared: those that one of both replicas holds
 * @param missing records that a replica lacks, by Region
 * @param behind heads that are further in the other replica, by Region
 */
public record Comparison(long records, Map<String, Long> missing, Map<String, Long> behind) {

  /** Trades whose heads are compared: of the newest records. */
  private static final int MOST_HEADS = 5_000;

  public Comparison {
    missing = Map.copyOf(missing);
    behind = Map.copyOf(behind);
  }

  /** Whether neither replica lacks anything of what was compared. */
  public boolean isEqual() {
    return total(missing) + total(behind) == 0;
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What is not equal, in one line. */
  String text() {
    return "of the newest %,d records, %,d are not in both Regions, and %,d heads are behind"
        .formatted(records, total(missing), total(behind));
  }

  /** Compares two replicas. */
  static Comparison of(TableReader a, Recent inA, TableReader b, Recent inB) {
    Set<ItemKey> keysOfA = new HashSet<>();
    Set<ItemKey> keysOfB = new HashSet<>();
    Set<String> sources = new HashSet<>(inA.bySource().keySet());
    sources.addAll(inB.bySource().keySet());
    for (String source : sources) {
      Optional<SortKey> floor =
          inA.floor(source).stream()
              .flatMap(one -> inB.floor(source).stream().map(other -> later(one, other)))
              .findFirst()
              .or(() -> inA.floor(source))
              .or(() -> inB.floor(source));
      keysOfA.addAll(inA.from(source, floor));
      keysOfB.addAll(inB.from(source, floor));
    }
    Set<ItemKey> all =
        new TreeSet<>(
            Comparator.comparing(ItemKey::timestamp).reversed().thenComparing(ItemKey::tradeId));
    all.addAll(keysOfA);
    all.addAll(keysOfB);
    Collection<String> trades =
        all.stream().map(ItemKey::tradeId).distinct().limit(MOST_HEADS).toList();
    Map<ItemKey, Long> headsOfA = a.heads(trades);
    Map<ItemKey, Long> headsOfB = b.heads(trades);
    return new Comparison(
        all.size(),
        Map.of(
            a.region(), without(all, keysOfA),
            b.region(), without(all, keysOfB)),
        Map.of(a.region(), behind(headsOfA, headsOfB), b.region(), behind(headsOfB, headsOfA)));
  }

  private static SortKey later(SortKey one, SortKey other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static long without(Set<ItemKey> all, Set<ItemKey> some) {
    return all.stream().filter(key -> !some.contains(key)).count();
  }

  private static long behind(Map<ItemKey, Long> these, Map<ItemKey, Long> others) {
    return others.entrySet().stream()
        .filter(other -> these.getOrDefault(other.getKey(), 0L) < other.getValue())
        .count();
  }
}
