package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.deployStandby;
import static io.tradeprocessing.testkit.template.Template.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.Probe;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.TableSchema;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.TestJson;
import io.tradeprocessing.testkit.lambda.TestContext;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Ruler;

/** The synthetic trade of the template, through the real functions. */
class ProbeTest {

  private static final Instant NOW = Instant.parse("2026-01-12T14:30:05Z");
  private static final Region REGION = new Region("eu-west-1", 1);

  private final ResolvedStack primary = deploy(Map.of());
  private final ResolvedStack standby = deployStandby(Map.of());

  @Test
  void bothRegionsAreProbedWhateverIntakeSays() throws Exception {
    for (ResolvedStack stack : List.of(primary, standby, deploy(Map.of("Intake", "disabled")))) {
      Resource rule = stack.resource("ProbeRule");
      assertThat(rule.get("State")).isEqualTo("ENABLED");
      assertThat(rule.get("Targets", 0, "Arn")).isEqualTo("${TradeProcessingStateMachine}");
      assertThat(
              Ruler.matchesRule(
                  TestJson.write(event(stack)),
                  new ObjectMapper().writeValueAsString(rule.get("EventPattern"))))
          .isTrue();
      assertThat(stack.resource("ProbeSchedule").get("ScheduleExpression"))
          .isEqualTo("rate(5 minutes)");
    }
    assertThat(deploy(Map.of("ProbeMinutes", "0")).resources())
        .doesNotContainKeys("ProbeRule", "ProbeSchedule", "ProbeScheduleRole", "ProbeAlarm");
  }

  @Test
  void aProbeIsNeitherForwardedNorArchivedNorTakenForATrade() throws Exception {
    String probe = TestJson.write(event(primary));
    for (String id : StackTemplate.with(StackTemplate.RULES, "ForwardRule", "EventArchive")) {
      assertThat(
              Ruler.matchesRule(
                  probe,
                  new ObjectMapper().writeValueAsString(primary.resource(id).get("EventPattern"))))
          .as(id)
          .isFalse();
    }
  }

  @Test
  void theAlarmGoesOffWhereProbesStop() {
    Resource alarm = primary.resource("ProbeAlarm");
    assertThat(alarm.get("MetricName")).isEqualTo("Probes");
    assertThat(asList(alarm.get("Dimensions")))
        .containsExactly(
            Map.of("Name", "Environment", "Value", "dev"),
            Map.of("Name", "Service", "Value", "compliance-recorder"));
    assertThat(alarm.get("TreatMissingData")).isEqualTo("breaching");
    assertThat(alarm.get("ComparisonOperator")).isEqualTo("LessThanThreshold");
    // Every period has a probe at the slowest rate.
    assertThat(alarm.get("Period")).isEqualTo(600);
  }

  @Test
  void theProbeIsAValidTradeThatReplacesTheRegionsItemAndLeavesNoRecord() throws IOException {
    try (EmbeddedTable table =
        EmbeddedTable.inMemory(TableSchema.of(TradeTable.definition("trades")))) {
      TradeStore store =
          new TradeStore(table.client(), "trades", Backoff.standard(new Random(1)), REGION, true);

      JsonNode first = run(store, event(standby));
      JsonNode second = run(store, event(standby));

      for (JsonNode answer : List.of(first, second)) {
        assertThat(answer.path("outcome").asText()).isEqualTo("PROBED");
        assertThat(answer.path("status").asText()).isEqualTo("ACCEPTED");
        assertThat(answer.path("detailType").asText()).isEqualTo("Trade Probe");
        assertThat(selected()).allSatisfy(field -> assertThat(answer.has(field)).isTrue());
      }
      assertThat(table.count()).isEqualTo(1);
      assertThat(store.probe("eu-west-1"))
          .contains(new Probe("eu-west-1", NOW, "arn:execution:1", "7"));
      assertThat(store.scan(0, 1, Optional.empty(), 10).items()).isEmpty();
      assertThat(store.history("probe:eu-west-1").isUnknown()).isTrue();
      assertThat(
              store
                  .bySource("system1", 1, 999_999_999_999_999_999L, Optional.empty(), 10)
                  .entries())
          .isEmpty();
    }
  }

  @Test
  void aProbeThatTheVerdictRejectsFailsTheExecution() {
    ObjectNode broken = event(standby);
    ((ObjectNode) broken.path("detail")).put("currency", "US$");
    try (EmbeddedTable table =
        EmbeddedTable.inMemory(TableSchema.of(TradeTable.definition("trades")))) {
      TradeStore store =
          new TradeStore(table.client(), "trades", Backoff.standard(new Random(1)), REGION, true);

      assertThatThrownBy(() -> run(store, broken))
          .hasMessageContaining("the verdict does not accept the probe")
          .hasMessageContaining("/currency");
      assertThat(table.count()).isZero();
    }
  }

  /** The event as Scheduler puts it on the bus. */
  private static ObjectNode event(ResolvedStack stack) {
    Resource schedule = stack.resource("ProbeSchedule");
    String detail =
        String.valueOf(schedule.get("Target", "Input"))
            .replace("<aws.scheduler.scheduled-time>", "2026-01-12T14:30:00Z");
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", "1")
            .put(
                "source", String.valueOf(schedule.get("Target", "EventBridgeParameters", "Source")))
            .put(
                "detail-type",
                String.valueOf(schedule.get("Target", "EventBridgeParameters", "DetailType")))
            .put("time", "2026-01-12T14:30:00Z")
            .put("region", REGION.name());
    event.set("detail", Project.parse(detail));
    return event;
  }

  /** What the workflow does with an event. */
  private static JsonNode run(TradeStore store, JsonNode event) throws IOException {
    FunctionRuntime runtime = FunctionRuntime.local(Clock.fixed(NOW, ZoneOffset.UTC), silent());
    ObjectNode task = JsonNodeFactory.instance.objectNode();
    task.set("event", event);
    task.putObject("execution").put("id", "arn:execution:1");
    JsonNode verdict = call(new ValidateTradeHandler(Settings::defaults, runtime), task);
    JsonNode enrichment =
        call(new EnrichTradeHandler(Settings::defaults, HttpMarketData::new, runtime), task);
    task.set("verdict", verdict);
    task.set("enrichment", enrichment);
    return call(new RecordComplianceHandler(() -> store, runtime), task);
  }

  private static JsonNode call(RequestStreamHandler handler, JsonNode input) throws IOException {
    Context context =
        new TestContext().withFunctionVersion("7").withRemaining(Duration.ofSeconds(10));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(TestJson.write(input).getBytes(StandardCharsets.UTF_8)),
        out,
        context);
    return Project.parse(out.toString(StandardCharsets.UTF_8));
  }

  /** The fields of the answer that the workflow selects. */
  private static List<String> selected() {
    return Project.json("statemachine/trade-processing.asl.json")
        .at("/States/RecordCompliance/ResultSelector")
        .properties()
        .stream()
        .map(field -> field.getValue().asText().replace("$.Payload.", ""))
        .toList();
  }

  private static Telemetry silent() {
    return new Telemetry() {
      @Override
      public void log(Level level, String message, Map<String, String> fields) {}

      @Override
      public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
    };
  }
}
