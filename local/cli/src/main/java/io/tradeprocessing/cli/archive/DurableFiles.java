package io.tradeprocessing.cli.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** Files that are on the disk as a whole before they have their names. */
final class DurableFiles {

  private DurableFiles() {}

  /**
   * Makes a file unless there is one, in the folder of which the draft is a file, or in another of
   * the same file system. When this returns, nothing that happens to the process or the machine
   * takes the file away.
   *
   * @param draft is written first; a process that is killed may leave it
   * @return whether there was none
   */
  static boolean create(Path file, Path draft, byte[] bytes, FileAttribute<?>... attributes)
      throws IOException {
    if (Files.exists(file)) {
      return false;
    }
    Path folder = parent(file);
    makeFolders(folder);
    boolean _ = Files.deleteIfExists(draft);
    write(draft, bytes, attributes);
    boolean isNew = name(draft, file);
    boolean _ = Files.deleteIfExists(draft);
    sync(folder);
    return isNew;
  }

  private static void write(Path draft, byte[] bytes, FileAttribute<?>... attributes)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        int _ = channel.write(left);
      }
      channel.force(true);
    }
  }

  private static boolean name(Path draft, Path file) throws IOException {
    try {
      Path _ = Files.createLink(file, draft);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without links. Nobody else writes to the folder.
      Path _ = Files.move(draft, file);
      return true;
    }
  }

  /** Makes a folder with all above it. */
  static void makeFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path above = parent(folder.toAbsolutePath());
      makeFolders(above);
      Path _ = Files.createDirectory(folder);
      sync(above);
    }
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      throw new NoSuchFileException(path.toString());
    }
    return parent;
  }

  private static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows does not open folders, and does not need it.
    }
  }
}
