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
 * The events of an input that the bus has accepted, in a file from which a later call continues.
 *
 * <p>The file is JSON Lines. The first line names input and bus: {@code
 * {"resume":1,"input":…,"to":…}}, with the input's SHA-256. Each further line is about one batch:
 * {@code {"taken":[1,2,…]}}, the events' places in the input, counted from 1. A line is written by
 * one write and forced to disk; a last line that is incomplete is ignored, so that a crash loses
 * the outcome of one batch at most, which is then sent again.
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
   * Opens a file, or creates it.
   *
   * @param input identifies the input
   * @param to where the events are sent, as messages name it
   * @throws UserError if it cannot be read or written, belongs to another input or bus, is in use,
   *     or is not a resume file
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
      throw new UserError(
          "the resume file " + file + " cannot be opened: " + UserError.reason(e), e);
    }
    try {
      progress.lock();
      progress.read(input, to);
      return progress;
    } catch (IOException e) {
      progress.close();
      throw new UserError("the resume file " + file + " cannot be read: " + UserError.reason(e), e);
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
              + " belongs to another input, or the input has changed: name another file");
    }
    if (!first.text("to").orElse("").equals(to)) {
      throw new UserError(
          "the resume file %s belongs to the bus %s, not to %s: name another file"
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
        file
            + " is not a resume file of trades publish: name another file, or one that does not"
            + " exist");
  }

  /** Whether the event at this place of the input is on the bus. */
  boolean isTaken(int place) {
    return taken.get(place);
  }

  /**
   * Notes that the events at these places are on the bus.
   *
   * @throws UserError if the file cannot be written: the work has to end, or more would be sent
   *     twice
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
      throw UserError.midway(
          "the resume file " + file + " cannot be written: " + UserError.reason(e), e);
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
      throw UserError.midway(
          "the resume file " + file + " cannot be removed: " + UserError.reason(e), e);
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
