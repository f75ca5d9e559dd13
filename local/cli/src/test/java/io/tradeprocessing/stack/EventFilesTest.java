package io.tradeprocessing.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.tests.EventLoader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.archiver.Archive;
import io.tradeprocessing.archiver.ArchiveRecordsHandler;
import io.tradeprocessing.common.config.Reviewers;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.lambda.TestContext;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code events/} do what their names say. */
class EventFilesTest {

  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-03-02T18:00:00Z"), ZoneOffset.UTC);

  private static final Context CONTEXT = new TestContext().withRemaining(Duration.ofSeconds(25));

  private static final Settings SETTINGS =
      new Settings(Optional.empty(), new BigDecimal(1_000_000), 3, 500)
          .withReviewers(
              Reviewers.read(Project.text("samples/reviewers.json"), "reviewers", new ArrayList<>())
                  .orElseThrow());

  private static final Telemetry SILENT =
      new JsonTelemetry(
          new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
          NOW,
          "test",
          "test",
          Telemetry.Level.FATAL);

  private static final PojoSerializer<ScheduledEvent> SCHEDULED_EVENTS =
      LambdaEventSerializers.serializerFor(
          ScheduledEvent.class, EventFilesTest.class.getClassLoader());

  private final RequestStreamHandler validator =
      new ValidateTradeHandler(() -> SETTINGS, FunctionRuntime.local(NOW, SILENT));

  private final RequestStreamHandler enricher =
      new EnrichTradeHandler(
          () -> SETTINGS,
          (endpoint, retries) -> {
            throw new AssertionError("there is no endpoint");
          },
          FunctionRuntime.local(NOW, SILENT));

  @ParameterizedTest
  @CsvSource({
    "trade-new,",
    "trade-new-london,",
    "trade-new-minimal,",
    "trade-correct,",
    "trade-cancel,",
    "trade-above-threshold,ABOVE_THRESHOLD",
    "trade-market-closed,NOT_A_SESSION",
    "trade-unknown-field,UNKNOWN_FIELD",
    "trade-bond,",
    "trade-allocation,",
    "trade-new-allocation,",
    "trade-novation,",
    "trade-exercise,",
    "trade-termination-partial,",
    "trade-future,",
    "trade-natural-person,",
    "trade-early-close,OUTSIDE_HOURS",
    "invalid-unsupported-instrument,UNSUPPORTED_INSTRUMENT",
    "invalid-no-trade-id,MISSING",
    "invalid-check-digit,BAD_CHECK_DIGIT",
    "invalid-inconsistent-instrument,INCONSISTENT",
    "invalid-amount,INCONSISTENT",
    "invalid-allocation-sum,INCONSISTENT",
    "invalid-pence,MINOR_UNIT_CURRENCY",
    "invalid-currency-withdrawn,EXPIRED_CODE",
    "invalid-venue,UNKNOWN_CODE",
    "invalid-in-the-future,IN_THE_FUTURE",
    "invalid-wrong-types,WRONG_TYPE",
    "invalid-negative-quantity,OUT_OF_RANGE",
    "invalid-source-mismatch,SOURCE_MISMATCH",
    "invalid-schema-version,UNSUPPORTED_VERSION",
    "invalid-settlement-before-trade,INCONSISTENT",
    "invalid-missing-fields,MISSING"
  })
  void theValidatorFindsTheOneKindOfViolationThatAFileHas(String file, @Nullable String code)
      throws IOException {
    JsonNode verdict = answer(validator, file);

    List<String> codes = new ArrayList<>();
    verdict.path("violations").forEach(violation -> codes.add(violation.path("code").asText()));
    assertThat(verdict.path("valid").asBoolean())
        .as(verdict.toString())
        .isEqualTo(file.startsWith("trade-"));
    assertThat(List.copyOf(new TreeSet<>(codes)))
        .as(verdict.toString())
        .isEqualTo(code == null ? List.of() : List.of(code));
  }

  @ParameterizedTest
  @CsvSource({
    "review-revalidate,true,''",
    "review-override,true,UNKNOWN_CODE",
    "review-one-signature,false,UNKNOWN_CODE MISSING"
  })
  void theValidatorJudgesAReviewByTheKeysOfTheReviewers(String file, boolean valid, String codes)
      throws IOException {
    JsonNode verdict = answer(validator, file);

    assertThat(verdict.path("valid").asBoolean()).as(verdict.toString()).isEqualTo(valid);
    assertThat(String.join(" ", verdict.findValuesAsText("code"))).isEqualTo(codes);
  }

  @ParameterizedTest
  @MethodSource("envelopes")
  void theEnricherAnswersEveryFile(String file) throws IOException {
    assertThat(answer(enricher, file).path("gaps").isArray()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("records")
  void aRecorderFileIsWhatTheWorkflowPassesOn(String file) {
    JsonNode input = read(file);
    assertThat(input.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("event", "verdict", "enrichment", "execution");
    assertThat(input.path("verdict").path("valid").isBoolean()).isTrue();
    assertThat(input.at("/execution/id").asText()).startsWith("arn:aws:states:");
  }

  @ParameterizedTest
  @MethodSource("records")
  void aRecorderFileHasTheVerdictAndTheEnrichmentOfItsEvent(String file) throws IOException {
    JsonNode input = read(file);

    assertThat(input.path("verdict")).isEqualTo(answer(validator, input.path("event")));
    assertThat(input.path("enrichment")).isEqualTo(answer(enricher, input.path("event")));
  }

  @Test
  void everyEnvelopeHasTheFieldsThatEventBridgeDelivers() throws IOException {
    List<String> ids = new ArrayList<>();
    for (String file : envelopes().toList()) {
      JsonNode event = read(file);
      assertThat(event.fieldNames())
          .toIterable()
          .containsExactly(
              "version",
              "id",
              "detail-type",
              "source",
              "account",
              "time",
              "region",
              "resources",
              "detail");
      ids.add(event.path("id").asText());
    }
    assertThat(ids).hasSize(36).doesNotHaveDuplicates();
  }

  /** The type keeps every field; it writes the time with milliseconds. */
  @ParameterizedTest
  @MethodSource("envelopes")
  void anEnvelopeSurvivesTheRoundTripThroughScheduledEvent(String file) {
    ScheduledEvent event = EventLoader.loadScheduledEvent(path(file).toString());

    assertThat(withComparableTime(Project.parse(written(event))))
        .isEqualTo(withComparableTime(read(file)));
  }

  /** The archiver's files are batches of the stream, as Lambda hands them over. */
  @ParameterizedTest
  @CsvSource({"archive-record,0", "archive-tampering,2"})
  void theArchiverKeepsAFileAndCountsWhatIsTampering(String file, int tampered) {
    Map<String, byte[]> kept = new HashMap<>();
    AtomicInteger alarms = new AtomicInteger();
    Telemetry counting =
        new Telemetry() {
          @Override
          public void log(Level level, String message, Map<String, String> fields) {}

          @Override
          public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
            if (name.equals("TamperedRecords")) {
              alarms.incrementAndGet();
            }
          }
        };
    ArchiveRecordsHandler archiver =
        new ArchiveRecordsHandler(
            new Archive() {
              @Override
              public boolean putIfAbsent(String name, byte[] bytes) {
                return kept.putIfAbsent(name, bytes) == null;
              }

              @Override
              public Optional<byte[]> get(String name) {
                return Optional.ofNullable(kept.get(name));
              }
            },
            bytes -> bytes,
            FunctionRuntime.local(NOW, counting));

    StreamsEventResponse response =
        archiver.handleRequest(EventLoader.loadDynamoDbEvent(path(file).toString()), CONTEXT);

    assertThat(response.getBatchItemFailures()).isEmpty();
    assertThat(kept).hasSize(2); // an object and its signature
    assertThat(alarms).hasValue(tampered);
  }

  /** A recorder input is the workflow's own object: the type finds none of its fields in it. */
  @ParameterizedTest
  @MethodSource("records")
  void aRecorderInputIsNotAnEventOfAws(String file) {
    assertThat(written(EventLoader.loadScheduledEvent(path(file).toString()))).isEqualTo("{}");
  }

  /** The reason why the functions read the stream and not this type. */
  @Test
  void scheduledEventRoundsADecimalThatIsSentAsANumber() {
    String sent = "{\"detail\":{\"price\":189.250000000000000001}}";

    assertThat(written(SCHEDULED_EVENTS.fromJson(sent)))
        .isEqualTo("{\"detail\":{\"price\":189.25}}");
  }

  private static String written(ScheduledEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SCHEDULED_EVENTS.toJson(event, out);
    return out.toString(UTF_8);
  }

  private static JsonNode withComparableTime(JsonNode event) {
    Instant time = Instant.parse(event.path("time").asText());
    return ((ObjectNode) event).put("time", time.toString());
  }

  static Stream<String> envelopes() throws IOException {
    return files().filter(file -> file.matches("(trade|invalid|review)-.*"));
  }

  static Stream<String> records() throws IOException {
    return files().filter(file -> file.startsWith("record-"));
  }

  private static Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(Project.file("events"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\.json$", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static JsonNode answer(RequestStreamHandler handler, String file) throws IOException {
    return answer(handler, read(file));
  }

  private static JsonNode answer(RequestStreamHandler handler, JsonNode event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] in = event.toString().getBytes(UTF_8);
    handler.handleRequest(new ByteArrayInputStream(in), out, CONTEXT);
    return Project.parse(out.toString(UTF_8));
  }

  private static JsonNode read(String file) {
    return Project.json("events/" + file + ".json");
  }

  private static Path path(String file) {
    return Project.file("events/" + file + ".json");
  }
}
