package io.tradeprocessing.backfill;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How a file was cut into partitions. Written once, before the first event is processed, and never
 * changed: the hash of its bytes is part of the input of the state machine and of the report.
 *
 * @param id unique for each backfill; 1 to 64 of A-Z, a-z, 0-9 and -
 * @param createdAt ISO 8601; the time of the envelopes of bare trades
 * @param source the file
 * @param partitions in the order of their numbers, which count from 1
 */
public record Plan(String id, String createdAt, Source source, List<Partition> partitions) {

  private static final String SCHEMA_VERSION = "1.0";

  /**
   * The file or, where there are several, the objects.
   *
   * @param sha256 of the file's bytes as they are stored, or of the list of the objects, in hex
   */
  public record Source(String name, long bytes, String sha256) {}

  /**
   * A part of the file with all lines of some trades, in the file's order.
   *
   * @param lines events and lines that are no event
   * @param sha256 of the object's bytes, in hex
   */
  public record Partition(int number, long lines, long bytes, String sha256) {}

  public Plan {
    if (!id.matches("[A-Za-z0-9-]{1,64}")) {
      throw new InvalidBackfillException(
          "a plan's id must have 1 to 64 of A-Z, a-z, 0-9 and -, not '" + id + "'");
    }
    partitions = List.copyOf(partitions);
  }

  /** The lines of the file. */
  public long lines() {
    return partitions.stream().mapToLong(Partition::lines).sum();
  }

  // --- Where its objects are

  public static String key(String id) {
    return folder(id) + "plan.json";
  }

  /** The items of the Distributed Map: a JSON array of inputs of the function. */
  public static String itemsKey(String id) {
    return folder(id) + "items.json";
  }

  /** The objects of a source that has several: JSON Lines, with size, hash and lines of each. */
  public static String objectsKey(String id) {
    return folder(id) + "objects.jsonl";
  }

  public static String partitionKey(String id, int number) {
    return folder(id) + "partitions/%05d.jsonl.gz".formatted(number);
  }

  public static String cursorKey(String id, int number) {
    return folder(id) + "cursors/%05d.json".formatted(number);
  }

  /**
   * Result lines, as {@code trades run --json} prints them.
   *
   * @param from the place of the first line in the partition, from 0
   */
  public static String resultKey(String id, int number, long from) {
    return folder(id) + "results/%05d/%09d.jsonl.gz".formatted(number, from);
  }

  public static String reportKey(String id) {
    return folder(id) + "report.json";
  }

  private static String folder(String id) {
    return "backfill/" + id + "/";
  }

  // --- As JSON

  /** The bytes of {@code plan.json}. */
  public byte[] bytes() {
    JsonObject json =
        JsonObject.builder()
            .put("schemaVersion", SCHEMA_VERSION)
            .put("plan", id)
            .put("createdAt", createdAt)
            .put(
                "source",
                JsonObject.builder()
                    .put("name", source.name())
                    .put("bytes", source.bytes())
                    .put("sha256", source.sha256())
                    .build())
            .put("lines", lines())
            .put(
                "partitions",
                new JsonArray(partitions.stream().<Json>map(Plan::partition).toList()))
            .build();
    return JsonWriter.toString(json).getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes of {@code items.json}. */
  public byte[] items() {
    JsonArray items =
        new JsonArray(
            partitions.stream()
                .<Json>map(
                    part ->
                        JsonObject.builder()
                            .put("plan", id)
                            .put("partition", part.number())
                            .put("lines", part.lines())
                            .put("sha256", part.sha256())
                            .build())
                .toList());
    return JsonWriter.toString(items).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject partition(Partition part) {
    return JsonObject.builder()
        .put("number", part.number())
        .put("lines", part.lines())
        .put("bytes", part.bytes())
        .put("sha256", part.sha256())
        .build();
  }

  /**
   * Reads a plan.
   *
   * @throws InvalidBackfillException if it is not one
   */
  public static Plan read(byte[] bytes) {
    JsonObject json = object(bytes, "plan.json");
    String version = text(json, "schemaVersion");
    if (!version.equals(SCHEMA_VERSION)) {
      throw new InvalidBackfillException(
          "plan.json has schemaVersion " + version + "; this version reads " + SCHEMA_VERSION);
    }
    JsonObject source =
        json.object("source")
            .orElseThrow(() -> new InvalidBackfillException("plan.json has no source"));
    List<Partition> partitions = new ArrayList<>();
    if (json.get("partitions") instanceof JsonArray array) {
      for (Json each : array.values()) {
        JsonObject part =
            each.asObject()
                .orElseThrow(() -> new InvalidBackfillException("/partitions must be objects"));
        partitions.add(
            new Partition(
                Math.toIntExact(Counts.number(part, "number")),
                Counts.number(part, "lines"),
                Counts.number(part, "bytes"),
                text(part, "sha256")));
      }
    }
    return new Plan(
        text(json, "plan"),
        text(json, "createdAt"),
        new Source(text(source, "name"), Counts.number(source, "bytes"), text(source, "sha256")),
        partitions);
  }

  static JsonObject object(byte[] bytes, String what) {
    try {
      return JsonReader.read(bytes)
          .asObject()
          .orElseThrow(() -> new InvalidBackfillException(what + " is not a JSON object"));
    } catch (MalformedJsonException e) {
      throw new InvalidBackfillException(what + " cannot be read: " + e.getMessage());
    }
  }

  static String text(JsonObject json, String name) {
    return json.text(name)
        .orElseThrow(() -> new InvalidBackfillException("/" + name + " must be text"));
  }
}
