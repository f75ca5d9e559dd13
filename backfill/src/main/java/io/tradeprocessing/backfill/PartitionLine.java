package io.tradeprocessing.backfill;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A line of a partition: {@code {"line": 12, "event": <envelope>}}, or {@code {"line": 13,
 * "unreadable": "<why>"}} for a line of the file that is not an event.
 */
sealed interface PartitionLine {

  /** The line of the file on which it begins, from 1. */
  long line();

  record Event(long line, JsonObject envelope) implements PartitionLine {

    /**
     * What events of one trade have in common; without an identifier, what an event and its
     * repetition have in common.
     */
    String trade() {
      JsonObject detail = TradeEvent.of(envelope).detail();
      return detail
          .text("tradeId")
          .map(id -> "trade " + id)
          .orElseGet(() -> "event " + JsonWriter.toString(detail));
    }
  }

  record Unreadable(long line, String problem) implements PartitionLine {}

  /**
   * Reads a partition.
   *
   * @param gzip JSON Lines, compressed
   * @throws InvalidBackfillException if it is not a partition
   */
  static List<PartitionLine> readAll(byte[] gzip) {
    List<PartitionLine> lines = new ArrayList<>();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      byte[] all = in.readAllBytes();
      for (byte b : all) {
        if (b == '\n') {
          lines.add(read(text.toByteArray()));
          text.reset();
        } else {
          text.write(b);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a partition is not compressed by gzip", e);
    }
    return lines;
  }

  private static PartitionLine read(byte[] utf8) {
    try {
      JsonObject json =
          JsonReader.readHolderOfEvent(utf8)
              .asObject()
              .orElseThrow(() -> new InvalidBackfillException("a line is not a JSON object"));
      long line = Counts.number(json, "line");
      Json event = json.get("event");
      return event instanceof JsonObject envelope
          ? new Event(line, envelope)
          : new Unreadable(line, Plan.text(json, "unreadable"));
    } catch (MalformedJsonException e) {
      // The file's reader takes larger and deeper events than the functions do.
      return new Unreadable(lineOf(utf8), String.valueOf(e.getMessage()));
    }
  }

  /** The number that every line begins with, whatever follows. */
  private static long lineOf(byte[] utf8) {
    String start = new String(utf8, 0, Math.min(utf8.length, 40), StandardCharsets.UTF_8);
    return Long.parseLong(start.replaceAll("^\\{\"line\":([0-9]+),[\\s\\S]*", "$1"));
  }
}
