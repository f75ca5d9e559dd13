package io.tradeprocessing.asl.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.data.Condition;
import io.tradeprocessing.asl.data.Expression;
import io.tradeprocessing.asl.data.Path;
import io.tradeprocessing.asl.data.PathFilter;
import io.tradeprocessing.asl.data.ResultPath;
import io.tradeprocessing.asl.data.Template;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A state, compiled: what the interpreter runs. */
public sealed interface State {

  Head head();

  /**
   * What all types of state have.
   *
   * @param next the state after this one, null if this one ends its flow or chooses by itself
   */
  record Head(
      String name,
      String pointer,
      String comment,
      PathFilter inputPath,
      PathFilter outputPath,
      @Nullable String next) {}

  record Pass(
      Head head, @Nullable Template parameters, @Nullable JsonNode result, ResultPath resultPath)
      implements State {}

  record Choice(Head head, List<Rule> rules, @Nullable String otherwise) implements State {}

  record Rule(Condition condition, String next) {}

  record Wait(Head head, Delay delay) implements State {}

  record Succeed(Head head) implements State {}

  record Fail(Head head, @Nullable Text error, @Nullable Text cause) implements State {}

  /** A state whose work can fail, be retried and be caught. */
  sealed interface Work extends State {
    Handling handling();
  }

  record Task(
      Head head,
      String resource,
      @Nullable Template parameters,
      @Nullable Amount timeoutSeconds,
      @Nullable Amount heartbeatSeconds,
      Handling handling)
      implements Work {}

  record Parallel(Head head, @Nullable Template parameters, List<Flow> branches, Handling handling)
      implements Work {}

  record MapEach(
      Head head,
      Path itemsPath,
      @Nullable Template itemSelector,
      Amount maxConcurrency,
      Flow flow,
      Handling handling)
      implements Work {}

  /**
   * A Map in Distributed mode: each item is the input of an execution of its own.
   *
   * @param label part of the names of the child executions
   * @param express whether these are EXPRESS executions, which end after five minutes
   * @param writer null if the outputs of the children are the result of the state
   */
  record DistributedMap(
      Head head,
      Items items,
      @Nullable Template itemSelector,
      Amount maxConcurrency,
      Tolerance tolerance,
      String label,
      boolean express,
      Flow flow,
      @Nullable Writer writer,
      Handling handling)
      implements Work {}

  /** Where the items of a {@link DistributedMap} are. */
  sealed interface Items {
    record At(Path path) implements Items {}

    /** {@code ItemReader}. */
    record Read(
        String resource,
        @Nullable Template parameters,
        JsonNode readerConfig,
        @Nullable Amount maxItems)
        implements Items {}
  }

  /** {@code ResultWriter}. */
  record Writer(String resource, @Nullable Template parameters) {}

  /** How many children of a {@link DistributedMap} may fail; none where neither is given. */
  record Tolerance(@Nullable Amount count, @Nullable Percentage percentage) {}

  /** A percentage of all items, given or found by a path. */
  sealed interface Percentage {
    record Given(BigDecimal value) implements Percentage {}

    record At(Path path, String field) implements Percentage {}
  }

  /** How to treat the result or the failure of a {@link Work}. */
  record Handling(
      @Nullable Template resultSelector,
      ResultPath resultPath,
      List<Retrier> retriers,
      List<Catcher> catchers) {}

  /**
   * One entry of {@code Retry}.
   *
   * @param backoffRate at least 1
   * @param maxDelay null if the delay may grow without bound
   * @param fullJitter whether the delay is any between none and the computed one
   */
  record Retrier(
      List<String> errorEquals,
      Duration interval,
      int maxAttempts,
      BigDecimal backoffRate,
      @Nullable Duration maxDelay,
      boolean fullJitter) {}

  record Catcher(List<String> errorEquals, ResultPath resultPath, String next) {}

  /** How long a Wait state waits. */
  sealed interface Delay {
    record Seconds(Amount amount) implements Delay {}

    record Until(Text timestamp) implements Delay {}
  }

  /** A whole number, given or found by a path. */
  sealed interface Amount {

    /** The largest number of seconds or attempts that the language allows. */
    int MAX = 99_999_999;

    record Given(int value) implements Amount {}

    /** Found in the state's input, where it must be at least {@code minimum}. */
    record At(Path path, String field, int minimum) implements Amount {}
  }

  /** A string, given or the value of an expression. */
  sealed interface Text {
    record Given(String value) implements Text {}

    record Of(Expression expression, String field) implements Text {}
  }
}
