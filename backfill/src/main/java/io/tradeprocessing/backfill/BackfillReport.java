package io.tradeprocessing.backfill;

import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The account of a backfill: for each partition and in all, lines = recorded + rejected + duplicate
 * + unreadable + failed. Added up from the cursors, not from what the state machine passes on,
 * which has a size limit and knows nothing of a child that failed.
 */
final class BackfillReport {

  /** Partitions that the state machine's output names; the report object has all of them. */
  private static final int NAMED = 20;

  private final ObjectStore objects;

  BackfillReport(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Adds up a plan, and writes {@code report.json}.
   *
   * @param planSha256 of plan.json as it was when the state machine was started
   * @return the report without its partitions, with the first of those that are not accounted for
   * @throws InvalidBackfillException if the plan is not there or was changed
   */
  JsonObject addUp(String planId, String planSha256) {
    byte[] bytes =
        objects
            .get(Plan.key(planId))
            .orElseThrow(() -> new InvalidBackfillException("there is no " + Plan.key(planId)))
            .bytes();
    if (!Sha256.hex(bytes).equals(planSha256)) {
      throw new InvalidBackfillException(
          "%s has SHA-256 %s; the backfill was started with %s. The plan was changed"
              .formatted(Plan.key(planId), Sha256.hex(bytes), planSha256));
    }
    Plan plan = Plan.read(bytes);
    Counts total = Counts.NONE;
    List<Json> partitions = new ArrayList<>();
    List<Json> unaccounted = new ArrayList<>();
    for (Plan.Partition part : plan.partitions()) {
      Optional<PartitionCursor> cursor =
          objects
              .get(Plan.cursorKey(planId, part.number()))
              .map(found -> PartitionCursor.read(found.bytes()));
      Counts counts = cursor.map(PartitionCursor::counts).orElse(Counts.NONE);
      total = total.plus(counts);
      JsonObject.Builder line =
          JsonObject.builder().put("partition", part.number()).put("lines", part.lines());
      partitions.add(line.put("counts", counts.json()).put("sha256", part.sha256()).build());
      if (counts.total() != part.lines()) {
        unaccounted.add(
            JsonObject.builder()
                .put("partition", part.number())
                .put("lines", part.lines())
                .put("accounted", counts.total())
                .build());
      }
    }
    JsonObject head = head(plan, planSha256, total, unaccounted);
    JsonObject.Builder whole = JsonObject.builder();
    head.forEach(whole::put);
    whole.put("unaccounted", new JsonArray(unaccounted));
    whole.put("partitions", new JsonArray(partitions));
    objects.put(
        Plan.reportKey(planId),
        JsonWriter.toString(whole.build()).getBytes(StandardCharsets.UTF_8));
    JsonObject.Builder answer = JsonObject.builder();
    head.forEach(answer::put);
    return answer
        .put(
            "unaccounted",
            new JsonArray(unaccounted.subList(0, Math.min(NAMED, unaccounted.size()))))
        .put("summary", summary(plan, total, unaccounted))
        .build();
  }

  private static JsonObject head(
      Plan plan, String planSha256, Counts total, List<Json> unaccounted) {
    return JsonObject.builder()
        .put("plan", plan.id())
        .put("planSha256", planSha256)
        .put("source", plan.source().name())
        .put("sourceSha256", plan.source().sha256())
        .put("complete", unaccounted.isEmpty())
        .put("lines", plan.lines())
        .put("counts", total.json())
        .build();
  }

  private static String summary(Plan plan, Counts total, List<Json> unaccounted) {
    if (unaccounted.isEmpty()) {
      return "%d lines are accounted for".formatted(plan.lines());
    }
    List<String> numbers =
        unaccounted.stream()
            .limit(NAMED)
            .map(each -> String.valueOf(Counts.number((JsonObject) each, "partition")))
            .toList();
    return "%d of %d lines are not accounted for, in %d partitions: %s%s"
        .formatted(
            plan.lines() - total.total(),
            plan.lines(),
            unaccounted.size(),
            String.join(", ", numbers),
            unaccounted.size() > NAMED ? ", …" : "");
  }
}
