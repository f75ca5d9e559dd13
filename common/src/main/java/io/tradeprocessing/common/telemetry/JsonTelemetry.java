package io.tradeprocessing.common.telemetry;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes log lines and metrics as JSON objects, one per line.
 *
 * <p>Source of the metric lines: CloudWatch embedded metric format specification, version 0.
 */
public final class JsonTelemetry implements Telemetry {

  private final PrintStream out;
  private final Clock clock;
  private final String service;
  private final String environment;
  private final Level threshold;

  /**
   * @param service the function's name in logs and metrics
   * @param environment the environment's suffix
   * @param threshold the finest level that is written
   */
  public JsonTelemetry(
      PrintStream out, Clock clock, String service, String environment, Level threshold) {
    this.out = out;
    this.clock = clock;
    this.service = service;
    this.environment = environment;
    this.threshold = threshold;
  }

  /**
   * The telemetry of a function from its environment variables POWERTOOLS_SERVICE_NAME, ENVIRONMENT
   * and LOG_LEVEL. A level that Lambda does not have means INFO.
   */
  public static JsonTelemetry fromEnvironment(Map<String, String> environment, Clock clock) {
    return new JsonTelemetry(
        System.out,
        clock,
        environment.getOrDefault("POWERTOOLS_SERVICE_NAME", "trade-processing"),
        environment.getOrDefault("ENVIRONMENT", "dev"),
        level(environment.getOrDefault("LOG_LEVEL", "INFO")));
  }

  private static Level level(String name) {
    for (Level level : Level.values()) {
      if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
        return level;
      }
    }
    return Level.INFO;
  }

  @Override
  public void log(Level level, String message, Map<String, String> fields) {
    if (level.compareTo(threshold) < 0) {
      return;
    }
    JsonObject.Builder line =
        JsonObject.builder()
            .put("timestamp", timestamp(clock.instant()))
            .put("level", level.name())
            .put("service", service)
            .put("message", message);
    fields.forEach(line::put);
    write(line.build());
  }

  @Override
  public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
    JsonObject.Builder line = JsonObject.builder();
    List<Json> keys = new ArrayList<>(List.of(Json.of("Environment"), Json.of("Service")));
    dimensions.keySet().forEach(key -> keys.add(Json.of(key)));
    JsonObject metric =
        JsonObject.builder().put("Name", name).put("Unit", unit.cloudWatchName()).build();
    JsonObject directive =
        JsonObject.builder()
            .put("Namespace", NAMESPACE)
            .put("Dimensions", new JsonArray(List.of(new JsonArray(keys))))
            .put("Metrics", new JsonArray(List.of(metric)))
            .build();
    line.put(
        "_aws",
        JsonObject.builder()
            .put("Timestamp", clock.millis())
            .put("CloudWatchMetrics", new JsonArray(List.of(directive)))
            .build());
    line.put("Environment", environment);
    line.put("Service", service);
    dimensions.forEach(line::put);
    line.put(name, new JsonNumber(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()));
    write(line.build());
  }

  private void write(JsonObject line) {
    try {
      JsonWriter.writeLine(line, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.flush();
  }

  /**
   * RFC 3339 with milliseconds, as in Lambda's own lines. Formatted by this code, because the
   * formatter of {@link Instant#toString} took a tenth of a warm validation.
   */
  static String timestamp(Instant instant) {
    LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(24).append(utc.toLocalDate()).append('T');
    digits(utc.getHour(), 10, text).append(':');
    digits(utc.getMinute(), 10, text).append(':');
    digits(utc.getSecond(), 10, text).append('.');
    return digits(utc.getNano() / 1_000_000, 100, text).append('Z').toString();
  }

  /**
   * @param unit of the first digit
   */
  private static StringBuilder digits(int number, int unit, StringBuilder text) {
    for (int rest = number, each = unit; each > 0; rest %= each, each /= 10) {
      text.append((char) ('0' + rest / each));
    }
    return text;
  }
}
