package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.backfill.ObjectStore;
import java.util.Optional;
import java.util.TreeMap;

/** The bucket of backfills: its objects, each with a tag that changes with every write. */
public final class BackfillBucket implements ObjectStore {

  private final TreeMap<String, Stored> objects = new TreeMap<>();
  private long writes;

  @Override
  public Optional<Stored> get(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public void put(String key, byte[] bytes) {
    objects.put(key, new Stored(bytes.clone(), Long.toString(++writes)));
  }

  @Override
  public Optional<String> putIfUnchanged(String key, byte[] bytes, Optional<String> known) {
    if (!get(key).map(Stored::tag).equals(known)) {
      return Optional.empty();
    }
    put(key, bytes);
    return Optional.of(Long.toString(writes));
  }
}
