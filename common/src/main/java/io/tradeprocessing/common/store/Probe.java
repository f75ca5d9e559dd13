package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The trace of the last synthetic trade that ran through a Region: one item of the table, which
 * only that Region writes. It is not a record: no chain has it, no index leads to it, and archive,
 * verification and reports leave it out.
 *
 * @param region that the probe ran through, for example {@code us-east-1}
 * @param recordedAt when it reached the table
 * @param executionArn the workflow's execution
 * @param functionVersion the recorder's
 */
public record Probe(
    String region, Instant recordedAt, String executionArn, String functionVersion) {

  /** Starts the partition key; no trade's identifier begins with it. */
  public static final String PREFIX = "probe:";

  /** The sort key, as text. */
  public static final String TIMESTAMP = "0";

  private static final String EXECUTION_ARN = "executionArn";
  private static final String FUNCTION_VERSION = "functionVersion";

  /** Whether a partition key is a probe's. */
  public static boolean isProbe(String tradeId) {
    return tradeId.startsWith(PREFIX);
  }

  /** The partition key of a Region's probe. */
  public static String tradeId(String region) {
    return PREFIX + region;
  }

  /** The item. */
  public JsonObject item() {
    return JsonObject.builder()
        .put(RecordJson.TRADE_ID, tradeId(region))
        .put(RecordJson.TIMESTAMP, 0)
        .put(RecordJson.REGION, region)
        .put(RecordJson.RECORDED_AT, recordedAt.toString())
        .put(EXECUTION_ARN, executionArn)
        .put(FUNCTION_VERSION, functionVersion)
        .build();
  }

  /** Reads an item; nothing where it is not a probe that {@link #item} has written. */
  public static Optional<Probe> read(JsonObject item) {
    try {
      return Optional.of(
          new Probe(
              item.text(RecordJson.REGION).orElseThrow(),
              Instant.parse(item.text(RecordJson.RECORDED_AT).orElseThrow()),
              item.text(EXECUTION_ARN).orElseThrow(),
              item.text(FUNCTION_VERSION).orElseThrow()));
    } catch (NoSuchElementException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
