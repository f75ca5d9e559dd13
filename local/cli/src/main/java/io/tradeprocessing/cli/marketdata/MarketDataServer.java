package io.tradeprocessing.cli.marketdata;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradeprocessing.cli.marketdata.PriceList.Price;
import io.tradeprocessing.common.identifier.IdentifierCheck;
import io.tradeprocessing.common.identifier.Isin;
import io.tradeprocessing.common.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves a price list by the contract of {@code docs/schema/market-data-v1.yaml}. */
public final class MarketDataServer implements AutoCloseable {

  private static final Pattern PATH = Pattern.compile("/v1/instruments/([^/]+)/market-context");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  /** Seconds; the JDK's server reads them when it is first used, and has no limits without them. */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "sun.net.httpserver.idleInterval", 5,
          "sun.net.httpserver.maxReqTime", 5,
          "sun.net.httpserver.maxRspTime", 5);

  private final PriceList prices;
  private final HttpServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  private MarketDataServer(PriceList prices, HttpServer server) {
    this.prices = prices;
    this.server = server;
  }

  /**
   * Starts.
   *
   * @param address where it listens; port 0 is any that is free
   * @throws IOException if it cannot listen there
   */
  public static MarketDataServer start(PriceList prices, InetSocketAddress address)
      throws IOException {
    LIMITS.forEach(MarketDataServer::limit);
    HttpServer server = HttpServer.create(address, 0);
    MarketDataServer started = new MarketDataServer(prices, server);
    server.createContext("/", started::handle);
    server.setExecutor(started.workers);
    server.start();
    return started;
  }

  private static void limit(String property, int seconds) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(seconds));
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.close();
  }

  private record Answer(int status, JsonObject body) {
    static Answer problem(int status, String problem) {
      return new Answer(status, JsonObject.builder().put("error", problem).build());
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) {
    if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      return Answer.problem(405, "only GET is served");
    }
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    if (!path.matches()) {
      return Answer.problem(404, "only /v1/instruments/{isin}/market-context is served");
    }
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String isin = path.group(1);
    String currency = query.getOrDefault("currency", "");
    Optional<Instant> at = time(query.getOrDefault("at", ""));
    if (Isin.check(isin) != IdentifierCheck.OK) {
      return Answer.problem(400, "isin must be an ISIN with its check digit");
    }
    if (!CURRENCY.matcher(currency).matches()) {
      return Answer.problem(400, "currency must be a code of ISO 4217");
    }
    if (at.isEmpty()) {
      return Answer.problem(400, "at must be a time such as 2026-01-12T14:30:00Z");
    }
    return prices
        .at(isin, currency, at.get())
        .map(price -> new Answer(200, context(isin, currency, price)))
        .orElseGet(
            () ->
                Answer.problem(
                    404, "no price of %s in %s by %s".formatted(isin, currency, at.get())));
  }

  private static JsonObject context(String isin, String currency, Price price) {
    JsonObject.Builder context =
        JsonObject.builder()
            .put("isin", isin)
            .put("currency", currency)
            .put("referencePrice", price.referencePrice())
            .put("fxRateToUsd", price.fxRateToUsd())
            .put("asOf", price.asOf().toString());
    if (price.instrument().size() > 0) {
      context.put("instrument", price.instrument());
    }
    return context.build();
  }

  /** The parameters of a query; of a repeated one the first. */
  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> parameters = new HashMap<>();
    if (raw == null) {
      return parameters;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  /** A malformed escape cannot be part of a valid value. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
