package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonBoolean;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The progress of a parallel scan, segment by segment, kept in a file from which it can continue.
 *
 * <p>The file is JSON: {@code {"resume":1,"store":…,"segments":[{"next":tradeId,"done":…,
 * "trades":…,"records":…,"events":…, "broken":…}]}}.
 */
public final class ScanProgress {

  private static final int VERSION = 1;

  private final String store;
  private final AtomicReferenceArray<Segment> segments;

  /**
   * A segment of the table.
   *
   * @param next the first trade that is not verified; nothing at the beginning and at the end
   * @param done nothing is left
   * @param events fewer than records where two Regions recorded one
   */
  public record Segment(
      Optional<String> next, boolean done, long trades, long records, long events, long broken) {

    public static final Segment UNREAD = new Segment(Optional.empty(), false, 0, 0, 0, 0);

    Segment with(TradeVerifier.Verified trade) {
      return new Segment(
          next,
          done,
          trades + 1,
          records + trade.records(),
          events + trade.events(),
          broken + trade.flaw().stream().count());
    }

    Segment before(String tradeId) {
      return new Segment(Optional.of(tradeId), false, trades, records, events, broken);
    }

    Segment atEnd() {
      return new Segment(Optional.empty(), true, trades, records, events, broken);
    }
  }

  private ScanProgress(String store, List<Segment> segments) {
    this.store = store;
    this.segments = new AtomicReferenceArray<>(segments.toArray(Segment[]::new));
  }

  public static ScanProgress start(String store, int segments) {
    return new ScanProgress(store, Collections.nCopies(segments, Segment.UNREAD));
  }

  /**
   * Continues from a file.
   *
   * @throws UserError if it is not a resume file, or belongs to another store
   */
  public static ScanProgress resume(Path file, String store) {
    JsonObject json;
    try {
      json = JsonReader.read(Files.readString(file)).asObject().orElseThrow(() -> notOurs(file));
    } catch (IOException e) {
      throw new UserError("the resume file " + file + " cannot be read: " + UserError.reason(e), e);
    } catch (MalformedJsonException e) {
      throw notOurs(file);
    }
    if (number(json, "resume") != VERSION || !(json.get("segments") instanceof JsonArray array)) {
      throw notOurs(file);
    }
    String of = json.text("store").orElse("");
    if (!of.equals(store)) {
      throw new UserError(
          "the resume file "
              + file
              + " belongs to "
              + of
              + ", not to "
              + store
              + ": name another file");
    }
    List<Segment> segments = new ArrayList<>();
    for (Json element : array.values()) {
      JsonObject segment = element.asObject().orElseThrow(() -> notOurs(file));
      segments.add(
          new Segment(
              segment.text("next"),
              segment.get("done") == JsonBoolean.TRUE,
              number(segment, "trades"),
              number(segment, "records"),
              number(segment, "events"),
              number(segment, "broken")));
    }
    if (segments.isEmpty()) {
      throw notOurs(file);
    }
    return new ScanProgress(store, segments);
  }

  private static long number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number
        ? number.decimal().map(BigDecimal::longValue).orElse(-1L)
        : -1;
  }

  private static UserError notOurs(Path file) {
    return new UserError(
        file
            + " is not a resume file of trades verify: name another file, or one that does not"
            + " exist");
  }

  int segments() {
    return segments.length();
  }

  Segment segment(int index) {
    return segments.get(index);
  }

  void set(int index, Segment segment) {
    segments.set(index, segment);
  }

  /** All segments together. */
  public Segment total() {
    long trades = 0;
    long records = 0;
    long events = 0;
    long broken = 0;
    boolean done = true;
    for (int i = 0; i < segments.length(); i++) {
      Segment segment = segments.get(i);
      trades += segment.trades();
      records += segment.records();
      events += segment.events();
      broken += segment.broken();
      done &= segment.done();
    }
    return new Segment(Optional.empty(), done, trades, records, events, broken);
  }

  /** Replaces the whole file, so that a crash leaves the old one or the new one. */
  public synchronized void save(Path file) {
    List<Json> array = new ArrayList<>();
    for (int i = 0; i < segments.length(); i++) {
      Segment segment = segments.get(i);
      JsonObject.Builder json = JsonObject.builder();
      segment.next().ifPresent(next -> json.put("next", next));
      json.put("done", segment.done());
      json.put("trades", segment.trades());
      json.put("records", segment.records());
      json.put("events", segment.events());
      json.put("broken", segment.broken());
      array.add(json.build());
    }
    JsonObject json =
        JsonObject.builder()
            .put("resume", VERSION)
            .put("store", store)
            .put("segments", new JsonArray(array))
            .build();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(part, json + "\n");
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw UserError.midway(
          "the resume file " + file + " cannot be written: " + UserError.reason(e), e);
    }
  }
}
