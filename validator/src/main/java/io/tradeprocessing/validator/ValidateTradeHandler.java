package io.tradeprocessing.validator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.snapstart.MadeUpTrades;
import io.tradeprocessing.common.snapstart.Rehearsal;
import io.tradeprocessing.common.snapstart.Rehearsal.Step;
import io.tradeprocessing.common.telemetry.Invocations;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.trade.TaskInput;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The Lambda function {@code TradeValidatorFunction}.
 *
 * <p>Input: the EventBridge envelope of a trade event, as {@link TaskInput} has it. Output: the
 * verdict, {@code {"valid", "tradeId", "ruleSet", "violations": [{"code", "field", "severity",
 * "message"}]}}; see {@link Verdict#toJson}. Any JSON that can be read has a verdict; that of an
 * input above {@link JsonReader#MAX_PAYLOAD} is that it is too large, so it is recorded as
 * rejected.
 *
 * <p>Errors by their class names: {@code ConfigurationUnavailableException} is worth a retry;
 * {@link io.tradeprocessing.common.json.MalformedJsonException}, for text that is not JSON or
 * beyond the limits of {@link JsonReader}, and {@code ConfigurationException} are not.
 */
public final class ValidateTradeHandler implements RequestStreamHandler {

  private final Supplier<Settings> settings;
  private final Clock clock;
  private final Telemetry telemetry;
  private final Invocations invocations = new Invocations();

  /** Lambda's registry of such holds them weakly. */
  @SuppressWarnings("unused")
  private final Rehearsal rehearsal;

  /** For Lambda: collaborators from the environment variables. */
  public ValidateTradeHandler() {
    this(System.getenv(), Clock.systemUTC());
  }

  private ValidateTradeHandler(Map<String, String> environment, Clock clock) {
    this(environment, clock, JsonTelemetry.fromEnvironment(environment, clock));
  }

  private ValidateTradeHandler(Map<String, String> environment, Clock clock, Telemetry telemetry) {
    SsmSettings fromSsm = SsmSettings.fromEnvironment(environment, clock, telemetry);
    List<Step> beforeSnapshot =
        SsmSettings.rehearsal(
            environment, clock, telemetry, new Step("validation", () -> rehearse(clock)));
    this(
        fromSsm,
        clock,
        telemetry,
        Rehearsal.register(telemetry, beforeSnapshot, List.of(fromSsm.renewal())));
  }

  /**
   * @param settings asked at every invocation
   * @param clock which times of trades may not be ahead of
   * @param telemetry where the log goes
   */
  public ValidateTradeHandler(Supplier<Settings> settings, Clock clock, Telemetry telemetry) {
    this(settings, clock, telemetry, Rehearsal.none(telemetry));
  }

  private ValidateTradeHandler(
      Supplier<Settings> settings, Clock clock, Telemetry telemetry, Rehearsal rehearsal) {
    this.settings = settings;
    this.clock = clock;
    this.telemetry = telemetry;
    this.rehearsal = rehearsal;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    byte[] json = JsonReader.bytes(in);
    TaskInput input = TaskInput.read(json);
    TradeEvent event = TradeEvent.of(input.event());
    invocations.run(
        telemetry,
        context,
        input.executionArn(),
        event,
        invocation -> {
          Verdict verdict =
              TradeValidator.validate(event, json.length, settings.get(), clock.instant());
          report(verdict, invocation);
          JsonWriter.write(verdict.toJson(), out);
        });
  }

  /** Handles made-up trades, before a snapshot. */
  static void rehearse(Clock clock) throws IOException {
    Settings settings = Settings.example();
    Rehearsal.invoke(
        new ValidateTradeHandler(() -> settings, clock, Rehearsal.silent(clock)),
        MadeUpTrades.all());
  }

  private static void report(Verdict verdict, Telemetry invocation) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("valid", Boolean.toString(verdict.valid()));
    fields.put("violations", Integer.toString(verdict.violations().size()));
    if (!verdict.violations().isEmpty()) {
      fields.put("codes", codes(verdict));
    }
    invocation.info("trade validated", fields);
  }

  /** The distinct codes, for a log query to count by; fields and messages are in the record. */
  private static String codes(Verdict verdict) {
    return verdict.violations().stream()
        .map(violation -> violation.code().name())
        .distinct()
        .collect(Collectors.joining(","));
  }
}
