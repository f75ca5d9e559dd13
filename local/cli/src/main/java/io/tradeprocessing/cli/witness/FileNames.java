package io.tradeprocessing.cli.witness;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names of files, by a number: on disk, for a large archive has a million of them. Thread-safe. */
final class FileNames implements AutoCloseable {

  private final Path path;
  private final RandomAccessFile file;

  FileNames() {
    try {
      path = Files.createTempFile("trades-verify", ".names");
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      throw SortedEntries.failed("cannot be used", e);
    }
  }

  synchronized long add(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    try {
      long at = file.length();
      file.seek(at);
      file.writeInt(utf8.length);
      file.write(utf8);
      return at;
    } catch (IOException e) {
      throw SortedEntries.failed("cannot be used", e);
    }
  }

  synchronized String get(long at) {
    try {
      file.seek(at);
      byte[] utf8 = new byte[file.readInt()];
      file.readFully(utf8);
      return new String(utf8, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw SortedEntries.failed("cannot be used", e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
      Files.delete(path);
    } catch (IOException e) {
      throw SortedEntries.failed("cannot be used", e);
    }
  }
}
