package io.tradeprocessing.enricher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.json.JsonArray;
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
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.enricher.marketdata.MarketData;
import io.tradeprocessing.enricher.marketdata.MarketData.Query;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda function {@code MetadataEnricherFunction}.
 *
 * <p>Input: the EventBridge envelope of a trade event, as {@link TaskInput} has it. Output: the
 * enrichment, {@code docs/schema/enrichment-v1.json}. Any JSON gets one. Where the input says that
 * market data cannot be reached, the API is not asked and the answer has a gap instead.
 *
 * <p>Errors, by class name: {@link
 * io.tradeprocessing.enricher.marketdata.MarketDataUnavailableException} and {@code
 * ConfigurationUnavailableException} are worth a retry; {@link
 * io.tradeprocessing.common.json.MalformedJsonException}, for text that is not JSON or exceeds the
 * limits of {@link JsonReader}, and {@code ConfigurationException} are not.
 */
public final class EnrichTradeHandler implements RequestStreamHandler, TradeTask {

  /** The time that market data must leave of an invocation, for the response. */
  private static final Duration RESERVE = Duration.ofMillis(500);

  private final TradeEnricher enricher = new TradeEnricher();
  private final Supplier<Settings> settings;
  private final BiFunction<URI, Integer, MarketData> connector;
  private final FunctionRuntime runtime;
  private @Nullable Connection connection;

  private record Connection(URI endpoint, int maxRetries, MarketData marketData) {}

  /** For Lambda: collaborators from the environment variables. */
  public EnrichTradeHandler() {
    FunctionRuntime lambda = FunctionRuntime.lambda();
    SsmSettings fromSsm = SsmSettings.of(lambda);
    this(fromSsm, HttpMarketData.connector(lambda.tracing()), lambda);
    List<Step> priming = new ArrayList<>(fromSsm.priming());
    priming.add(new Step("enrichment", () -> prime(lambda.priming())));
    lambda.aroundSnapshot(priming, List.of(fromSsm.refresh()));
  }

  /**
   * @param settings read at every invocation
   * @param connector creates the market data client for an address and a number of retries; called
   *     when these first occur or change
   */
  public EnrichTradeHandler(
      Supplier<Settings> settings,
      BiFunction<URI, Integer, MarketData> connector,
      FunctionRuntime runtime) {
    this.settings = settings;
    this.connector = connector;
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
          Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
          // A review carries the event that it judges, and is recorded with its enrichment.
          JsonObject enrichment = enrich(event.subject(), input.marketDataUnavailable(), left);
          report(event, enrichment, invocation);
          if (input.marketDataUnavailable()) {
            invocation.count("MarketDataUnavailable", Map.of());
            invocation.warn("enriched without market data; the API cannot be reached", Map.of());
          }
          return enrichment;
        });
  }

  /** Handles sample trades, before a snapshot. */
  static void prime(FunctionRuntime runtime) throws IOException {
    Settings defaults = Settings.defaults();
    Priming.invoke(
        new EnrichTradeHandler(
            () -> defaults, HttpMarketData.connector(runtime.tracing()), runtime),
        SampleTrades.all());
  }

  private JsonObject enrich(TradeEvent event, boolean marketDataUnavailable, Duration left) {
    Settings now = settings.get();
    Optional<MarketDataAnswer> marketData =
        now.apiEndpoint()
            .flatMap(
                endpoint -> {
                  Optional<Query> query = enricher.marketDataQuery(event);
                  return query.map(
                      asked ->
                          marketDataUnavailable
                              ? new MarketDataAnswer.Unavailable()
                              : client(endpoint, now.maxRetries()).ask(asked, left));
                });
    return enricher.enrich(event, marketData, now);
  }

  private synchronized MarketData client(URI endpoint, int maxRetries) {
    Connection known = connection;
    if (known == null || !known.endpoint.equals(endpoint) || known.maxRetries != maxRetries) {
      known = new Connection(endpoint, maxRetries, connector.apply(endpoint, maxRetries));
      connection = known;
    }
    return known.marketData;
  }

  private static void report(TradeEvent event, JsonObject enrichment, Telemetry invocation) {
    int gaps = enrichment.get("gaps") instanceof JsonArray found ? found.values().size() : 0;
    invocation.metric(
        "EnrichmentGaps", gaps, Telemetry.Unit.COUNT, Map.of("sourceSystem", event.sourceSystem()));
    invocation.info("trade enriched", Map.of("gaps", Integer.toString(gaps)));
  }
}
