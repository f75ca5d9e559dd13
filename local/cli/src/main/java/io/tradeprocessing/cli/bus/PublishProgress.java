package io.tradeprocessing.cli.bus;

import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;

/**
 * Which events of an input the bus has taken, in a file from which a later call goes on.
 *
 * <p>The file is JSON Lines. The first says what it is of: {@code {"resume":1,"input":…,"to":…}},
 * with the input's SHA-256 and the bus. Each of the others is of one batch: {@code
 * {"taken":[1,2,…]}}, the events' places in the input, from 1. A line is written by one write and
 * forced to the disk; the end of a file that was cut off in the middle of a line is not read, so
 * that a crash costs the news of one batch at most, which is then sent again.
 */
public final class PublishProgress implements AutoCloseable {

  private static final int VERSION = 1;

  private final Path file;
  private final FileChannel channel;
  private final BitSet taken = new BitSet();

  private PublishProgress(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file, or makes it.
   *
   * @param input what tells the input from others
   * @param to where the events are sent, as messages call it
   * @throws UserError if it cannot be read or written, is of another input or bus, is used by
   *     another process, or is none of ours
   */
  public static PublishProgress open(Path file, String input, String to) {
    PublishProgress progress;
    try {
      progress =
          new PublishProgress(
              file,
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UserError("the resume file " + file + " cannot be opened: " + e, e);
    }
    try {
      progress.lock();
      progress.read(input, to);
      return progress;
    } catch (IOException e) {
      progress.close();
      throw new UserError("the resume file " + file + " cannot be read: " + e, e);
    } catch (UserError e) {
      progress.close();
      throw e;
    }
  }

  private void lock() throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // By this process: said below.
    }
    throw new UserError("the resume file " + file + " is in use: wait for the other call to end");
  }

  private void read(String input, String to) throws IOException {
    String text = Files.readString(file);
    int end = text.lastIndexOf('\n') + 1;
    List<String> lines = text.substring(0, end).lines().toList();
    if (lines.isEmpty()) {
      JsonObject header =
          JsonObject.builder().put("resume", VERSION).put("input", input).put("to", to).build();
      if (!header.toString().startsWith(text)) {
        throw notOurs();
      }
      channel.truncate(0);
      append(header);
      return;
    }
    JsonObject first = object(lines.getFirst());
    if (!(first.get("resume") instanceof JsonNumber(String literal))
        || !literal.equals(String.valueOf(VERSION))) {
      throw notOurs();
    }
    if (!first.text("input").orElse("").equals(input)) {
      throw new UserError(
          "the resume file "
              + file
              + " is of another input, or the input has changed: name another file");
    }
    if (!first.text("to").orElse("").equals(to)) {
      throw new UserError(
          "the resume file %s is of the bus %s, not of %s: name another file"
              .formatted(file, Terminal.printable(first.text("to").orElse("(none)")), to));
    }
    for (String line : lines.subList(1, lines.size())) {
      if (!(object(line).get("taken") instanceof JsonArray(List<Json> places))) {
        throw notOurs();
      }
      places.forEach(place -> taken.set(place(place)));
    }
    channel.truncate(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
    channel.position(channel.size());
  }

  private JsonObject object(String line) {
    try {
      return JsonReader.read(line).asObject().orElseThrow(this::notOurs);
    } catch (MalformedJsonException e) {
      throw notOurs();
    }
  }

  private int place(Json json) {
    if (json instanceof JsonNumber(String literal) && literal.matches("[1-9][0-9]{0,8}")) {
      return Integer.parseInt(literal);
    }
    throw notOurs();
  }

  private UserError notOurs() {
    return new UserError(
        file + " is no resume file of trades publish: name another file, or one that is not there");
  }

  /** Whether the event at this place of the input is on the bus. */
  boolean isTaken(int place) {
    return taken.get(place);
  }

  /**
   * Keeps that the events at these places are on the bus.
   *
   * @throws UserError if the file cannot be written: the work must end, or more would be sent twice
   */
  void add(List<Integer> places) {
    if (places.isEmpty()) {
      return;
    }
    places.forEach(taken::set);
    try {
      append(
          JsonObject.builder()
              .put("taken", new JsonArray(places.stream().map(Json::of).toList()))
              .build());
    } catch (IOException e) {
      throw UserError.midway("the resume file " + file + " cannot be written: " + e, e);
    }
  }

  private void append(JsonObject line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      int _ = channel.write(bytes);
    }
    channel.force(false);
  }

  /** Removes the file: everything is on the bus. */
  public void delete() {
    close();
    try {
      boolean _ = Files.deleteIfExists(file);
    } catch (IOException e) {
      throw UserError.midway("the resume file " + file + " cannot be removed: " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
