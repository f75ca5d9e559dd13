package io.tradeprocessing.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.telemetry.Telemetry.Level;
import io.tradeprocessing.common.telemetry.Telemetry.Unit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTelemetryTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Telemetry telemetry = at(Level.INFO);

  private JsonTelemetry at(Level threshold) {
    return new JsonTelemetry(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        Clock.fixed(Instant.parse("2026-01-12T14:30:00.250Z"), ZoneOffset.UTC),
        "trade-validator",
        "test",
        threshold);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05.006007Z,2026-01-02T03:04:05.006Z",
    "2026-12-31T23:59:59.999999999Z,2026-12-31T23:59:59.999Z",
    "1970-01-01T00:00:00Z,1970-01-01T00:00:00.000Z"
  })
  void writesTimesToTheMillisecond(Instant time, String text) {
    assertThat(JsonTelemetry.timestamp(time)).isEqualTo(text);
  }

  @Test
  void writesALogLineAsOneJsonObject() {
    telemetry.info("trade validated", Map.of("tradeId", "T-1"));

    assertThat(lines())
        .containsExactly(
            "{\"timestamp\":\"2026-01-12T14:30:00.250Z\",\"level\":\"INFO\","
                + "\"service\":\"trade-validator\",\"message\":\"trade validated\","
                + "\"tradeId\":\"T-1\"}");
  }

  @Test
  void aLineEndInAValueDoesNotEndTheLine() {
    telemetry.error("failed", Map.of("reason", "first\nsecond"));

    assertThat(lines()).hasSize(1);
  }

  @Test
  void writesWhatIsAtTheThresholdOrAbove() {
    at(Level.WARN).info("quiet", Map.of());
    at(Level.WARN).warn("loud", Map.of());
    at(Level.WARN).error("louder", Map.of());

    assertThat(lines()).hasSize(2).allMatch(line -> line.contains("loud"));
  }

  @Test
  void writesAMetricInEmbeddedMetricFormat() {
    telemetry.count("TradesAccepted", Map.of("sourceSystem", "system1"));

    assertThat(lines())
        .containsExactly(
            "{\"_aws\":{\"Timestamp\":1768228200250,\"CloudWatchMetrics\":[{\"Namespace\":"
                + "\"TradeProcessing\",\"Dimensions\":[[\"Environment\",\"Service\","
                + "\"sourceSystem\"]],\"Metrics\":[{\"Name\":\"TradesAccepted\",\"Unit\":\"Count\"}]"
                + "}]},\"Environment\":\"test\",\"Service\":\"trade-validator\","
                + "\"sourceSystem\":\"system1\",\"TradesAccepted\":1}");
  }

  @Test
  void writesAMetricWhateverTheThreshold() {
    at(Level.FATAL).metric("RecordLatency", 1_250.5, Unit.MILLISECONDS, Map.of());

    assertThat(lines())
        .singleElement()
        .asString()
        .contains("\"Unit\":\"Milliseconds\"")
        .endsWith("\"RecordLatency\":1250.5}");
  }

  @Test
  void takesServiceAndLevelFromTheEnvironment() {
    Map<String, String> environment =
        Map.of("POWERTOOLS_SERVICE_NAME", "trade-recorder", "LOG_LEVEL", "warn");

    onStandardOutput(
        () -> {
          Telemetry fromEnvironment = JsonTelemetry.fromEnvironment(environment, Clock.systemUTC());
          fromEnvironment.info("quiet", Map.of());
          fromEnvironment.warn("loud", Map.of());
        });

    assertThat(lines())
        .singleElement()
        .asString()
        .contains("\"service\":\"trade-recorder\"", "loud");
  }

  @Test
  void writesFromInfoOnWhereTheLevelIsNoneOrUnknown() {
    onStandardOutput(
        () -> {
          for (Map<String, String> environment :
              List.of(Map.<String, String>of(), Map.of("LOG_LEVEL", "LOUD"))) {
            Telemetry fromEnvironment =
                JsonTelemetry.fromEnvironment(environment, Clock.systemUTC());
            fromEnvironment.log(Level.DEBUG, "detail", Map.of());
            fromEnvironment.info("news", Map.of());
          }
        });

    assertThat(lines()).hasSize(2).allMatch(line -> line.contains("news"));
  }

  private void onStandardOutput(Runnable action) {
    PrintStream original = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(original);
    }
  }
}
