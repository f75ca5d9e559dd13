package io.tradeprocessing.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Probe;
import io.tradeprocessing.common.store.ReviewedEventMissingException;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.store.Tried;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.testkit.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** The handler on DynamoDB Local, in process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordComplianceHandlerTest {

  private static final Instant NOW = Instant.parse("2026-01-12T14:30:05.250Z");
  private static final Context CONTEXT =
      new TestContext().withFunctionVersion("7").withRemaining(Duration.ofSeconds(10));
  private static final long TRADED_AT = 1_768_228_200_000_000L; // 2026-01-12T14:30:00Z

  /** DynamoDB Local's own, which would call home and leave a file in the working directory. */
  private static final boolean WITHOUT_TELEMETRY = true;

  private final AmazonDynamoDBLocal dynamoDb = DynamoDBEmbedded.create(WITHOUT_TELEMETRY);
  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private int tables;
  private String table = "initial";
  private TradeStore store = store(table);
  private RecordComplianceHandler handler = handler();

  @BeforeEach
  void emptyStore() {
    table = "TradeTable-" + ++tables;
    dynamoDb.dynamoDbClient().createTable(TradeTable.definition(table));
    store = store(table);
    handler = handler();
    telemetry.lines.clear();
  }

  @AfterAll
  void stop() {
    dynamoDb.shutdown();
  }

  private TradeStore store(String table) {
    Backoff backoff =
        new Backoff(
            Duration.ofMillis(1), Duration.ofMillis(1), RandomGenerator.getDefault(), _ -> {});
    return new TradeStore(dynamoDb.dynamoDbClient(), table, backoff);
  }

  private RecordComplianceHandler handler() {
    return new RecordComplianceHandler(
        () -> store, FunctionRuntime.local(Clock.fixed(NOW, ZoneOffset.UTC), telemetry));
  }

  @Test
  void recordsAnAcceptedTradeUnderItsOwnIdentifierAndTime() throws IOException {
    JsonObject result = record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));

    assertThat(result.toString())
        .matches(
            "\\{\"outcome\":\"RECORDED\",\"status\":\"ACCEPTED\",\"detailType\":\"Trade Accepted\","
                + "\"tradeId\":\"T1\",\"sourceSystem\":\"system1\",\"eventType\":\"NEW\","
                + "\"timestamp\":\"1768228200000000\\.0[0-9]{1,19}\",\"region\":\"local\","
                + "\"sequence\":1,\"recordHash\":\"[0-9a-f]{64}\",\"eventHash\":\"[0-9a-f]{64}\","
                + "\"unmatched\":false,\"conflict\":false,\"replaces\":false,"
                + "\"execution\":\"arn:execution:1\"}");
    TradeHistory history = store.history("T1");
    ComplianceRecord only = history.records().getFirst();
    assertThat(history.records()).hasSize(1);
    assertThat(only.entry().time().microseconds()).isEqualTo(TRADED_AT);
    assertThat(only.entry().provenance().functionVersion()).isEqualTo("7");
    assertThat(only.entry().provenance().recordedAt()).isEqualTo(NOW);
    assertThat(only.entry().provenance().executionArn()).isEqualTo("arn:execution:1");
    assertThat(only.entry().provenance().eventId()).contains("id-1");
    assertThat(only.recomputedHash()).isEqualTo(only.link().recordHash());
    assertThat(history.heads().getFirst().lastHash()).contains(only.link().recordHash());
  }

  @Test
  void answersARedeliveryWithTheFirstRecord() throws IOException {
    JsonObject first = record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));
    JsonObject again =
        record(
            accepted("T1", "NEW", "2026-01-12T14:30:00Z")
                .replace("id-1", "id-2")
                .replace("arn:execution:1", "arn:execution:2")
                .replace("\"valid\":true", "\"valid\":false"));

    assertThat(again.text("outcome")).contains("DUPLICATE");
    assertThat(without("outcome", again)).isEqualTo(without("outcome", first));
    assertThat(store.history("T1").records()).hasSize(1);
  }

  /** The same answers, log lines and failures as one by one, on a table of its own. */
  @Test
  void recordsSeveralEventsAsItRecordsEachOfThem() throws IOException {
    List<String> inputs =
        List.of(
            accepted("T1", "NEW", "2026-01-12T14:30:00Z"),
            accepted("T2", "CORRECT", "2026-01-12T14:31:00Z"),
            "{\"event\":{}}",
            accepted("T3", "NEW", "2026-01-12T14:30:00Z").replace("\"source\"", "\"from\""),
            accepted("T4", "NEW", "2026-01-12T14:30:00Z"));
    List<JsonObject> objects =
        inputs.stream().map(input -> (JsonObject) JsonReader.read(input)).toList();
    List<String> one = new ArrayList<>();
    for (int times = 0; times < 2; times++) {
      one.addAll(
          answers(inputs.stream().map(input -> Tried.of(() -> recordUnchecked(input))).toList()));
    }
    List<String> lines = List.copyOf(telemetry.lines);
    emptyStore();

    List<String> together = new ArrayList<>();
    for (int times = 0; times < 2; times++) {
      together.addAll(answers(handler.recordAll(objects, CONTEXT)));
    }

    assertThat(together).isEqualTo(one);
    assertThat(together.get(2)).contains("/verdict must be the validator's object");
    assertThat(together.get(3)).contains("an event without a usable /source");
    assertThat(together.get(4)).contains("RECORDED");
    assertThat(together.get(9)).contains("DUPLICATE");
    assertThat(withoutAttempts(telemetry.lines)).isEqualTo(withoutAttempts(lines));
  }

  private JsonObject recordUnchecked(String input) {
    try {
      return record(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> answers(List<Tried<JsonObject>> tried) {
    return tried.stream()
        .map(
            each ->
                switch (each) {
                  case Tried.Done<JsonObject>(JsonObject json) -> json.toString();
                  case Tried.Failed<JsonObject>(RuntimeException e) -> e.toString();
                })
        .toList();
  }

  private static List<String> withoutAttempts(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll("attempts=\\d+", "").replaceAll("coldStart=(true|false)", ""))
        .toList();
  }

  @Test
  void warnsOfANewOverALiveTradeOnce() throws IOException {
    record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));
    assertThat(telemetry.lines).noneMatch(line -> line.startsWith("WARN"));

    JsonObject over = record(accepted("T1", "NEW", "2026-01-12T14:31:00Z"));
    record(accepted("T1", "NEW", "2026-01-12T14:31:00Z"));

    assertThat(over.get("replaces")).isEqualTo(Json.of(true));
    assertThat(telemetry.lines)
        .filteredOn(line -> line.startsWith("WARN trade event on record"))
        .singleElement()
        .asString()
        .contains("replaces=true", "outcome=RECORDED");
  }

  @Test
  void countsACancellationOfATradeThatIsNotOnRecordOnce() throws IOException {
    record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));
    record(accepted("T1", "CANCEL", "2026-01-12T14:31:00Z"));
    assertThat(telemetry.lines).noneMatch(line -> line.contains("Unmatched"));

    JsonObject unmatched = record(accepted("T2", "CANCEL", "2026-01-12T14:31:00Z"));
    record(accepted("T2", "CANCEL", "2026-01-12T14:31:00Z"));

    assertThat(unmatched.get("unmatched")).isEqualTo(Json.of(true));
    assertThat(telemetry.lines).containsOnlyOnce("metric Unmatched 1.0 {}");
  }

  @Test
  void recordsAnotherEventOfTheSameTimeAndFlagsTheConflict() throws IOException {
    record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));
    JsonObject other =
        record(accepted("T1", "NEW", "2026-01-12T14:30:00Z").replace("\"100.50\"", "\"100.51\""));

    assertThat(other.text("outcome")).contains("RECORDED");
    assertThat(other.get("conflict")).isEqualTo(Json.of(true));
    assertThat(telemetry.lines).containsOnlyOnce("metric Conflicts 1.0 {}");
    assertThat(store.history("T1").records()).hasSize(2);
  }

  @Test
  void recordsACancelOfTheSameTimeWithoutAConflict() throws IOException {
    record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));
    JsonObject cancel = record(accepted("T1", "CANCEL", "2026-01-12T14:30:00Z"));

    assertThat(cancel.text("outcome")).contains("RECORDED");
    assertThat(cancel.get("conflict")).isEqualTo(Json.of(false));
    assertThat(cancel.get("unmatched")).isEqualTo(Json.of(false));
    assertThat(store.history("T1").states().of("system1").status())
        .isEqualTo(TradeState.Status.CANCELLED);
  }

  @Test
  void recordsARepairedEventUnderItsOldTime() throws IOException {
    record(rejected("{\"tradeId\":\"T1\",\"timestamp\":\"2026-01-12T14:30:00Z\"}"));
    JsonObject repaired = record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));

    assertThat(repaired.text("outcome")).contains("RECORDED");
    assertThat(repaired.get("conflict")).isEqualTo(Json.of(false));
  }

  @Test
  void flagsANewOverALiveTrade() throws IOException {
    record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));

    assertThat(record(accepted("T1", "NEW", "2026-01-12T14:40:00Z")).get("replaces"))
        .isEqualTo(Json.of(true));
  }

  @Test
  void takesACopyUnderAnotherSourceForAnotherEvent() throws IOException {
    record(
        rejected("{\"tradeId\":\"T1\",\"timestamp\":\"2026-01-12T14:30:00Z\"}")
            .replace("trading.system1", "trading.system2"));
    JsonObject genuine =
        record(rejected("{\"tradeId\":\"T1\",\"timestamp\":\"2026-01-12T14:30:00Z\"}"));

    assertThat(genuine.text("outcome")).contains("RECORDED");
  }

  @Test
  void chainsTheEventsOfATradeInOrderOfArrival() throws IOException {
    JsonObject first = record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));
    JsonObject second = record(accepted("T1", "CANCEL", "2026-01-12T14:50:00Z"));
    JsonObject third = record(accepted("T1", "CORRECT", "2026-01-12T14:40:00Z"));

    assertThat(second.text("previousHash")).isEqualTo(first.text("recordHash"));
    assertThat(third.text("previousHash")).isEqualTo(second.text("recordHash"));
    assertThat(third.get("sequence")).isEqualTo(Json.of(3));
    assertThat(third.get("unmatched")).isEqualTo(Json.of(false));
  }

  @Test
  void flagsACancelOfATradeThatIsNotKnown() throws IOException {
    assertThat(record(accepted("T9", "CANCEL", "2026-01-12T14:30:00Z")).get("unmatched"))
        .isEqualTo(Json.of(true));
  }

  @Test
  void keepsARejectedEventWithoutAUsableIdentifierUnderItsHash() throws IOException {
    JsonObject result =
        record(rejected("{\"tradeId\":\"has blank\",\"timestamp\":\"2026-01-12T14:30:00Z\"}"));

    String eventHash = result.text("eventHash").orElseThrow();
    assertThat(result.text("tradeId")).contains("invalid:" + eventHash.substring(0, 32));
    assertThat(result.text("detailType")).contains("Trade Rejected");
    assertThat(result.text("timestamp").orElseThrow()).startsWith(TRADED_AT + ".0");
  }

  @Test
  void keepsARejectedEventWithoutAUsableTimeUnderTheEnvelopesTime() throws IOException {
    JsonObject result = record(rejected("{\"tradeId\":\"T1\",\"timestamp\":\"yesterday\"}"));

    assertThat(result.text("tradeId")).contains("T1");
    assertThat(result.text("timestamp").orElseThrow()).startsWith((TRADED_AT + 4_000_000) + ".0");
  }

  @Test
  void keepsTwoEventsWithoutTimeThatMeetUnderTheEnvelopesTime() throws IOException {
    record(rejected("{\"tradeId\":\"T1\",\"timestamp\":\"yesterday\"}"));
    String other = rejected("{\"tradeId\":\"T1\",\"timestamp\":\"today\"}");
    JsonObject second = record(other);
    JsonObject again = record(other);

    assertThat(second.text("outcome")).contains("RECORDED");
    assertThat(second.text("tradeId")).contains("T1");
    assertThat(again.text("outcome")).contains("DUPLICATE");
    assertThat(again.text("recordHash")).isEqualTo(second.text("recordHash"));
  }

  @Test
  void keepsAnEventWithoutAnyTimeUnderAFixedTime() throws IOException {
    JsonObject result =
        record(
            "{\"event\":{\"source\":\"elsewhere\",\"detail\":{\"tradeId\":\"T1\"}},"
                + "\"verdict\":{\"valid\":false},\"enrichment\":{},"
                + "\"execution\":{\"id\":\"arn:execution:1\"}}");

    assertThat(result.text("tradeId")).contains("T1");
    assertThat(result.text("timestamp").orElseThrow()).startsWith("1.0");
    assertThat(result.text("sourceSystem")).contains(TradeEvent.UNKNOWN_SOURCE);
  }

  @Test
  void keepsAnEventThatIsTooLargeToBeATrade() throws IOException {
    String note = "x".repeat(JsonReader.MAX_PAYLOAD);
    JsonObject result =
        record(
            rejected(
                "{\"tradeId\":\"T1\",\"timestamp\":\"2026-01-12T14:30:00Z\",\"note\":\""
                    + note
                    + "\"}"));

    assertThat(result.text("status")).contains("REJECTED");
    assertThat(store.history("T1").records().getFirst().entry().content().event().toString())
        .contains(note);
  }

  @Test
  void keepsAnEventThatIsAsDeepAsEventsMayBe() throws IOException {
    int levels = JsonReader.MAX_DEPTH - 2;
    String deep = "[".repeat(levels) + "]".repeat(levels);
    String input =
        rejected("{\"tradeId\":\"T1\",\"timestamp\":\"2026-01-12T14:30:00Z\",\"x\":" + deep + "}");

    assertThat(record(input).text("outcome")).contains("RECORDED");
    assertThat(record(input).text("outcome")).contains("DUPLICATE");
    assertThatThrownBy(() -> record(input.replace(deep, "[" + deep + "]")))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void recordsTheSystemThatEventBridgeVouchesForNotTheOneThatTheTradeClaims() throws IOException {
    JsonObject result =
        record(
            rejected(
                "{\"tradeId\":\"T1\",\"timestamp\":\"2026-01-12T14:30:00Z\","
                    + "\"sourceSystem\":\"system3\",\"eventType\":\"UNDO\"}"));

    assertThat(result.text("sourceSystem")).contains("system1");
    assertThat(result.text("eventType")).contains("UNKNOWN");
  }

  @Test
  void countsByOutcomeAndSourceAndLogsOneLineWithoutThePayload() throws IOException {
    record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));
    record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));
    record(rejected("{\"tradeId\":\"T2\",\"timestamp\":\"2026-01-12T14:30:00Z\"}"));

    assertThat(telemetry.lines)
        .filteredOn(line -> line.startsWith("metric"))
        .containsExactly(
            "metric TradesAccepted 1.0 {sourceSystem=system1}",
            "metric RecordLatency 1250.0 {}",
            "metric Duplicates 1.0 {}",
            "metric TradesRejected 1.0 {sourceSystem=system1}",
            "metric RecordLatency 1250.0 {}");
    assertThat(telemetry.lines)
        .filteredOn(line -> line.startsWith("INFO"))
        .hasSize(3)
        .allMatch(line -> line.contains("executionId=arn:execution:1"))
        .noneMatch(line -> line.contains("100.50"));
  }

  @Test
  void aProbeReplacesTheItemOfItsRegionAndIsNoRecord() throws IOException {
    JsonObject first = record(probe(true));
    record(probe(true).replace("arn:execution:1", "arn:execution:2"));

    assertThat(first.text("outcome")).contains("PROBED");
    assertThat(first.text("detailType")).contains("Trade Probe");
    assertThat(first.text("tradeId")).contains("probe:local");
    assertThat(first.text("execution")).contains("arn:execution:1");
    assertThat(store.probe("local"))
        .contains(new Probe("local", NOW, "arn:execution:2", CONTEXT.getFunctionVersion()));
    assertThat(dynamoDb.dynamoDbClient().scan(scan -> scan.tableName(table)).count()).isEqualTo(1);
    assertThat(telemetry.lines).containsExactly("metric Probes 1.0 {}", "metric Probes 1.0 {}");
  }

  /** The workflow reads these by path; a missing one would fail its execution. */
  @Test
  void aProbeIsAnsweredWithTheFieldsOfAFirstRecord() throws IOException {
    JsonObject recorded = record(accepted("T1", "NEW", "2026-01-12T14:30:00Z"));

    assertThat(names(record(probe(true)))).isEqualTo(names(recorded));
  }

  @Test
  void aProbeThatIsNotAcceptedIsAnErrorAndLeavesTheItem() throws IOException {
    record(probe(true));

    assertThatThrownBy(() -> record(probe(false).replace("arn:execution:1", "arn:execution:2")))
        .isInstanceOf(InvalidRecorderInputException.class)
        .hasMessage(
            "the verdict does not accept the probe, which is a valid trade: "
                + "{\"valid\":false,\"violations\":[]}");
    assertThat(store.probe("local").map(Probe::executionArn)).contains("arn:execution:1");
  }

  @Test
  void namesThePartOfTheInputThatIsMissing() {
    assertThatThrownBy(() -> record("{\"event\":{},\"verdict\":{\"valid\":\"yes\"}}"))
        .isInstanceOf(InvalidRecorderInputException.class)
        .hasMessage("/verdict/valid must be true or false");
    assertThatThrownBy(() -> record("{\"verdict\":{\"valid\":true}}"))
        .hasMessage("/event must be the whole event");
    assertThatThrownBy(() -> record("[]")).hasMessage("the input must be an object");
    assertThatThrownBy(() -> record("{\"event\":{},\"verdict\":{\"valid\":true}}"))
        .hasMessage("/enrichment must be the enricher's object");
    assertThatThrownBy(
            () -> record("{\"event\":{},\"verdict\":{\"valid\":true},\"enrichment\":{}}"))
        .hasMessage("/execution/id must be the ARN of the execution");
    assertThatThrownBy(
            () ->
                record(
                    accepted("T1", "NEW", "2026-01-12T14:30:00Z").replace("arn:execution:1", "")))
        .hasMessage("/execution/id must be the ARN of the execution");
    assertThatThrownBy(() -> record("{\"event\":{}}"))
        .hasMessage("/verdict must be the validator's object");
  }

  @Test
  void refusesAnAcceptanceThatTheEventContradicts() {
    assertThatThrownBy(() -> record(rejected("{}").replace("\"valid\":false", "\"valid\":true")))
        .isInstanceOf(InvalidRecorderInputException.class)
        .hasMessageContaining("/detail/tradeId, /detail/timestamp");
    assertThatThrownBy(
            () ->
                record(
                    accepted("T1", "AMEND", "2026-01-12T14:30:00Z")
                        .replace("trading.system1", "trading.system9")))
        .hasMessageContaining("without a usable /source, /detail/eventType:");
  }

  private JsonObject record(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, CONTEXT);
    return JsonReader.read(out.toByteArray()).asObject().orElseThrow();
  }

  private static String accepted(String tradeId, String type, String time) {
    return input(
        "{\"tradeId\":\"%s\",\"sourceSystem\":\"system1\",\"eventType\":\"%s\",\"timestamp\":\"%s\",\"price\":\"100.50\"}"
            .formatted(tradeId, type, time),
        true);
  }

  private static String probe(boolean valid) {
    return input("{\"tradeId\":\"PROBE\"}", valid).replace("trading.system1", "trading.probe");
  }

  private static String rejected(String detail) {
    return input(detail, false);
  }

  private static String input(String detail, boolean valid) {
    return "{\"event\":{\"id\":\"id-1\",\"source\":\"trading.system1\",\"time\":\"2026-01-12T14:30:04Z\",\"detail-type\":\"Trade Event\",\"detail\":%s},\"verdict\":{\"valid\":%s,\"violations\":[]},\"enrichment\":{\"gaps\":[]},\"execution\":{\"id\":\"arn:execution:1\",\"startTime\":\"2026-01-12T14:30:04.5Z\"}}"
        .formatted(detail, valid);
  }

  private static List<String> names(JsonObject object) {
    List<String> names = new ArrayList<>();
    object.forEach((name, _) -> names.add(name));
    return names;
  }

  private static final String WRONG =
      "{\"tradeId\":\"T1\",\"sourceSystem\":\"system1\",\"timestamp\":\"2026-01-12T14:30:00Z\"}";

  /** A review of a recorded event, which the validator accepted. */
  private static String review(JsonObject recorded, String decision, String detail) {
    return input(
            "{\"tradeId\":\"T1\",\"timestamp\":\"2026-01-12T15:00:00Z\",\"reviewOf\":{\"region\":\"local\",\"timestamp\":\"%s\"},\"decision\":\"%s\",\"reason\":\"a test\",\"event\":{\"source\":\"trading.system1\",\"detail\":%s}}"
                .formatted(recorded.text("timestamp").orElseThrow(), decision, detail),
            true)
        .replaceFirst("trading.system1", "trading.operations");
  }

  @Test
  void recordsAReviewInTheChainOfItsTrade() throws IOException {
    JsonObject rejected = record(rejected(WRONG));

    JsonObject review = record(review(rejected, "OVERRIDE", WRONG));

    assertThat(review.text("sourceSystem")).contains("operations");
    assertThat(review.text("eventType")).contains("OVERRIDE");
    assertThat(review.text("timestamp").orElseThrow()).startsWith("1768230000000000.");
    assertThat(review.text("previousHash")).isEqualTo(rejected.text("recordHash"));
    assertThat(store.history("T1").states().of("system1").status())
        .isEqualTo(TradeState.Status.ACTIVE);
    assertThat(ChainVerifier.breaks(store.history("T1"), "local")).isEmpty();
    assertThat(record(review(rejected, "OVERRIDE", WRONG)).text("outcome")).contains("DUPLICATE");
  }

  @Test
  void acceptsNoEventThroughAReviewThatIsNotOnRecord() throws IOException {
    JsonObject rejected = record(rejected(WRONG));
    String another = WRONG.replace("\"sourceSystem\"", "\"price\":\"1\",\"sourceSystem\"");

    assertThatThrownBy(() -> record(review(rejected, "REVALIDATE", another)))
        .isInstanceOf(ReviewedEventMissingException.class)
        .hasMessageContaining("T1 at 2026-01-12T14:30:00Z, which is not on record");
    assertThat(store.history("T1").records()).hasSize(1);
  }

  @Test
  void refusesAnAcceptedReviewWithoutWhatItsRecordNeeds() {
    JsonObject nowhere = JsonObject.builder().put("timestamp", "0").build();

    assertThatThrownBy(() -> record(review(nowhere, "ACCEPT", "{}")))
        .isInstanceOf(InvalidRecorderInputException.class)
        .hasMessageContaining(
            "/detail/decision, /detail/reviewOf/timestamp, /detail/event/detail/tradeId,"
                + " /detail/event/detail/timestamp");
  }

  private static JsonObject without(String name, JsonObject object) {
    JsonObject.Builder rest = JsonObject.builder();
    object.forEach(
        (key, value) -> {
          if (!key.equals(name)) {
            rest.put(key, value);
          }
        });
    return rest.build();
  }

  /** Keeps what was said, a line each. */
  private static final class RecordingTelemetry implements Telemetry {

    private final List<String> lines = new ArrayList<>();

    @Override
    public void log(Level level, String message, Map<String, String> fields) {
      lines.add(level + " " + message + " " + fields);
    }

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
      lines.add("metric " + name + " " + value + " " + dimensions);
    }
  }
}
