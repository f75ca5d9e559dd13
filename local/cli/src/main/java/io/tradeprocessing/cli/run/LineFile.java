package io.tradeprocessing.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tradeprocessing.asl.json.ExactJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file of JSON Lines that is appended to. If the process before this one was killed, or its disk
 * was full, the last line may be torn: it is completed where only its end is missing, and cut off
 * where it is not JSON, so that the next line is a line for itself.
 */
final class LineFile implements AutoCloseable {

  private static final int BLOCK = 64 * 1024;

  /** Not a channel: that is closed when a thread that writes to it is interrupted. */
  private final RandomAccessFile file;

  private LineFile(RandomAccessFile file) {
    this.file = file;
  }

  /** Opens a file, and makes it where there is none. */
  static LineFile open(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      repair(file);
      return new LineFile(file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static void repair(RandomAccessFile file) throws IOException {
    long end = file.length();
    long begin = lastLine(file);
    byte[] torn = new byte[Math.toIntExact(end - begin)];
    file.seek(begin);
    file.readFully(torn);
    if (torn.length == 0) {
      return;
    }
    if (isJson(new String(torn, StandardCharsets.UTF_8))) {
      file.write('\n');
    } else {
      file.setLength(begin);
      file.seek(begin);
    }
  }

  /** Where the text after the last line feed begins. */
  private static long lastLine(RandomAccessFile file) throws IOException {
    for (long end = file.length(); end > 0; ) {
      long begin = Math.max(0, end - BLOCK);
      byte[] block = new byte[(int) (end - begin)];
      file.seek(begin);
      file.readFully(block);
      for (int i = block.length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return begin + i + 1;
        }
      }
      end = begin;
    }
    return 0;
  }

  private static boolean isJson(String text) {
    try {
      var _ = ExactJson.read(text);
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Appends a line. */
  void append(String line) throws IOException {
    file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Returns when everything appended is on the disk. */
  void sync() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
