package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonBoolean;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Partitions of backfills as the command uploads them: valid events, each of another trade. */
final class Partitions {

  /** As many as the command puts into a partition. */
  static final int LINES = 2_000;

  private final Events events;
  private final InMemoryBucket bucket;
  private int count;

  Partitions(Events events, InMemoryBucket bucket) {
    this.events = events;
    this.bucket = bucket;
  }

  /** Puts the next partition into the bucket; returns the input of the function for it. */
  String next() throws IOException {
    String plan = "benchmark-" + ++count;
    byte[] partition = partition();
    bucket.put(Plan.partitionKey(plan, 1), partition);
    JsonObject task =
        JsonObject.builder()
            .put("plan", plan)
            .put("partition", 1)
            .put("lines", LINES)
            .put("sha256", Sha256.hex(partition))
            .build();
    String child =
        "arn:aws:states:us-east-1:111122223333:execution:trade-backfill-dev/partitions:c-" + count;
    return JsonWriter.toString(
        JsonObject.builder()
            .put("task", task)
            .put("execution", JsonObject.builder().put("id", child).build())
            .build());
  }

  private byte[] partition() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (int line = 1; line <= LINES; line++) {
        String text = "{\"line\":" + line + ",\"event\":" + events.nextEnvelope() + "}\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Sees to it that all events of a partition were recorded, as accepted.
   *
   * @throws FunctionFailedException if not: the figure would be of something else
   */
  static void mustBeRecorded(String output) {
    JsonObject cursor = JsonReader.read(output).asObject().orElseThrow();
    Optional<BigDecimal> recorded =
        cursor
            .object("counts")
            .map(counts -> counts.get("recorded"))
            .flatMap(value -> value instanceof JsonNumber n ? n.decimal() : Optional.empty());
    Json done = cursor.get("done");
    if (!JsonBoolean.TRUE.equals(done)
        || recorded.isEmpty()
        || recorded.get().intValue() != LINES) {
      throw new FunctionFailedException("not all events were recorded: " + output);
    }
  }
}
