package io.tradeprocessing.embeddedtable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items in a map: for tests, and for what is simulated. */
public final class MapStorage implements Storage {

  private final NavigableMap<ItemKey, Map<String, AttributeValue>> items =
      new ConcurrentSkipListMap<>();

  @Override
  public Optional<Map<String, AttributeValue>> get(ItemKey key) {
    return Optional.ofNullable(items.get(key));
  }

  @Override
  public void query(Partition partition, Predicate<Map<String, AttributeValue>> visitor) {
    List<Entry> found =
        partition
            .index()
            .map(index -> index(index, partition.key()))
            .orElseGet(() -> table(partition.key()));
    Comparator<Entry> order = partition.forward() ? ENTRIES : ENTRIES.reversed();
    for (Entry entry :
        found.stream()
            .filter(entry -> isWithin(entry.sort(), partition))
            .filter(
                entry ->
                    partition
                        .after()
                        .map(at -> order.compare(entry, new Entry(at.sort(), at.key(), Map.of())))
                        .map(compared -> compared > 0)
                        .orElse(true))
            .sorted(order)
            .toList()) {
      if (!visitor.test(entry.item())) {
        return;
      }
    }
  }

  /** An item where it is in the table or in an index. */
  private record Entry(String sort, ItemKey key, Map<String, AttributeValue> item) {}

  private static final Comparator<Entry> ENTRIES =
      Comparator.<Entry, String>comparing(Entry::sort, ItemKey::compare)
          .thenComparing(entry -> entry.key().partition(), ItemKey::compare)
          .thenComparing(entry -> entry.key().sort(), ItemKey::compare);

  private List<Entry> table(String key) {
    return items.tailMap(new ItemKey(key, ""), true).entrySet().stream()
        .takeWhile(item -> item.getKey().partition().equals(key))
        .map(item -> new Entry(item.getKey().sort(), item.getKey(), item.getValue()))
        .toList();
  }

  private List<Entry> index(TableSchema.Index index, String key) {
    return items.entrySet().stream()
        .filter(item -> index.has(item.getValue()))
        .filter(item -> index.partition().order(item.getValue()).equals(key))
        .map(
            item ->
                new Entry(
                    index.sort().map(sort -> sort.order(item.getValue())).orElse(""),
                    item.getKey(),
                    item.getValue()))
        .toList();
  }

  private static boolean isWithin(String sort, Partition partition) {
    return partition
            .low()
            .map(low -> ItemKey.compare(sort, low.sort()) >= (low.inclusive() ? 0 : 1))
            .orElse(true)
        && partition
            .high()
            .map(high -> ItemKey.compare(sort, high.sort()) <= (high.inclusive() ? 0 : -1))
            .orElse(true);
  }

  @Override
  public void scan(Part part, Predicate<Map<String, AttributeValue>> visitor) {
    NavigableMap<ItemKey, Map<String, AttributeValue>> rest =
        part.after().map(after -> items.tailMap(after, false)).orElse(items);
    for (Map.Entry<ItemKey, Map<String, AttributeValue>> entry : rest.entrySet()) {
      int bucket = entry.getKey().bucket();
      if (bucket >= part.end() || (bucket >= part.first() && !visitor.test(entry.getValue()))) {
        return;
      }
    }
  }

  @Override
  public long count() {
    return items.size();
  }

  @Override
  public Batch begin() {
    return new Writes();
  }

  private final class Writes implements Batch {

    /** What is not committed; nothing in place of what is deleted. */
    private final Map<ItemKey, Optional<Map<String, AttributeValue>>> written = new HashMap<>();

    @Override
    public Optional<Map<String, AttributeValue>> get(ItemKey key) {
      Optional<Map<String, AttributeValue>> own = written.get(key);
      return own == null ? MapStorage.this.get(key) : own;
    }

    @Override
    public void put(ItemKey key, Map<String, AttributeValue> item) {
      written.put(key, Optional.of(item));
    }

    @Override
    public void delete(ItemKey key) {
      written.put(key, Optional.empty());
    }

    @Override
    public void commit() {
      written.forEach(
          (key, item) -> item.ifPresentOrElse(it -> items.put(key, it), () -> items.remove(key)));
      written.clear();
    }

    @Override
    public void close() {
      written.clear();
    }
  }

  @Override
  public void close() {}
}
