package io.tradeprocessing.backfill;

import io.tradeprocessing.common.json.JsonObject;

/**
 * An item of the Distributed Map: {@code {"plan", "partition", "lines", "sha256"}}.
 *
 * @param sha256 of the partition's object, in hex
 */
record PartitionTask(String plan, int partition, long lines, String sha256) {

  static PartitionTask of(JsonObject json) {
    return new PartitionTask(
        Plan.text(json, "plan"),
        Math.toIntExact(Counts.number(json, "partition")),
        Counts.number(json, "lines"),
        Plan.text(json, "sha256"));
  }

  String key() {
    return Plan.partitionKey(plan, partition);
  }

  String cursorKey() {
    return Plan.cursorKey(plan, partition);
  }
}
