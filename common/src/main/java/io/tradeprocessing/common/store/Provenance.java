package io.tradeprocessing.common.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Who recorded an event, and when.
 *
 * @param executionArn the workflow's execution
 * @param eventId the envelope's {@code id}, unique to a delivery
 * @param functionVersion the recorder's published version
 * @param recordedAt clock of the recorder, in whole microseconds
 */
public record Provenance(
    String executionArn, Optional<String> eventId, String functionVersion, Instant recordedAt) {

  /** Begins what names a line of a backfill, after the execution that processes it. */
  private static final char PLAN = '#';

  /** How an execution that works on the plan of a backfill is named in its records. */
  public static String ofPlan(String executionArn, String plan) {
    return executionArn + PLAN + plan;
  }

  /**
   * Whether two executions are one work: the same execution, or the same line of a backfill, whose
   * plan goes on in another execution when it is started again.
   */
  public static boolean isSameWork(String executionArn, String other) {
    return work(executionArn).equals(work(other));
  }

  private static String work(String executionArn) {
    int line = executionArn.indexOf(PLAN);
    return line < 0 ? executionArn : executionArn.substring(line);
  }
}
