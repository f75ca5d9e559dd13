package io.tradeprocessing.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.data.ResultPath;
import io.tradeprocessing.asl.data.StateFailure;
import io.tradeprocessing.asl.json.Excerpt;
import io.tradeprocessing.asl.model.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles {@code Retry} and {@code Catch}. */
final class RetryAndCatchReader {

  /** A delay between attempts may be nearly as long as an execution may run: a year. */
  private static final int MAX_DELAY_SECONDS = 31_622_400;

  private RetryAndCatchReader() {}

  static List<State.Retrier> readRetriers(Fields fields) {
    List<State.Retrier> retriers = new ArrayList<>();
    List<Fields> elements = fields.elements("Retry");
    for (Fields retrier : elements) {
      retrier.onlyAllows(
          List.of(
              "Comment",
              "ErrorEquals",
              "IntervalSeconds",
              "MaxAttempts",
              "BackoffRate",
              "MaxDelaySeconds",
              "JitterStrategy"));
      int interval = retrier.integer("IntervalSeconds", 1, State.Amount.MAX).orElse(1);
      Optional<Integer> maxDelay = retrier.integer("MaxDelaySeconds", 1, MAX_DELAY_SECONDS - 1);
      if (maxDelay.isPresent() && maxDelay.get() <= interval) {
        retrier.problem(
            "MaxDelaySeconds", "must be greater than IntervalSeconds, which is " + interval);
      }
      Optional<String> jitter = retrier.text("JitterStrategy");
      jitter
          .filter(strategy -> !strategy.equals("FULL") && !strategy.equals("NONE"))
          .ifPresent(
              strategy ->
                  retrier.problem("JitterStrategy", "must be FULL or NONE, not " + strategy));
      retriers.add(
          new State.Retrier(
              readErrorEquals(retrier, retrier.equals(elements.getLast())),
              Duration.ofSeconds(interval),
              retrier.integer("MaxAttempts", 0, State.Amount.MAX).orElse(3),
              readBackoffRate(retrier),
              maxDelay.map(Duration::ofSeconds).orElse(null),
              jitter.filter("FULL"::equals).isPresent()));
    }
    return List.copyOf(retriers);
  }

  private static BigDecimal readBackoffRate(Fields retrier) {
    JsonNode rate = retrier.value("BackoffRate");
    if (rate == null) {
      return BigDecimal.TWO;
    }
    if (!rate.isNumber() || rate.decimalValue().compareTo(BigDecimal.ONE) < 0) {
      retrier.problem("BackoffRate", "must be a number of at least 1.0, not " + Excerpt.of(rate));
      return BigDecimal.TWO;
    }
    return rate.decimalValue();
  }

  static List<State.Catcher> readCatchers(Fields fields) {
    List<State.Catcher> catchers = new ArrayList<>();
    List<Fields> elements = fields.elements("Catch");
    for (Fields catcher : elements) {
      if (catcher.has("Assign")) {
        catcher.problem("Assign", "Variables (Assign) are not supported");
      } else if (catcher.has("Output")) {
        catcher.problem("Output", "JSONata (Output) is not supported");
      } else {
        catcher.onlyAllows(List.of("Comment", "ErrorEquals", "ResultPath", "Next"));
      }
      List<String> errors = readErrorEquals(catcher, catcher.equals(elements.getLast()));
      ResultPath resultPath = FieldReaders.readResultPath(catcher);
      catcher
          .requiredText("Next")
          .ifPresent(next -> catchers.add(new State.Catcher(errors, resultPath, next)));
    }
    return List.copyOf(catchers);
  }

  private static List<String> readErrorEquals(Fields fields, boolean last) {
    String name = "ErrorEquals";
    JsonNode value = fields.value(name);
    if (value == null) {
      fields.problems().add(fields.pointer(), "Field 'ErrorEquals' is missing");
      return List.of();
    }
    if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isTextual)) {
      fields.problem(name, "must be an array of error names, not " + Excerpt.of(value));
      return List.of();
    }
    List<String> names = value.valueStream().map(JsonNode::textValue).toList();
    if (names.contains(StateFailure.ALL) && names.size() > 1) {
      fields.problem(name, "States.ALL must be the only name");
    }
    if (names.contains(StateFailure.ALL) && !last) {
      fields.problem(
          name, "States.ALL can be only in the last entry: those after it could never match");
    }
    return names;
  }
}
