package io.tradeprocessing.backfill;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A line of a partition: {@code {"line": 12, "event": <envelope>}}, or {@code {"line": 13,
 * "unreadable": "<why>"}} for a line of the source that is not an event.
 */
sealed interface PartitionLine {

  /** Where it is in the source. */
  Place place();

  /**
   * Where a line is in the source.
   *
   * @param line on which it begins, from 1; over all objects of a source that has several
   * @param nth of those that begin on this line, from 1
   * @param origin {@code {"object", "line"}} where the source has several objects
   */
  record Place(long line, long nth, Optional<JsonObject> origin) {

    /** What no other line of the plan has. */
    String id() {
      return nth == 1 ? Long.toString(line) : line + "." + nth;
    }
  }

  record Event(Place place, JsonObject envelope) implements PartitionLine {

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

  record Unreadable(Place place, String problem) implements PartitionLine {}

  /**
   * Reads a partition.
   *
   * @param gzip JSON Lines, compressed
   * @throws InvalidBackfillException if it is not a partition
   */
  static List<PartitionLine> readAll(byte[] gzip) {
    List<PartitionLine> lines = new ArrayList<>();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      byte[] all = in.readAllBytes();
      int start = 0;
      for (int i = 0; i < all.length; i++) {
        if (all[i] == '\n') {
          lines.add(read(Arrays.copyOfRange(all, start, i)));
          start = i + 1;
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
      Place place = place(json);
      Json event = json.get("event");
      return event instanceof JsonObject envelope
          ? new Event(place, envelope)
          : new Unreadable(place, Plan.text(json, "unreadable"));
    } catch (MalformedJsonException e) {
      // The file's reader takes larger and deeper events than the functions do.
      return new Unreadable(placeOf(utf8), String.valueOf(e.getMessage()));
    }
  }

  private static Place place(JsonObject json) {
    return new Place(
        Counts.number(json, "line"),
        json.get("nth") == null ? 1 : Counts.number(json, "nth"),
        json.object("origin"));
  }

  /** What every line begins with, whatever follows: its place, and then the event. */
  private static Place placeOf(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    int event = text.indexOf(",\"event\":");
    JsonObject json =
        Plan.object((text.substring(0, event) + "}").getBytes(StandardCharsets.UTF_8), "a line");
    return place(json);
  }
}
