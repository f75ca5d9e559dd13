package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.FileDigest;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.store.TradeHead;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * The heads of all trades at one time, in a JSON Lines file to be kept where nobody who can write
 * to the table can write. The first line is {@code {"checkpoint":1,"takenAt":…}}, each of the next
 * lines a {@link Head}, the last line {@code {"trades":…}}: a truncated file is not a checkpoint,
 * nor is one that goes on, names a head twice, or names none.
 */
public final class Checkpoint {

  private static final int VERSION = 1;

  private Checkpoint() {}

  /**
   * A line: the head of a trade's chain in a Region at that time.
   *
   * @param region that writes the chain
   * @param sequence of the chain's last record
   * @param lastHash its {@code recordHash}
   */
  record Head(String tradeId, String region, long sequence, String lastHash) {

    static Head of(TradeHead head) {
      return new Head(
          head.tradeId(), head.region().name(), head.sequence(), head.lastHash().orElse(""));
    }

    private JsonObject json() {
      return JsonObject.builder()
          .put("tradeId", tradeId)
          .put("region", region)
          .put("sequence", sequence)
          .put("lastHash", lastHash)
          .build();
    }

    private static Optional<Head> of(JsonObject json) {
      Optional<String> tradeId = json.text("tradeId");
      Optional<String> region = json.text("region");
      Optional<String> lastHash = json.text("lastHash");
      long sequence = number(json, "sequence");
      return tradeId.isPresent() && region.isPresent() && lastHash.isPresent() && sequence > 0
          ? Optional.of(new Head(tradeId.get(), region.get(), sequence, lastHash.get()))
          : Optional.empty();
    }
  }

  private static long number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number && number.literal().matches("[0-9]{1,18}")
        ? Long.parseLong(number.literal())
        : -1;
  }

  /** Writes a checkpoint, under its name only when it is complete. Thread-safe. */
  public static final class Writer implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final BufferedWriter out;
    private long trades;

    public Writer(Path file, Instant takenAt) {
      this.file = file;
      this.part = file.resolveSibling(file.getFileName() + ".part");
      try {
        out = Files.newBufferedWriter(part);
        line(
            JsonObject.builder()
                .put("checkpoint", VERSION)
                .put("takenAt", takenAt.toString())
                .build());
      } catch (IOException e) {
        throw new UserError(
            "the checkpoint " + file + " cannot be written: " + UserError.reason(e), e);
      }
    }

    public synchronized void add(TradeHead head) {
      try {
        line(Head.of(head).json());
      } catch (IOException e) {
        throw UserError.midway(
            "the checkpoint " + file + " cannot be written: " + UserError.reason(e), e);
      }
      trades++;
    }

    private void line(JsonObject json) throws IOException {
      out.write(json.toString());
      out.write('\n');
    }

    /** Completes the file and gives it its name. */
    public synchronized void complete() {
      try {
        line(JsonObject.builder().put("trades", trades).build());
        out.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw UserError.midway(
            "the checkpoint " + file + " cannot be written: " + UserError.reason(e), e);
      }
    }

    /** Removes a checkpoint that is not complete. */
    @Override
    public void close() {
      try {
        out.close();
        boolean _ = Files.deleteIfExists(part);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Reads a checkpoint line by line. Thread-safe. */
  public static final class Reader implements AutoCloseable {
    private final Path file;
    private final BufferedReader in;
    private final String takenAt;
    private long line;
    private final DistinctKeys keys = new DistinctKeys();
    private long trades;
    private boolean ended;

    /**
     * Opens a checkpoint.
     *
     * @throws UserError if the file cannot be read or is not a checkpoint
     */
    public Reader(Path file) {
      this.file = file;
      try {
        in = Files.newBufferedReader(file);
      } catch (IOException e) {
        throw unreadable(e);
      }
      JsonObject first = read();
      if (number(first, "checkpoint") != VERSION) {
        throw notOurs("the first line does not name a checkpoint of version " + VERSION);
      }
      takenAt = first.text("takenAt").orElse("an unknown time");
    }

    public String takenAt() {
      return takenAt;
    }

    /** The next head; nothing after the last. */
    synchronized Optional<Head> next() {
      if (ended) {
        return Optional.empty();
      }
      JsonObject json = read();
      if (json.has("trades")) {
        mustEnd(json);
        return Optional.empty();
      }
      trades++;
      Head head = Head.of(json).orElseThrow(() -> notOurs("line " + line + " is not a head"));
      if (!keys.add(head.region() + "\n" + head.tradeId())) {
        throw notOurs(
            "line %d is a second head of %s in %s".formatted(line, head.tradeId(), head.region()));
      }
      return Optional.of(head);
    }

    private void mustEnd(JsonObject last) {
      if (number(last, "trades") != trades) {
        throw notOurs("it has " + trades + " trades, and its last line names another number");
      }
      if (trades == 0) {
        throw notOurs("it names no trade");
      }
      try {
        if (in.read() >= 0) {
          throw notOurs("text follows its last line");
        }
      } catch (IOException e) {
        throw unreadable(e);
      }
      ended = true;
    }

    private JsonObject read() {
      try {
        line++;
        String text = in.readLine();
        if (text == null) {
          throw notOurs("it is cut off after line " + (line - 1));
        }
        return JsonReader.read(text)
            .asObject()
            .orElseThrow(() -> notOurs("line " + line + " is not a JSON object"));
      } catch (MalformedJsonException e) {
        throw notOurs("line " + line + " is not a JSON object");
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private UserError notOurs(String reason) {
      return new UserError(
          file + " is not a checkpoint of trades verify (" + reason + "): name the right file");
    }

    private UserError unreadable(IOException e) {
      return new UserError("the checkpoint " + file + " cannot be read: " + UserError.reason(e), e);
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Reads a checkpoint from end to end, so that a bad one is found before the work starts.
   *
   * @return the number of heads in it
   * @throws UserError if it is not a checkpoint
   */
  public static long check(Path file) {
    try (Reader reader = new Reader(file)) {
      long heads = 0;
      while (reader.next().isPresent()) {
        heads++;
      }
      return heads;
    }
  }

  /**
   * The SHA-256 of a checkpoint, to be signed or published.
   *
   * @throws UserError if it cannot be read
   */
  public static String digest(Path file) {
    return FileDigest.sha256(file, "the checkpoint " + file);
  }
}
