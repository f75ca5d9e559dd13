package io.tradeprocessing.cli.records;

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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The heads of all trades at one time, in a file of JSON Lines to be kept where nobody who can
 * write the table can write: first {@code {"checkpoint":1,"takenAt":…}}, then a {@link Head} a
 * line, last {@code {"trades":…}}, so that a file that was cut off is none.
 */
public final class Checkpoint {

  private static final int VERSION = 1;

  private Checkpoint() {}

  /**
   * A line: the head of a trade's chain at that time.
   *
   * @param sequence of the trade's last record
   * @param lastHash its {@code recordHash}
   */
  record Head(String tradeId, long sequence, String lastHash) {

    static Head of(TradeHead head) {
      return new Head(head.tradeId(), head.sequence(), head.lastHash().orElse(""));
    }

    private JsonObject json() {
      return JsonObject.builder()
          .put("tradeId", tradeId)
          .put("sequence", sequence)
          .put("lastHash", lastHash)
          .build();
    }

    private static Optional<Head> of(JsonObject json) {
      Optional<String> tradeId = json.text("tradeId");
      Optional<String> lastHash = json.text("lastHash");
      long sequence = number(json, "sequence");
      return tradeId.isPresent() && lastHash.isPresent() && sequence > 0
          ? Optional.of(new Head(tradeId.get(), sequence, lastHash.get()))
          : Optional.empty();
    }
  }

  private static long number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number && number.literal().matches("[0-9]{1,18}")
        ? Long.parseLong(number.literal())
        : -1;
  }

  /** Writes a checkpoint; it gets its name only once it is complete. For several threads. */
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
        throw new UserError("the checkpoint " + file + " cannot be written: " + e, e);
      }
    }

    public synchronized void add(TradeHead head) {
      try {
        line(Head.of(head).json());
      } catch (IOException e) {
        throw UserError.midway("the checkpoint " + file + " cannot be written: " + e, e);
      }
      trades++;
    }

    private void line(JsonObject json) throws IOException {
      out.write(json.toString());
      out.write('\n');
    }

    /** Ends the file and gives it its name. */
    public synchronized void complete() {
      try {
        line(JsonObject.builder().put("trades", trades).build());
        out.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw UserError.midway("the checkpoint " + file + " cannot be written: " + e, e);
      }
    }

    /** Leaves nothing of a checkpoint that was not completed. */
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

  /** Reads a checkpoint line by line. For several threads. */
  public static final class Reader implements AutoCloseable {
    private final Path file;
    private final BufferedReader in;
    private final String takenAt;
    private long line;
    private long trades;
    private boolean ended;

    /**
     * @throws UserError if the file cannot be read or is none
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
        throw notOurs("the first line names no checkpoint of version " + VERSION);
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
        if (number(json, "trades") != trades) {
          throw notOurs("it ends after " + trades + " trades, its last line says otherwise");
        }
        ended = true;
        return Optional.empty();
      }
      trades++;
      return Optional.of(Head.of(json).orElseThrow(() -> notOurs("line " + line + " is no head")));
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
            .orElseThrow(() -> notOurs("line " + line + " is no JSON object"));
      } catch (MalformedJsonException e) {
        throw notOurs("line " + line + " is no JSON object");
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private UserError notOurs(String reason) {
      return new UserError(
          file + " is no checkpoint of trades verify (" + reason + "): name the right file");
    }

    private UserError unreadable(IOException e) {
      return new UserError("the checkpoint " + file + " cannot be read: " + e, e);
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
   * Reads a checkpoint from end to end, so that a bad one is found before any work.
   *
   * @return heads in it
   * @throws UserError if it is none
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

  /** SHA-256 of the file, which is what to sign or publish. */
  public static String digest(Path file) {
    try (var in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UserError("the checkpoint " + file + " cannot be read: " + e, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
