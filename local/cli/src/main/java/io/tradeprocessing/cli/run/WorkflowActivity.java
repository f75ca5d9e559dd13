package io.tradeprocessing.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.run.ExecutionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What executions did, added up: how often each state was entered and each arrow taken, and how
 * long the states took. Takes as much memory for millions of executions as for one.
 */
public final class WorkflowActivity implements ExecutionListener {

  private record Arrow(String from, String to) {}

  /** Of one state. */
  private static final class Counts {
    private final LongAdder entered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LatencyHistogram latency = new LatencyHistogram();
  }

  private final Map<String, Counts> states = new ConcurrentHashMap<>();
  private final Map<Arrow, LongAdder> moves = new ConcurrentHashMap<>();
  private final Map<Arrow, LongAdder> catches = new ConcurrentHashMap<>();

  @Override
  public void entered(String state, JsonNode input) {
    counts(state).entered.increment();
  }

  @Override
  public void exited(String state, JsonNode output, Duration elapsed) {
    counts(state).latency.add(elapsed);
  }

  @Override
  public void failed(
      String state, @Nullable String error, @Nullable String cause, Duration elapsed) {
    Counts counts = counts(state);
    counts.failed.increment();
    counts.latency.add(elapsed);
  }

  @Override
  public void retried(String state, @Nullable String error, int retryCount, Duration delay) {
    counts(state).retried.increment();
  }

  @Override
  public void caught(String state, @Nullable String error, @Nullable String cause, String next) {
    increment(catches, state, next);
  }

  @Override
  public void moved(String state, String next) {
    increment(moves, state, next);
  }

  public long entered(String state) {
    return counts(state).entered.sum();
  }

  /** Times that the state failed and none of its catchers matched. */
  public long failed(String state) {
    return counts(state).failed.sum();
  }

  /** Attempts after the first. */
  public long retried(String state) {
    return counts(state).retried.sum();
  }

  /** From entering to leaving or failing, with retries and waits. */
  public LatencyHistogram latency(String state) {
    return counts(state).latency;
  }

  /** Times that a transition was taken, other than a catcher's. */
  public long taken(String from, String to) {
    return sum(moves, from, to) - caught(from, to);
  }

  /** Times that a catcher led from one state to another. */
  public long caught(String from, String to) {
    return sum(catches, from, to);
  }

  private Counts counts(String state) {
    return states.computeIfAbsent(state, _ -> new Counts());
  }

  private static void increment(Map<Arrow, LongAdder> arrows, String from, String to) {
    arrows.computeIfAbsent(new Arrow(from, to), _ -> new LongAdder()).increment();
  }

  private static long sum(Map<Arrow, LongAdder> arrows, String from, String to) {
    LongAdder count = arrows.get(new Arrow(from, to));
    return count == null ? 0 : count.sum();
  }
}
