package io.tradeprocessing.recorder;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.Priming;
import io.tradeprocessing.common.lambda.Step;
import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.Probe;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.Tried;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The Lambda function {@code ComplianceRecorderFunction}: records a trade event, accepted or
 * rejected, in the compliance store.
 *
 * <p>Input: {@code {"event": <EventBridge envelope>, "verdict": {"valid": <boolean>, …},
 * "enrichment": {…}, "execution": {"id": "<execution ARN>", …}}}.
 *
 * <p>Output: {@code {"outcome": "RECORDED"|"DUPLICATE", "status": "ACCEPTED"|"REJECTED",
 * "detailType": "Trade Accepted"|"Trade Rejected", "tradeId", "sourceSystem", "eventType",
 * "timestamp": "<sort key as text>", "region", "sequence", "previousHash", "recordHash",
 * "eventHash", "unmatched", "conflict", "replaces", "execution"}}; {@code previousHash} is absent
 * from a trade's first record. For a duplicate, all values are those of the first record.
 *
 * <p>A probe ({@code source} is {@code trading.probe}) is not recorded: it replaces the Region's
 * probe item, counts as {@code Probes}, and is answered with the outcome {@code PROBED} and the
 * detail type {@code Trade Probe}.
 *
 * <p>A review of {@code trading.operations} is recorded as any event; accepted only if the event
 * that it reviews is on record.
 *
 * <p>Errors, by class name: {@code StoreContendedException}, {@code StoreUnavailableException} and
 * {@code ReviewedEventMissingException} are worth a retry, all others are not.
 */
public final class RecordComplianceHandler implements RequestStreamHandler, BatchRecorder {

  private final Recorder recorder;
  private final FunctionRuntime runtime;

  /**
   * For Lambda: collaborators from the environment variables TABLE_NAME, AWS_REGION, REGION_SLOT,
   * REPLICA_REGION, ENVIRONMENT and LOG_LEVEL.
   */
  public RecordComplianceHandler() {
    FunctionRuntime lambda = FunctionRuntime.lambda();
    SsmSettings settings = SsmSettings.of(lambda);
    StoreConnection connection =
        new StoreConnection(settings, lambda.telemetry(), DynamoDb.connector(lambda));
    this(connection, lambda);
    List<Step> priming = new ArrayList<>(settings.priming());
    priming.addAll(RecorderPriming.steps(lambda));
    lambda.aroundSnapshot(priming, List.of(settings.refresh(), connection.refresh()));
  }

  /**
   * A recorder inside another function, on the store that the same environment variables name.
   *
   * @param settings read at every invocation
   */
  public static RecordComplianceHandler of(Supplier<Settings> settings, FunctionRuntime runtime) {
    return new RecordComplianceHandler(
        new StoreConnection(settings, runtime.telemetry(), DynamoDb.connector(runtime)), runtime);
  }

  /** Connects a function with a recorder inside to the store before its snapshot. */
  public static Step connecting(FunctionRuntime runtime) {
    return RecorderPriming.connecting(runtime);
  }

  /**
   * Rehearses before a snapshot, with a recorder whose store is in no table, accepts everything and
   * knows no trade.
   *
   * @param runtime whose telemetry is not to be seen: {@link FunctionRuntime#priming}
   */
  public static void rehearse(
      FunctionRuntime runtime, Priming.Rehearsal<RecordComplianceHandler> work) throws IOException {
    RecorderPriming.rehearse(runtime, work);
  }

  /**
   * @param store read at every invocation
   */
  public RecordComplianceHandler(Supplier<TradeStore> store, FunctionRuntime runtime) {
    this.recorder = new Recorder(store, runtime.clock());
    this.runtime = runtime;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    RecorderInput input = RecorderInput.read(JsonReader.bytes(in));
    JsonObject result =
        runtime.invoke(
            context,
            Optional.of(input.executionArn()),
            input.event(),
            invocation -> {
              if (input.event().isProbe()) {
                Probe probe = recorder.probe(input, context.getFunctionVersion());
                invocation.count("Probes", Map.of());
                return result(probe, input.content());
              }
              return reported(record(input, context), input.event(), invocation);
            });
    JsonWriter.write(result, out);
  }

  /** {@inheritDoc} Probes are not recorded in batches. */
  @Override
  public List<Tried<JsonObject>> recordAll(List<JsonObject> inputs, Context context) {
    List<Tried<RecorderInput>> read =
        inputs.stream().map(input -> Tried.of(() -> RecorderInput.of(input))).toList();
    return Tried.together(read, events -> recordEvents(events, context));
  }

  private List<Tried<JsonObject>> recordEvents(List<RecorderInput> events, Context context) {
    Iterator<Tried<Appended>> appended =
        recorder
            .record(
                events,
                context.getFunctionVersion(),
                () -> Duration.ofMillis(context.getRemainingTimeInMillis()))
            .iterator();
    return events.stream()
        .map(
            event -> {
              Tried<Appended> tried = appended.next();
              return Tried.of(
                  () ->
                      runtime.invoke(
                          context,
                          Optional.of(event.executionArn()),
                          event.event(),
                          invocation -> reported(tried.get(), event.event(), invocation)));
            })
        .toList();
  }

  private static JsonObject reported(Appended appended, TradeEvent event, Telemetry invocation) {
    report(appended, event, invocation);
    return result(appended);
  }

  /** The same fields, for the workflow publishes them; there is no record that they could name. */
  private static JsonObject result(Probe probe, Content content) {
    return JsonObject.builder()
        .put("outcome", "PROBED")
        .put("status", RecordStatus.ACCEPTED.name())
        .put("detailType", "Trade Probe")
        .put("tradeId", Probe.tradeId(probe.region()))
        .put("sourceSystem", "probe")
        .put("eventType", EventType.NEW.name())
        .put("timestamp", Probe.TIMESTAMP)
        .put("region", probe.region())
        .put("sequence", 0)
        .put("recordHash", "")
        .put("eventHash", content.eventHash())
        .put("unmatched", false)
        .put("conflict", false)
        .put("replaces", false)
        .put("execution", probe.executionArn())
        .build();
  }

  private Appended record(RecorderInput input, Context context) {
    return recorder.record(
        input,
        context.getFunctionVersion(),
        () -> Duration.ofMillis(context.getRemainingTimeInMillis()));
  }

  private static JsonObject result(Appended appended) {
    ComplianceRecord record = appended.record();
    TradeEntry entry = record.entry();
    JsonObject.Builder result =
        JsonObject.builder()
            .put("outcome", appended.outcome().name())
            .put("status", entry.status().name())
            .put("detailType", detailType(entry.status()))
            .put("tradeId", entry.tradeId())
            .put("sourceSystem", entry.sourceSystem())
            .put("eventType", entry.eventTypeName())
            .put("timestamp", record.key().timestamp().toString())
            .put("region", record.region().name())
            .put("sequence", record.link().sequence());
    record.link().previousHash().ifPresent(hash -> result.put("previousHash", hash));
    return result
        .put("recordHash", record.link().recordHash())
        .put("eventHash", entry.hashes().eventHash())
        .put("unmatched", record.flags().unmatched())
        .put("conflict", record.flags().conflict())
        .put("replaces", record.flags().replaces())
        .put("execution", entry.provenance().executionArn())
        .build();
  }

  /** The {@code detail-type} under which the workflow publishes the outcome. */
  private static String detailType(RecordStatus status) {
    return switch (status) {
      case ACCEPTED -> "Trade Accepted";
      case REJECTED -> "Trade Rejected";
    };
  }

  private static void report(Appended appended, TradeEvent event, Telemetry invocation) {
    TradeEntry entry = appended.record().entry();
    if (appended.outcome() == Appended.Outcome.DUPLICATE) {
      invocation.count("Duplicates", Map.of());
    } else {
      invocation.count(
          entry.status() == RecordStatus.ACCEPTED ? "TradesAccepted" : "TradesRejected",
          Map.of("sourceSystem", entry.sourceSystem()));
      reportLatency(event, entry, invocation);
      if (appended.record().flags().conflict()) {
        invocation.count("Conflicts", Map.of());
      }
      if (appended.record().flags().unmatched()) {
        invocation.count("Unmatched", Map.of());
      }
    }
    ComplianceRecord record = appended.record();
    Map<String, String> fields = new LinkedHashMap<>();
    // An event without a usable identifier is kept under another one.
    fields.put("tradeId", entry.tradeId());
    fields.put("outcome", appended.outcome().name());
    fields.put("status", entry.status().name());
    fields.put("eventType", entry.eventTypeName());
    fields.put("recordTimestamp", record.key().timestamp().toString());
    fields.put("region", record.region().name());
    fields.put("sequence", Long.toString(record.link().sequence()));
    fields.put("recordHash", record.link().recordHash());
    fields.put("unmatched", Boolean.toString(record.flags().unmatched()));
    fields.put("conflict", Boolean.toString(record.flags().conflict()));
    fields.put("replaces", Boolean.toString(record.flags().replaces()));
    fields.put("attempts", Integer.toString(appended.attempts()));
    // A NEW over a live trade may double a position. A conflict has its own count and alarm.
    boolean warns =
        appended.outcome() == Appended.Outcome.RECORDED
            && record.flags().replaces()
            && !record.flags().conflict();
    invocation.log(
        warns ? Telemetry.Level.WARN : Telemetry.Level.INFO, "trade event on record", fields);
  }

  /**
   * RecordLatency: milliseconds from the arrival of the event at EventBridge (whole seconds) to its
   * record. From the event's own time it would include the delay of its source.
   */
  private static void reportLatency(TradeEvent event, TradeEntry entry, Telemetry invocation) {
    event
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
