package io.tradeprocessing.cli.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.enricher.marketdata.MarketData.Query;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer.Found;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer.NotFound;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The local API, asked by the client that the enricher has. */
class MarketDataServerTest {

  private final PriceList prices =
      PriceList.parse(
          "prices.csv",
          List.of(
              "isin,currency,referencePrice,fxRateToUsd,asOf",
              "FR0000120271,EUR,56.00,1.1670,2026-01-12T13:59:58Z"));
  private final HttpClient http = HttpClient.newHttpClient();
  private MarketDataServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        MarketDataServer.start(prices, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private URI address(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }

  private MarketDataAnswer ask(String isin, String currency, String at) {
    return new HttpMarketData(address(""), 0)
        .ask(new Query(isin, currency, Instant.parse(at)), Duration.ofSeconds(10));
  }

  @Test
  void theEnrichersClientGetsTheLastPriceKnownAtTheTradingTime() {
    assertThat(ask("FR0000120271", "EUR", "2026-01-12T14:00:00.123456Z"))
        .isEqualTo(
            new Found(
                new BigDecimal("56.00"),
                new BigDecimal("1.1670"),
                Instant.parse("2026-01-12T13:59:58Z")));
  }

  @Test
  void theEnrichersClientTakesWhatIsNotListedForNotFound() {
    assertThat(ask("FR0000120271", "USD", "2026-01-12T14:00:00Z")).isEqualTo(new NotFound());
    assertThat(ask("US0378331005", "EUR", "2026-01-12T14:00:00Z")).isEqualTo(new NotFound());
    assertThat(ask("FR0000120271", "EUR", "2026-01-12T13:00:00Z")).isEqualTo(new NotFound());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | /v1/instruments/FR0000120272/market-context?currency=EUR&at=2026-01-12T14:00:00Z  | isin must be
          400 | /v1/instruments/FR0000120271/market-context?currency=euro&at=2026-01-12T14:00:00Z | currency must be
          400 | /v1/instruments/FR0000120271/market-context?at=2026-01-12T14:00:00Z               | currency must be
          400 | /v1/instruments/FR0000120271/market-context?currency=EUR&at=yesterday             | at must be
          400 | /v1/instruments/FR0000120271/market-context                                       | currency must be
          404 | /v1/instruments/FR0000120271                                                      | only /v1/
          """)
  void anotherRequestIsToldWhatIsServed(int status, String path, String said)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Project.parse(response.body()).get("error").asText()).startsWith(said);
  }

  @Test
  void anotherMethodIsNotAllowed() throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(
                    address(
                        "/v1/instruments/FR0000120271/market-context"
                            + "?currency=EUR&at=2026-01-12T14:00:00Z"))
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET");
  }
}
