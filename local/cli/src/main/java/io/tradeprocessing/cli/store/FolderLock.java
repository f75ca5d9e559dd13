package io.tradeprocessing.cli.store;

import io.tradeprocessing.cli.console.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps a folder for one command that writes, or for several that read. */
public final class FolderLock implements AutoCloseable {

  private static final String FILE = "in-use.lock";

  private static final String STORE = "store folder";

  private final Optional<FileChannel> channel;

  private FolderLock(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder for this process alone.
   *
   * @throws UserError if it cannot be written to, or another command uses it
   */
  static FolderLock forWriting(Path folder) {
    return forWriting(folder, STORE);
  }

  /**
   * Takes a folder for this process alone.
   *
   * @param what the folder is, as in "store folder"
   * @throws UserError if it cannot be written to, or another command uses it
   */
  public static FolderLock forWriting(Path folder, String what) {
    try {
      return taken(folder, what, false, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw notWritable(folder, what, e);
    }
  }

  /**
   * Keeps others from writing. A folder without the file, such as a copy of the database, has
   * nobody who writes.
   *
   * @throws UserError if another command writes to it
   */
  static FolderLock forReading(Path folder) {
    if (!Files.isReadable(folder.resolve(FILE))) {
      return new FolderLock(Optional.empty());
    }
    try {
      return taken(folder, STORE, true, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new UserError(
          "the store folder " + folder + " cannot be read: " + UserError.reason(e), e);
    }
  }

  private static FolderLock taken(Path folder, String what, boolean shared, OpenOption... options)
      throws IOException {
    FileChannel channel = FileChannel.open(folder.resolve(FILE), options);
    if (!isTaken(channel, shared)) {
      channel.close();
      throw new UserError(
          "the "
              + what
              + ' '
              + folder
              + " is in use by another trades command: wait for it to end, or name another folder");
    }
    return new FolderLock(Optional.of(channel));
  }

  private static boolean isTaken(FileChannel channel, boolean shared) {
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      return lock != null;
    } catch (OverlappingFileLockException | IOException e) {
      return false;
    }
  }

  static UserError notWritable(Path folder, IOException e) {
    return notWritable(folder, STORE, e);
  }

  private static UserError notWritable(Path folder, String what, IOException e) {
    return new UserError(
        "the " + what + ' ' + folder + " cannot be written to: " + UserError.reason(e), e);
  }

  @Override
  public void close() {
    channel.ifPresent(
        open -> {
          try {
            open.close();
          } catch (IOException e) {
            // The process ends and the system gives the lock back.
          }
        });
  }
}
