package io.tradeprocessing.backfill;

import io.tradeprocessing.common.json.JsonBoolean;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * How far a partition is.
 *
 * @param next the place of the first line that has no result yet, from 0
 * @param counts of the lines before it
 * @param done whether there is no line left
 */
record PartitionCursor(int partition, long next, Counts counts, boolean done) {

  static PartitionCursor start(int partition) {
    return new PartitionCursor(partition, 0, Counts.NONE, false);
  }

  PartitionCursor after(Counts more, long lines) {
    long then = next + more.total();
    return new PartitionCursor(partition, then, counts.plus(more), then == lines);
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("partition", partition)
        .put("next", next)
        .put("done", done)
        .put("counts", counts.json())
        .build();
  }

  byte[] bytes() {
    return JsonWriter.toString(json()).getBytes(StandardCharsets.UTF_8);
  }

  static PartitionCursor read(byte[] bytes) {
    JsonObject json = Plan.object(bytes, "a cursor");
    return new PartitionCursor(
        Math.toIntExact(Counts.number(json, "partition")),
        Counts.number(json, "next"),
        Counts.of(
            json.object("counts")
                .orElseThrow(() -> new InvalidBackfillException("a cursor has no counts"))),
        json.get("done") == JsonBoolean.TRUE);
  }
}
