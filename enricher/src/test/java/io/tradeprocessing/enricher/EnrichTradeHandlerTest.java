package io.tradeprocessing.enricher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.SampleTrades;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.enricher.marketdata.MarketData;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import io.tradeprocessing.testkit.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EnrichTradeHandlerTest {

  private static final String EVENT =
      """
      {"id": "e1", "source": "trading.system2", "detail-type": "Trade Event", "detail":
        {"tradeId": "T1", "executedAt": "2026-01-12T14:30:00Z", "quantity": 10, "price": 101,
         "currency": "EUR", "venue": "XPAR",
         "instrument": {"isin": "FR0000120271", "cfi": "ESVUFN"}}}
      """;

  private static final String WITHOUT_MARKET_DATA =
      "{\"event\": %s, \"execution\": {\"id\": \"arn:1\"}, \"marketData\": \"UNAVAILABLE\"}";

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final Telemetry telemetry =
      new JsonTelemetry(
          new PrintStream(log, true, StandardCharsets.UTF_8),
          CLOCK,
          "enricher",
          "test",
          Telemetry.Level.INFO);
  private final List<String> connections = new ArrayList<>();
  private final List<Duration> budgets = new ArrayList<>();
  private Settings settings = settings(Optional.empty(), 2);

  private final EnrichTradeHandler handler =
      new EnrichTradeHandler(
          () -> settings, this::connect, FunctionRuntime.local(CLOCK, telemetry));

  @Test
  void answersAnEnvelopeWithItsEnrichment() throws IOException {
    JsonObject enrichment = handle(EVENT);
    assertThat(enrichment.text("notional")).contains("1010");
    assertThat(enrichment.text("settlementDate")).contains("2026-01-14");
    assertThat(enrichment.has("market")).isFalse();
    assertThat(connections).isEmpty();
  }

  @Test
  void logsWhoseTradeItWasAndCountsItsGaps() throws IOException {
    handle("{\"source\": \"trading.system2\", \"detail\": {\"tradeId\": \"T7\"}}");
    List<JsonObject> lines =
        log.toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> JsonReader.read(line).asObject().orElseThrow())
            .toList();
    assertThat(lines.getFirst().get("EnrichmentGaps")).hasToString("JsonNumber[literal=6]");
    assertThat(lines.getFirst().text("sourceSystem")).contains("system2");
    assertThat(lines.getLast().text("tradeId")).contains("T7");
  }

  @Test
  void addsMarketContextWhereAnEndpointIsSet() throws IOException {
    settings = settings(Optional.of(URI.create("https://prices.example.com")), 2);
    JsonObject market = handle(EVENT).object("market").orElseThrow();
    assertThat(market.text("deviationBps")).contains("100.00");
    assertThat(market.text("fxRateToUsd")).contains("1.08");
    assertThat(budgets).containsExactly(Duration.ofMillis(2_500));
  }

  @Test
  void keepsItsConnectionUntilTheSettingsChange() throws IOException {
    URI endpoint = URI.create("https://prices.example.com");
    settings = settings(Optional.of(endpoint), 2);
    handle(EVENT);
    handle(EVENT);
    settings = settings(Optional.of(endpoint), 3);
    handle(EVENT);
    assertThat(connections)
        .containsExactly("https://prices.example.com 2", "https://prices.example.com 3");
  }

  @Test
  void answersWithoutTheApiAndCountsWhereTheWorkflowSaysThatItCannotBeReached() throws IOException {
    settings = settings(Optional.of(URI.create("https://prices.example.com")), 2);

    JsonObject enrichment = handle(WITHOUT_MARKET_DATA.formatted(EVENT));

    assertThat(budgets).isEmpty();
    assertThat(enrichment.has("market")).isFalse();
    assertThat(enrichment.text("notional")).contains("1010");
    assertThat(enrichment.get("gaps")).asString().contains("MARKET_DATA_UNAVAILABLE");
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("\"MarketDataUnavailable\":1")
        .contains("enriched without market data; the API cannot be reached");
  }

  @Test
  void hasNoGapWhereNoApiIsSetAnyMore() throws IOException {
    JsonObject enrichment = handle(WITHOUT_MARKET_DATA.formatted(EVENT));

    assertThat(enrichment.get("gaps")).isEqualTo(new JsonArray(List.of()));
  }

  @Test
  void doesNotAskForATradeThatNamesNoInstrument() throws IOException {
    settings = settings(Optional.of(URI.create("https://prices.example.com")), 2);
    assertThat(handle("{}").has("market")).isFalse();
    assertThat(budgets).isEmpty();
  }

  @Test
  void answersAnyJsonButRefusesOtherText() throws IOException {
    assertThat(handle("[1, null]").has("gaps")).isTrue();
    assertThat(handle("{\"detail\": \"x\"}").has("gaps")).isTrue();
    assertThatThrownBy(() -> handle("{")).isInstanceOf(MalformedJsonException.class);
  }

  private JsonObject handle(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        out,
        new TestContext().withRemaining(Duration.ofSeconds(3)));
    return JsonReader.read(out.toByteArray()).asObject().orElseThrow();
  }

  private MarketData connect(URI endpoint, int maxRetries) {
    connections.add(endpoint + " " + maxRetries);
    return (query, budget) -> {
      budgets.add(budget);
      assertThat(query.isin()).isEqualTo("FR0000120271");
      return new MarketDataAnswer.Found(
          new BigDecimal("100"), new BigDecimal("1.08"), Instant.parse("2026-01-12T14:29:00Z"));
    };
  }

  @Test
  void primesItsWholeWork() throws IOException {
    AtomicInteger lines = new AtomicInteger();
    Clock counting =
        new Clock() {
          @Override
          public Instant instant() {
            lines.incrementAndGet();
            return Instant.EPOCH;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };

    EnrichTradeHandler.prime(FunctionRuntime.local(counting, telemetry).priming());

    assertThat(lines).hasValueGreaterThanOrEqualTo(SampleTrades.all().size());
    assertThat(log.size()).isZero();
  }

  private static Settings settings(Optional<URI> endpoint, int maxRetries) {
    return new Settings(endpoint, new BigDecimal("1000000"), maxRetries, 500);
  }
}
