package io.tradeprocessing.backfill;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Objects in a map, as S3 has them. */
class MemoryObjects implements ObjectStore {

  private final Map<String, Stored> objects = new TreeMap<>();
  private int writes;

  @Override
  public synchronized Optional<Stored> get(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public synchronized void put(String key, byte[] bytes) {
    objects.put(key, new Stored(bytes, "tag-" + writes++));
  }

  @Override
  public synchronized Optional<String> putIfUnchanged(
      String key, byte[] bytes, Optional<String> known) {
    if (!get(key).map(Stored::tag).equals(known)) {
      return Optional.empty();
    }
    put(key, bytes);
    return get(key).map(Stored::tag);
  }

  Map<String, Stored> all() {
    return objects;
  }
}
