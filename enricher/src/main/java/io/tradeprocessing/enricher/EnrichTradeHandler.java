package io.tradeprocessing.enricher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.snapstart.MadeUpTrades;
import io.tradeprocessing.common.snapstart.Rehearsal;
import io.tradeprocessing.common.snapstart.Rehearsal.Step;
import io.tradeprocessing.common.telemetry.Invocations;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.telemetry.XRay;
import io.tradeprocessing.common.trade.TaskInput;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.enricher.marketdata.MarketData;
import io.tradeprocessing.enricher.marketdata.MarketData.Query;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import io.tradeprocessing.enricher.marketdata.TracedMarketData;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
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
 * enrichment, {@code docs/schema/enrichment-v1.json}. Any JSON has one.
 *
 * <p>Errors by their class names: {@link
 * io.tradeprocessing.enricher.marketdata.MarketDataUnavailableException} and {@code
 * ConfigurationUnavailableException} are worth a retry; {@link
 * io.tradeprocessing.common.json.MalformedJsonException}, for text that is not JSON or beyond the
 * limits of {@link JsonReader}, and {@code ConfigurationException} are not.
 */
public final class EnrichTradeHandler implements RequestStreamHandler {

  /** Time of an invocation that market data must leave for the answer. */
  private static final Duration RESERVE = Duration.ofMillis(500);

  private final TradeEnricher enricher = new TradeEnricher();
  private final Supplier<Settings> settings;
  private final Telemetry telemetry;
  private final Invocations invocations = new Invocations();

  /** Lambda's registry of such holds them weakly. */
  @SuppressWarnings("unused")
  private final Rehearsal rehearsal;

  private final BiFunction<URI, Integer, MarketData> connector;
  private @Nullable Connection connection;

  private record Connection(URI endpoint, int maxRetries, MarketData marketData) {}

  /** For Lambda: collaborators from the environment variables. */
  public EnrichTradeHandler() {
    this(System.getenv(), Clock.systemUTC());
  }

  private EnrichTradeHandler(Map<String, String> environment, Clock clock) {
    this(environment, clock, JsonTelemetry.fromEnvironment(environment, clock));
  }

  private EnrichTradeHandler(Map<String, String> environment, Clock clock, Telemetry telemetry) {
    SsmSettings fromSsm = SsmSettings.fromEnvironment(environment, clock, telemetry);
    List<Step> beforeSnapshot =
        SsmSettings.rehearsal(
            environment, clock, telemetry, new Step("enrichment", () -> rehearse(clock)));
    this(
        fromSsm,
        telemetry,
        connector(XRay.fromEnvironment(environment, clock)),
        Rehearsal.register(telemetry, beforeSnapshot, List.of(fromSsm.renewal())));
  }

  private static BiFunction<URI, Integer, MarketData> connector(XRay xray) {
    return (endpoint, maxRetries) ->
        new TracedMarketData(new HttpMarketData(endpoint, maxRetries), endpoint, xray);
  }

  /**
   * @param settings asked at every invocation
   * @param telemetry where log and metrics go
   * @param connector makes the market data client of an address and a number of retries; called
   *     when these first occur or change
   */
  public EnrichTradeHandler(
      Supplier<Settings> settings,
      Telemetry telemetry,
      BiFunction<URI, Integer, MarketData> connector) {
    this(settings, telemetry, connector, Rehearsal.none(telemetry));
  }

  private EnrichTradeHandler(
      Supplier<Settings> settings,
      Telemetry telemetry,
      BiFunction<URI, Integer, MarketData> connector,
      Rehearsal rehearsal) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.connector = connector;
    this.rehearsal = rehearsal;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    TaskInput input = TaskInput.read(JsonReader.bytes(in));
    TradeEvent event = TradeEvent.of(input.event());
    invocations.run(
        telemetry,
        context,
        input.executionArn(),
        event,
        invocation -> {
          Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
          JsonObject enrichment = enrich(event, left);
          report(event, enrichment, invocation);
          JsonWriter.write(enrichment, out);
        });
  }

  /** Handles made-up trades, before a snapshot. */
  static void rehearse(Clock clock) throws IOException {
    Settings settings = Settings.example();
    Rehearsal.invoke(
        new EnrichTradeHandler(() -> settings, Rehearsal.silent(clock), HttpMarketData::new),
        MadeUpTrades.all());
  }

  private JsonObject enrich(TradeEvent event, Duration left) {
    Settings now = settings.get();
    Optional<MarketDataAnswer> marketData =
        now.apiEndpoint()
            .flatMap(
                endpoint -> {
                  Optional<Query> query = enricher.marketDataQuery(event);
                  return query.map(asked -> client(endpoint, now.maxRetries()).ask(asked, left));
                });
    return enricher.enrich(event, marketData, now.priceDeviationLimitBps());
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
