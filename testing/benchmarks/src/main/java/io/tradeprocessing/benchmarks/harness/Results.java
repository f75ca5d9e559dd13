package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a run measured.
 *
 * @param date of the run
 * @param command as it was given
 * @param machine that it ran on
 * @param functions in their order
 * @param throughput the figures that were requested
 * @param backfill figures of the backfill's function
 */
record Results(
    LocalDate date,
    String command,
    Machine machine,
    List<FunctionResult> functions,
    Map<Throughput, Double> throughput,
    BackfillResult backfill) {

  Results {
    functions = List.copyOf(functions);
    throughput = Map.copyOf(throughput);
  }

  OptionalDouble figure(Throughput of) {
    Double value = throughput.get(of);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /**
   * {@code {"date", "command", "machine": {…}, "functions": {"validator": {"cold_cpu_vs_python",
   * …}, …}, "backfill": {"events_per_cpu_s", …}, "validate_per_core_s", …}}; a figure that was not
   * measured is {@code null}.
   */
  JsonObject toJson() {
    JsonObject.Builder all = JsonObject.builder();
    for (FunctionResult result : functions) {
      JsonObject.Builder figures = JsonObject.builder();
      for (Figure figure : Figure.values()) {
        figures.put(figure.key(), number(result.figure(figure)));
      }
      all.put(result.function().module(), figures.build());
    }
    JsonObject.Builder json =
        JsonObject.builder()
            .put("date", date.toString())
            .put("command", command)
            .put("machine", machineJson())
            .put("functions", all.build());
    JsonObject.Builder bulk = JsonObject.builder();
    for (BackfillFigure figure : BackfillFigure.values()) {
      bulk.put(figure.key(), number(backfill.figure(figure)));
    }
    json.put("backfill", bulk.build());
    for (Throughput figure : Throughput.values()) {
      json.put(figure.key(), number(figure(figure)));
    }
    return json.build();
  }

  private JsonObject machineJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("cpu", machine.cpu())
            .put("cores", machine.cores())
            .put("kernel", machine.kernel())
            .put("jdk", machine.jdk());
    json.put("python", machine.python().map(Json::of).orElse(JsonNull.NULL));
    return json.put("load", machine.load()).build();
  }

  private static Json number(OptionalDouble value) {
    return value.isEmpty() ? JsonNull.NULL : number(value.getAsDouble());
  }

  /** With four significant digits. */
  static JsonNumber number(double value) {
    BigDecimal rounded = new BigDecimal(value, new MathContext(4));
    return new JsonNumber(rounded.stripTrailingZeros().toPlainString());
  }
}
