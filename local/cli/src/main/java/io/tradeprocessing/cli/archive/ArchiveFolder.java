package io.tradeprocessing.cli.archive;

import io.tradeprocessing.archiver.Archive;
import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.store.FolderLock;
import io.tradeprocessing.cli.store.StoreFailures;
import io.tradeprocessing.common.signature.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An archive in a folder, with a key of its own: objects and signatures under the names that they
 * have in a bucket, {@value FolderKey#PUBLIC} and {@value FolderKey#PRIVATE}. A file is on the disk
 * as a whole before it has its name, and no file is written a second time.
 *
 * <p>A folder does not keep anybody from changing or deleting its files, as a bucket with Object
 * Lock does: this is the archiver to be tried, and the same objects to be read.
 *
 * <p>A failure of the disk is a {@link UserError} and not the archiver's own exception, which asks
 * for the batch again: nothing but a person helps.
 */
public final class ArchiveFolder implements Archive, AutoCloseable {

  private static final String WHAT = "archive folder";

  /**
   * What is written before it has its name; what a killed process leaves there is worth nothing.
   */
  private static final String UNFINISHED = "unfinished";

  private final Path folder;
  private final FolderLock lock;
  private final FolderKey key;

  private ArchiveFolder(Path folder, FolderLock lock, FolderKey key) {
    this.folder = folder;
    this.lock = lock;
    this.key = key;
  }

  /**
   * Opens a folder for this process alone, and makes it and its key where there are none.
   *
   * @throws UserError if it cannot be used; nothing was archived
   */
  public static ArchiveFolder open(Path folder) {
    try {
      DurableFiles.makeFolders(folder);
    } catch (IOException e) {
      throw new UserError(
          "the archive folder " + folder + " cannot be made: " + UserError.reason(e), e);
    }
    FolderLock lock = FolderLock.forWriting(folder, WHAT);
    try {
      discardUnfinished(folder);
      return new ArchiveFolder(folder, lock, FolderKey.of(folder));
    } catch (IOException e) {
      lock.close();
      throw new UserError(
          "the archive folder " + folder + " cannot be written to: " + UserError.reason(e), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void discardUnfinished(Path folder) throws IOException {
    Path unfinished = folder.resolve(UNFINISHED);
    DurableFiles.makeFolders(unfinished);
    try (Stream<Path> files = Files.list(unfinished)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /** Signs with the folder's key. */
  public Signer signer() {
    return key.signer();
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  @Override
  public boolean putIfAbsent(String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Path draft = folder.resolve(UNFINISHED).resolve(String.valueOf(file.getFileName()));
      return DurableFiles.create(file, draft, bytes);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public Optional<byte[]> get(String name) {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw UserError.midway(
          "the archive folder %s cannot be read (%s)".formatted(folder, UserError.reason(e)), e);
    }
  }

  /** What to tell the user where a file cannot be written. */
  UserError unwritable(IOException e) {
    return UserError.midway(
        StoreFailures.isFull(e)
            ? "the disk of the archive folder %s is full, or a limit of a file's size is reached: free some space. %s"
                .formatted(folder, ArchiveFeed.WHAT_HOLDS)
            : "the archive folder %s cannot be written to (%s): make it writable. %s"
                .formatted(folder, UserError.reason(e), ArchiveFeed.WHAT_HOLDS),
        e);
  }

  /**
   * The names of a stream's objects, in the order of their numbers.
   *
   * @param stream the part of the names that all of them begin with
   */
  List<String> objects(String stream) {
    Path within = folder.resolve(stream);
    if (!Files.isDirectory(within)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(within)) {
      return files
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(ArchiveObject::isName)
          .sorted((one, other) -> fileName(one).compareTo(fileName(other)))
          .toList();
    } catch (IOException e) {
      throw new UserError(
          "the archive folder %s cannot be read: %s".formatted(folder, UserError.reason(e)), e);
    }
  }

  private static String fileName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Whether an object has a signature. */
  boolean isSigned(String name) {
    return Files.exists(folder.resolve(name + ArchiveObject.SIGNATURE_SUFFIX));
  }

  @Override
  public void close() {
    lock.close();
  }
}
