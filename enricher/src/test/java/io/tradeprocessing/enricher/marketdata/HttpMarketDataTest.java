package io.tradeprocessing.enricher.marketdata;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.telemetry.Tracing;
import io.tradeprocessing.enricher.marketdata.MarketData.Query;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer.Found;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer.NotFound;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer.Unusable;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class HttpMarketDataTest {

  private static final Query QUERY =
      new Query("US0378331005", "USD", Instant.parse("2026-01-12T14:30:00Z"));
  private static final String WITH_MORE =
      """
      {"isin": "US0378331005", "currency": "USD", "referencePrice": 1, "fxRateToUsd": 1,
       "asOf": "2026-01-12T14:29:58Z", %s}
      """;
  private static final Query WITH_LEI =
      new Query(
          "US0378331005",
          "USD",
          Instant.parse("2026-01-12T14:30:00Z"),
          Optional.of("5493000F4ZO33MV32P92"));
  private static final Instant AS_OF = Instant.parse("2026-01-12T14:29:58Z");
  private static final String BODY =
      """
      {"isin": "US0378331005", "currency": "USD", "referencePrice": "187.42", "fxRateToUsd": 1,
       "asOf": "2026-01-12T14:29:58Z", "source": "test"}
      """;
  private static final Duration BUDGET = Duration.ofSeconds(5);

  @RegisterExtension
  final WireMockExtension api =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  @Test
  void asksForTheInstrumentInTheTradesCurrencyAtTheTradingTime() {
    api.stubFor(
        get(urlPathEqualTo("/md/v1/instruments/US0378331005/market-context"))
            .withQueryParam("currency", equalTo("USD"))
            .withQueryParam("at", equalTo("2026-01-12T14:30:00Z"))
            .withHeader("Accept", equalTo("application/json"))
            .willReturn(okJson(BODY)));

    MarketDataAnswer answer =
        new HttpMarketData(URI.create(api.baseUrl() + "/md/"), 0).ask(QUERY, BUDGET);

    assertThat(answer).isEqualTo(new Found(new BigDecimal("187.42"), BigDecimal.ONE, AS_OF));
  }

  @Test
  void asksForTheLeiWhereTheTradeHasOne() {
    api.stubFor(
        get(urlPathEqualTo("/v1/instruments/US0378331005/market-context"))
            .withQueryParam("lei", equalTo("5493000F4ZO33MV32P92"))
            .willReturn(okJson(BODY)));

    assertThat(client(0).ask(WITH_LEI, BUDGET)).isInstanceOf(Found.class);
    assertThat(client(0).ask(QUERY, BUDGET)).isEqualTo(new NotFound());
  }

  @ParameterizedTest
  @CsvSource({
    "9999999999999999999999999999999999, true",
    "99999999999999999999999999999999999, false",
    "1e-34, true",
    "1e-35, false",
    "1e34, true",
    "1e35, false"
  })
  void readsPricesOfThirtyFourDigitsAtMost(String price, boolean readable) {
    answers(okJson(BODY.replace("\"187.42\"", price)));

    assertThat(client(0).ask(QUERY, BUDGET)).isInstanceOf(readable ? Found.class : Unusable.class);
  }

  @Test
  void keepsToTheOpenApiFile() throws IOException {
    Map<String, Object> file = openApi();
    Map<String, Object> example =
        at(
            file,
            "paths",
            "/v1/instruments/{isin}/market-context",
            "get",
            "responses",
            "200",
            "content",
            "application/json",
            "example");
    api.stubFor(
        get(urlPathEqualTo("/v1/instruments/US0378331005/market-context"))
            .willReturn(okJson(json(example).toString())));

    assertThat(client(0).ask(WITH_LEI, BUDGET))
        .isEqualTo(
            new Found(
                new BigDecimal("187.42"),
                BigDecimal.ONE,
                AS_OF,
                new SecurityMaster(
                    Optional.of(InstrumentKind.EQUITY),
                    Optional.of("DTC"),
                    List.of("XNAS", "XETR")),
                Optional.of("ISSUED")));
    assertThat(at(file, "components", "schemas", "MarketContext").get("required"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .isSubsetOf(example.keySet());
    assertThat(at(file, "components", "schemas", "MarketContext", "properties"))
        .containsOnlyKeys(example.keySet());
  }

  private static Json json(Object yaml) {
    return switch (yaml) {
      case Map<?, ?> map -> {
        JsonObject.Builder object = JsonObject.builder();
        map.forEach((name, value) -> object.put(String.valueOf(name), json(value)));
        yield object.build();
      }
      case List<?> list -> new JsonArray(list.stream().map(HttpMarketDataTest::json).toList());
      default -> Json.of(yaml.toString());
    };
  }

  private static Map<String, Object> openApi() throws IOException {
    return new Yaml().load(Files.readString(Path.of("..", "docs/schema/market-data-v1.yaml")));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> at(Map<String, Object> yaml, String... path) {
    Map<String, Object> found = yaml;
    for (String name : path) {
      found = (Map<String, Object>) Objects.requireNonNull(found.get(name), name);
    }
    return found;
  }

  @Test
  void knowsThatTheApiDoesNotHaveTheInstrument() {
    answers(aResponse().withStatus(404));
    assertThat(client(2).ask(QUERY, BUDGET)).isEqualTo(new NotFound());
    assertThat(requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void triesAgainAndThenSaysThatTheApiIsUnavailable(int status) {
    answers(aResponse().withStatus(status));
    assertThatThrownBy(() -> client(2).ask(QUERY, BUDGET))
        .isInstanceOf(MarketDataUnavailableException.class)
        .hasMessageContaining("answered " + status);
    assertThat(requests()).isEqualTo(3);
  }

  @Test
  void takesTheAnswerOfTheSecondAttempt() {
    api.stubFor(
        any(anyUrl())
            .inScenario("recovers")
            .whenScenarioStateIs("Started")
            .willSetStateTo("well")
            .willReturn(aResponse().withStatus(503)));
    api.stubFor(
        any(anyUrl()).inScenario("recovers").whenScenarioStateIs("well").willReturn(okJson(BODY)));
    assertThat(client(1).ask(QUERY, BUDGET)).isInstanceOf(Found.class);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatABrokenConnectionIsUnavailability(Fault fault) {
    answers(
        aResponse()
            .withStatus(200)
            .withHeader("Content-Type", "application/json")
            .withFault(fault));
    assertThatThrownBy(() -> client(0).ask(QUERY, BUDGET))
        .isInstanceOf(MarketDataUnavailableException.class)
        .hasMessageMatching("the exchange with the market data API failed: [A-Za-z]+Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "0, interrupted while asking the market data API",
    "1, interrupted while waiting to ask again"
  })
  void stopsAskingWhenItsThreadIsInterrupted(int maxRetries, String message) {
    answers(okJson(BODY).withFixedDelay(10_000));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> client(maxRetries).ask(QUERY, BUDGET))
        .isInstanceOf(MarketDataUnavailableException.class)
        .hasMessage(message);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void givesUpOnASlowAnswerWithinTheBudget() {
    answers(okJson(BODY).withFixedDelay(10_000));
    assertEndsWithin(Duration.ofMillis(150));
  }

  @Test
  void givesUpOnABodyThatComesInDropsWithinTheBudget() {
    answers(okJson(BODY).withChunkedDribbleDelay(20, 10_000));
    assertEndsWithin(Duration.ofMillis(150));
  }

  private void assertEndsWithin(Duration budget) {
    long start = System.nanoTime();
    assertThatThrownBy(() -> client(3).ask(QUERY, budget))
        .isInstanceOf(MarketDataUnavailableException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void doesNotAskWithoutTime() {
    answers(okJson(BODY));
    assertThatThrownBy(() -> client(0).ask(QUERY, Duration.ZERO))
        .isInstanceOf(MarketDataUnavailableException.class)
        .hasMessageContaining("no time left");
    assertThat(requests()).isZero();
  }

  @Test
  void stopsReadingABodyAboveTheLimit() {
    answers(okJson("\"" + "x".repeat(2_000_000) + "\""));
    assertThat(client(2).ask(QUERY, BUDGET))
        .isEqualTo(new Unusable("the body is larger than 65536 bytes"));
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void takesWhatASecurityMasterAndGleifKnow() {
    answers(
        okJson(
            WITH_MORE.formatted(
                """
                "instrument": {"kind": "EQUITY", "depository": "DTC", "listing": ["XNAS", "XETR"]},
                "executingEntity": {"lei": "5493000F4ZO33MV32P92", "status": "LAPSED"}
                """)));

    assertThat(client(2).ask(WITH_LEI, BUDGET))
        .isEqualTo(
            new Found(
                BigDecimal.ONE,
                BigDecimal.ONE,
                AS_OF,
                new SecurityMaster(
                    Optional.of(InstrumentKind.EQUITY),
                    Optional.of("DTC"),
                    List.of("XNAS", "XETR")),
                Optional.of("LAPSED")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"instrument\": []",
        "\"instrument\": {\"kind\": \"SHARE\"}",
        "\"instrument\": {\"kind\": 1}",
        "\"instrument\": {\"depository\": \"a depository\"}",
        "\"instrument\": {\"depository\": \"\"}",
        "\"instrument\": {\"listing\": \"XNAS\"}",
        "\"instrument\": {\"listing\": [\"NASDAQ\"]}",
        "\"instrument\": {\"listing\": [1]}",
        "\"executingEntity\": {\"lei\": \"5493000F4ZO33MV32P92\"}",
        "\"executingEntity\": {\"lei\": \"529900T8BM49AURSDO55\", \"status\": \"ISSUED\"}",
        "\"executingEntity\": {\"lei\": \"5493000F4ZO33MV32P92\", \"status\": \"<html>\"}",
        "\"executingEntity\": 1",
      })
  void refusesWhatIsNotInTheContractThere(String more) {
    answers(okJson(WITH_MORE.formatted(more)));
    assertThat(client(2).ask(WITH_LEI, BUDGET))
        .isInstanceOfSatisfying(
            Unusable.class, answer -> assertThat(answer.problem()).contains("malformed"));
  }

  @Test
  void readsNoMoreListingsThanTheContractAllows() {
    String listing = "\"XNAS\"" + ", \"XNAS\"".repeat(100);
    answers(okJson(WITH_MORE.formatted("\"instrument\": {\"listing\": [" + listing + "]}")));
    assertThat(client(2).ask(WITH_LEI, BUDGET)).isInstanceOf(Unusable.class);
  }

  @Test
  void doesNotFollowARedirect() {
    answers(aResponse().withStatus(302).withHeader("Location", "http://localhost:1/elsewhere"));
    assertThat(client(2).ask(QUERY, BUDGET)).isEqualTo(new Unusable("status 302"));
  }

  @Test
  void refusesAnotherContentType() {
    answers(aResponse().withHeader("Content-Type", "text/html").withBody(BODY));
    assertThat(client(2).ask(QUERY, BUDGET))
        .isEqualTo(new Unusable("the content type is not application/json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "{\"isin\": \"US0378331005\", \"currency\":",
        "[]",
        "{}",
        """
        {"isin": "US5949181045", "currency": "USD", "referencePrice": 1, "fxRateToUsd": 1, "asOf": "2026-01-12T14:29:58Z"}
        """,
        """
        {"isin": "US0378331005", "currency": "EUR", "referencePrice": 1, "fxRateToUsd": 1, "asOf": "2026-01-12T14:29:58Z"}
        """,
        """
        {"isin": "US0378331005", "currency": "USD", "referencePrice": 0, "fxRateToUsd": 1, "asOf": "2026-01-12T14:29:58Z"}
        """,
        """
        {"isin": "US0378331005", "currency": "USD", "referencePrice": "1,5", "fxRateToUsd": 1, "asOf": "2026-01-12T14:29:58Z"}
        """,
        """
        {"isin": "US0378331005", "currency": "USD", "referencePrice": 1e999, "fxRateToUsd": 1, "asOf": "2026-01-12T14:29:58Z"}
        """,
        """
        {"isin": "US0378331005", "currency": "USD", "referencePrice": 1, "fxRateToUsd": true, "asOf": "2026-01-12T14:29:58Z"}
        """,
        """
        {"isin": "US0378331005", "currency": "USD", "referencePrice": 1, "fxRateToUsd": 1}
        """,
        """
        {"isin": "US0378331005", "currency": "USD", "referencePrice": 1, "fxRateToUsd": 1, "asOf": ""}
        """,
        """
        {"isin": "US0378331005", "currency": "USD", "referencePrice": 1, "fxRateToUsd": 1, "asOf": "<html>"}
        """,
        """
        {"isin": "US0378331005", "currency": "USD", "referencePrice": 1, "fxRateToUsd": 1, "asOf": "2026-01-12"}
        """,
        """
        {"isin": "US0378331005", "currency": "USD", "referencePrice": 1, "fxRateToUsd": 1.08, "asOf": "2026-01-12T14:29:58Z"}
        """,
      })
  void refusesABodyThatIsNotInTheContractWithoutEchoingIt(String body) {
    answers(okJson(body));
    assertThat(client(2).ask(QUERY, BUDGET))
        .isInstanceOfSatisfying(
            Unusable.class, answer -> assertThat(answer.problem()).doesNotContain("html", "1e999"));
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void stopsAskingAfterFailuresInARow() {
    answers(aResponse().withStatus(500));
    HttpMarketData client = client(0);
    for (int i = 0; i < HttpMarketData.FAILURES_TO_OPEN; i++) {
      assertThatThrownBy(() -> client.ask(QUERY, BUDGET)).hasMessageContaining("answered 500");
    }
    assertThatThrownBy(() -> client.ask(QUERY, BUDGET))
        .isInstanceOf(MarketDataUnavailableException.class)
        .hasMessageContaining("the next attempt is in up to 30 s");
    assertThat(requests()).isEqualTo(HttpMarketData.FAILURES_TO_OPEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://prices.example.com", "ftp://localhost/x", "http://localhost.example.com"})
  void refusesAnAddressThatIsNeitherHttpsNorLocal(String address) {
    assertThatThrownBy(() -> new HttpMarketData(URI.create(address), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https");
  }

  private HttpMarketData client(int maxRetries) {
    return new HttpMarketData(
        URI.create(api.baseUrl()), maxRetries, Duration.ofMillis(2), Tracing.none());
  }

  private void answers(ResponseDefinitionBuilder response) {
    api.stubFor(any(anyUrl()).willReturn(response));
  }

  private int requests() {
    return api.findAll(anyRequestedFor(anyUrl())).size();
  }
}
