package io.tradeprocessing.validator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.Priming;
import io.tradeprocessing.common.lambda.SampleTrades;
import io.tradeprocessing.common.lambda.Step;
import io.tradeprocessing.common.lambda.TradeTask;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.trade.TaskInput;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
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
 * "message", "attributes"}]}}; see {@link Verdict#toJson}. Any JSON that can be read gets a
 * verdict; an input above {@link JsonReader#MAX_PAYLOAD} is invalid because of its size, so it is
 * recorded as rejected.
 *
 * <p>Errors, by class name: {@code ConfigurationUnavailableException} is worth a retry; {@link
 * io.tradeprocessing.common.json.MalformedJsonException}, for text that is not JSON or exceeds the
 * limits of {@link JsonReader}, and {@code ConfigurationException} are not.
 */
public final class ValidateTradeHandler implements RequestStreamHandler, TradeTask {

  private final Supplier<Settings> settings;
  private final FunctionRuntime runtime;

  /** For Lambda: collaborators from the environment variables. */
  public ValidateTradeHandler() {
    FunctionRuntime lambda = FunctionRuntime.lambda();
    SsmSettings fromSsm = SsmSettings.of(lambda);
    this(fromSsm, lambda);
    List<Step> priming = new ArrayList<>(fromSsm.priming());
    priming.add(new Step("validation", () -> prime(lambda.priming())));
    lambda.aroundSnapshot(priming, List.of(fromSsm.refresh()));
  }

  /**
   * @param settings read at every invocation
   * @param runtime whose clock the times of trades must not be ahead of
   */
  public ValidateTradeHandler(Supplier<Settings> settings, FunctionRuntime runtime) {
    this.settings = settings;
    this.runtime = runtime;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    JsonWriter.write(answer(TaskInput.read(JsonReader.bytes(in)), context), out);
  }

  @Override
  public JsonObject answer(TaskInput input, Context context) {
    TradeEvent event = TradeEvent.of(input.event());
    return runtime.invoke(
        context,
        input.executionArn(),
        event,
        invocation -> {
          Verdict verdict =
              TradeValidator.validate(
                  event, input.bytes(), settings.get(), runtime.clock().instant());
          report(verdict, invocation);
          return verdict.toJson();
        });
  }

  /** Handles sample trades, before a snapshot. */
  static void prime(FunctionRuntime runtime) throws IOException {
    Settings defaults = Settings.defaults();
    Priming.invoke(new ValidateTradeHandler(() -> defaults, runtime), SampleTrades.all());
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
