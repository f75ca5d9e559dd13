package io.tradeprocessing.archiver;

import java.util.Optional;

/** Where objects are kept: they are written once, and never changed or deleted. */
public interface Archive {

  /**
   * Writes an object, unless there is one of this name.
   *
   * @return whether it was written
   * @throws ArchiveUnavailableException if it may not have been
   */
  boolean putIfAbsent(String name, byte[] bytes);

  /**
   * Reads an object.
   *
   * @throws ArchiveUnavailableException if it is not known whether there is one
   */
  Optional<byte[]> get(String name);
}
