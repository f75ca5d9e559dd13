package io.tradeprocessing.asl.run;

import io.tradeprocessing.asl.data.StateFailure;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the events that an execution would have in its history, so that an endless loop ends as it
 * does on AWS: a Standard workflow has at most 25,000 events, and if the last of them is not {@code
 * ExecutionSucceeded}, the execution fails.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html">Avoid
 *     reaching the history quota</a>
 */
final class History {

  /** {@code TaskScheduled}, {@code TaskStarted} and {@code TaskSucceeded} or {@code TaskFailed}. */
  static final int TASK_ATTEMPT = 3;

  /** {@code ParallelStateStarted} and {@code ParallelStateSucceeded}, and the same for a Map. */
  static final int FORK = 2;

  /** {@code MapIterationStarted} and {@code MapIterationSucceeded}. */
  static final int ITERATION = 2;

  /**
   * {@code MapStateStarted}, {@code MapRunStarted}, {@code MapRunSucceeded} and {@code
   * MapStateSucceeded}; the child executions have histories of their own.
   */
  static final int MAP_RUN = 4;

  private static final int MAX_EVENTS = 25_000;

  /** {@code ExecutionStarted} is the first. */
  private final AtomicInteger events = new AtomicInteger(1);

  /** Adds events that are not the last of the execution. */
  void add(int more) throws StateFailure {
    if (events.addAndGet(more) >= MAX_EVENTS) {
      throw StateFailure.historyLimit(MAX_EVENTS);
    }
  }
}
