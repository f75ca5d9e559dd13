package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.archiver.Archive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bucket with Object Lock: another object of a name is another version, and all of them stay. */
public final class Bucket implements Archive {

  private final Map<String, List<byte[]>> versions = new LinkedHashMap<>();

  @Override
  public boolean putIfAbsent(String name, byte[] bytes) {
    if (versions.containsKey(name)) {
      return false;
    }
    put(name, bytes);
    return true;
  }

  /** Writes an object whatever is there. */
  public void put(String name, byte[] bytes) {
    versions.computeIfAbsent(name, _ -> new ArrayList<>()).add(bytes.clone());
  }

  @Override
  public Optional<byte[]> get(String name) {
    return Optional.ofNullable(versions.get(name)).map(all -> all.getLast().clone());
  }

  /** The versions of all objects, the oldest first; it shows what is written later, too. */
  public Map<String, List<byte[]>> versions() {
    return Collections.unmodifiableMap(versions);
  }
}
