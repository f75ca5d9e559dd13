package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.ObjectStoreUnavailableException;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/**
 * A folder in place of a bucket. A tag is the SHA-256 of the content. Conditions hold within this
 * process: two commands must not work on one folder.
 */
public final class FolderObjects implements ObjectStore {

  private final Path folder;

  public FolderObjects(Path folder) {
    this.folder = folder;
  }

  /** The file of an object. */
  public Path file(String key) {
    return folder.resolve(key);
  }

  @Override
  public Optional<Stored> get(String key) {
    try {
      byte[] bytes = Files.readAllBytes(file(key));
      return Optional.of(new Stored(bytes, Sha256.hex(bytes)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unavailable(key, "read", e);
    }
  }

  /** Whole or not at all, so that a process that is killed leaves no half of an object. */
  @Override
  public void put(String key, byte[] bytes) {
    Path file = file(key);
    try {
      Path parent = Objects.requireNonNull(file.getParent());
      Files.createDirectories(parent);
      Path written = Files.createTempFile(parent, ".", ".tmp");
      Files.write(written, bytes);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unavailable(key, "written", e);
    }
  }

  @Override
  public synchronized Optional<String> putIfUnchanged(
      String key, byte[] bytes, Optional<String> known) {
    if (!get(key).map(Stored::tag).equals(known)) {
      return Optional.empty();
    }
    put(key, bytes);
    return Optional.of(Sha256.hex(bytes));
  }

  private ObjectStoreUnavailableException unavailable(String key, String done, IOException e) {
    return new ObjectStoreUnavailableException(
        file(key) + " cannot be " + done + ": " + UserError.reason(e), e);
  }
}
