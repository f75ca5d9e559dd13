package io.tradeprocessing.recorder;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.snapstart.Rehearsal;
import io.tradeprocessing.common.snapstart.Rehearsal.Step;
import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeConflictException;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.Invocations;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lambda function: records a trade event, accepted or rejected, in the compliance store.
 *
 * <p>Input: {@code {"event": <EventBridge envelope>, "verdict": {"valid": <boolean>, …},
 * "enrichment": {…}, "execution": {"id": "<execution ARN>", …}}}.
 *
 * <p>Output: {@code {"outcome": "RECORDED"|"DUPLICATE", "status": "ACCEPTED"|"REJECTED",
 * "detailType": "Trade Accepted"|"Trade Rejected", "tradeId", "sourceSystem", "eventType",
 * "timestamp": <microseconds>, "sequence", "previousHash", "recordHash", "eventHash",
 * "unmatched"}}, without {@code previousHash} for a trade's first record. For a duplicate
 * everything is the first record's.
 *
 * <p>Errors by their class names: {@code StoreContendedException} and {@code
 * StoreUnavailableException} are worth a retry, all others are not.
 */
public final class RecordComplianceHandler implements RequestStreamHandler {

  private final Recorder recorder;
  private final Telemetry telemetry;
  private final Invocations invocations = new Invocations();

  /** Lambda's registry of such holds them weakly. */
  @SuppressWarnings("unused")
  private final Rehearsal rehearsal;

  /** Takes its collaborators from the environment: TABLE_NAME, ENVIRONMENT, LOG_LEVEL. */
  public RecordComplianceHandler() {
    this(System.getenv(), Clock.systemUTC());
  }

  private RecordComplianceHandler(Map<String, String> environment, Clock clock) {
    this(environment, clock, JsonTelemetry.fromEnvironment(environment, clock));
  }

  private RecordComplianceHandler(
      Map<String, String> environment, Clock clock, Telemetry telemetry) {
    SsmSettings settings = SsmSettings.fromEnvironment(environment, clock, telemetry);
    StoreConnection connection =
        new StoreConnection(settings, telemetry, DynamoDb.connector(environment, clock));
    List<Step> beforeSnapshot =
        SsmSettings.rehearsal(
            environment,
            clock,
            telemetry,
            new Step("record", () -> RecorderRehearsal.record(clock)),
            new Step(
                "connection to the compliance store",
                () -> RecorderRehearsal.connect(environment, clock)));
    this(
        connection,
        clock,
        telemetry,
        Rehearsal.register(
            telemetry, beforeSnapshot, List.of(settings.renewal(), connection.renewal())));
  }

  public RecordComplianceHandler(TradeStore store, Clock clock, Telemetry telemetry) {
    this(() -> store, clock, telemetry, Rehearsal.none(telemetry));
  }

  private RecordComplianceHandler(
      Supplier<TradeStore> store, Clock clock, Telemetry telemetry, Rehearsal rehearsal) {
    this.recorder = new Recorder(store, clock);
    this.telemetry = telemetry;
    this.rehearsal = rehearsal;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    RecorderInput input = RecorderInput.read(JsonReader.bytes(in));
    invocations.run(
        telemetry,
        context,
        Optional.of(input.executionArn()),
        TradeEvent.of(input.content().event()),
        invocation -> {
          Appended appended = record(input, context);
          report(appended, invocation);
          JsonWriter.write(result(appended), out);
        });
  }

  private Appended record(RecorderInput input, Context context) {
    try {
      return recorder.record(
          input,
          context.getFunctionVersion(),
          () -> Duration.ofMillis(context.getRemainingTimeInMillis()));
    } catch (TradeConflictException e) {
      telemetry.count("Conflicts", Map.of());
      throw e;
    }
  }

  private static JsonObject result(Appended appended) {
    ComplianceRecord record = appended.record();
    TradeEntry entry = record.entry();
    JsonObject.Builder result =
        JsonObject.builder()
            .put("outcome", appended.outcome().name())
            .put("status", entry.status().name())
            .put("detailType", detailType(entry.status()))
            .put("tradeId", entry.key().tradeId())
            .put("sourceSystem", entry.sourceSystem())
            .put("eventType", entry.eventTypeName())
            .put("timestamp", entry.key().timestamp())
            .put("sequence", record.link().sequence());
    record.link().previousHash().ifPresent(hash -> result.put("previousHash", hash));
    return result
        .put("recordHash", record.link().recordHash())
        .put("eventHash", entry.hashes().eventHash())
        .put("unmatched", record.unmatched())
        .build();
  }

  /** The {@code detail-type} under which the workflow publishes the outcome. */
  private static String detailType(RecordStatus status) {
    return switch (status) {
      case ACCEPTED -> "Trade Accepted";
      case REJECTED -> "Trade Rejected";
    };
  }

  private static void report(Appended appended, Telemetry invocation) {
    TradeEntry entry = appended.record().entry();
    if (appended.outcome() == Appended.Outcome.DUPLICATE) {
      invocation.count("Duplicates", Map.of());
    } else {
      invocation.count(
          entry.status() == RecordStatus.ACCEPTED ? "TradesAccepted" : "TradesRejected",
          Map.of("sourceSystem", entry.sourceSystem()));
      reportLatency(entry, invocation);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    // Of an event without a usable one, the one that it is kept under.
    fields.put("tradeId", entry.key().tradeId());
    fields.put("outcome", appended.outcome().name());
    fields.put("status", entry.status().name());
    fields.put("eventType", entry.eventTypeName());
    fields.put("timestamp_us", Long.toString(entry.key().timestamp()));
    fields.put("sequence", Long.toString(appended.record().link().sequence()));
    fields.put("recordHash", appended.record().link().recordHash());
    fields.put("unmatched", Boolean.toString(appended.record().unmatched()));
    fields.put("attempts", Integer.toString(appended.attempts()));
    invocation.info("trade event on record", fields);
  }

  /**
   * RecordLatency: from EventBridge taking the event (whole seconds) to its record, in
   * milliseconds. The event's own time would measure how late its source sent it.
   */
  private static void reportLatency(TradeEntry entry, Telemetry invocation) {
    TradeEvent.of(entry.content().event())
        .envelopeTime()
        .ifPresent(
            taken -> {
              Duration latency = Duration.between(taken.instant(), entry.provenance().recordedAt());
              invocation.metric(
                  "RecordLatency",
                  (double) Math.max(0, latency.toMillis()),
                  Telemetry.Unit.MILLISECONDS,
                  Map.of());
            });
  }
}
