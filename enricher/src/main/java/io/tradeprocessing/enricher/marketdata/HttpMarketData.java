package io.tradeprocessing.enricher.marketdata;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.telemetry.Tracing;
import io.tradeprocessing.common.trade.Decimals;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer.Found;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer.NotFound;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer.Unusable;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * Market data over HTTP: {@code GET
 * <api-endpoint>/v1/instruments/{isin}/market-context?currency=…&at=…&lei=…}.
 *
 * <p>One exchange takes at most {@value #ATTEMPT_SECONDS} seconds, all of them together the budget
 * of the call. Failures are retried with growing, random pauses. After {@value #FAILURES_TO_OPEN}
 * consecutive failures the client stops asking for {@value #OPEN_SECONDS} seconds, so that not
 * every trade waits for the timeout during an outage. Redirects are not followed: they could lead
 * to another host. A question is one X-Ray subsegment, including its retries, and its requests pass
 * the trace on.
 */
public final class HttpMarketData implements MarketData {

  static final int MAX_BODY = 64 * 1024;
  static final int ATTEMPT_SECONDS = 2;
  static final int FAILURES_TO_OPEN = 5;
  static final int OPEN_SECONDS = 30;

  private static final String USD = "USD";
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final HttpClient http;
  private final URI endpoint;
  private final int maxRetries;
  private final Duration firstPause;
  private final Tracing tracing;
  private final CircuitBreaker<MarketDataAnswer> breaker;

  /**
   * @param endpoint base address of the API: https, or http on this machine itself
   * @param maxRetries how often a failed exchange is tried again, 0 or more
   * @throws IllegalArgumentException for another address
   */
  public HttpMarketData(URI endpoint, int maxRetries) {
    this(endpoint, maxRetries, Duration.ofMillis(50), Tracing.none());
  }

  /** Creates clients that report their calls, for an address and a number of retries each. */
  public static BiFunction<URI, Integer, MarketData> connector(Tracing tracing) {
    return (endpoint, maxRetries) ->
        new HttpMarketData(endpoint, maxRetries, Duration.ofMillis(50), tracing);
  }

  HttpMarketData(URI endpoint, int maxRetries, Duration firstPause, Tracing tracing) {
    if (!isAllowed(endpoint)) {
      throw new IllegalArgumentException(
          "the market data API must be at an https address, or http on localhost: " + endpoint);
    }
    this.endpoint = endpoint;
    this.maxRetries = maxRetries;
    this.firstPause = firstPause;
    this.tracing = tracing;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(1))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.breaker =
        CircuitBreaker.<MarketDataAnswer>builder()
            .handle(MarketDataUnavailableException.class)
            .withFailureThreshold(FAILURES_TO_OPEN)
            .withDelay(Duration.ofSeconds(OPEN_SECONDS))
            .build();
  }

  /** Whether the API may have an address: https, or http on this machine itself. */
  public static boolean isAllowed(URI endpoint) {
    String host = endpoint.getHost();
    return host != null
        && switch (String.valueOf(endpoint.getScheme())) {
          case "https" -> true;
          case "http" ->
              host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
          default -> false;
        };
  }

  @Override
  public MarketDataAnswer ask(Query query, Duration budget) {
    return tracing.remoteCall(endpoint.getHost(), trace -> ask(query, budget, trace));
  }

  private MarketDataAnswer ask(Query query, Duration budget, Optional<String> trace) {
    if (!budget.isPositive()) {
      throw outOfTime();
    }
    long deadline = System.nanoTime() + budget.toNanos();
    RetryPolicy<MarketDataAnswer> retries =
        RetryPolicy.<MarketDataAnswer>builder()
            .handle(MarketDataUnavailableException.class)
            .withMaxRetries(maxRetries)
            .withBackoff(firstPause, LONGEST_PAUSE)
            .withJitter(0.5)
            .withMaxDuration(budget)
            .build();
    try {
      return Failsafe.with(retries, breaker).get(() -> exchange(query, deadline, trace));
    } catch (CircuitBreakerOpenException e) {
      throw new MarketDataUnavailableException(
          "the market data API has failed "
              + FAILURES_TO_OPEN
              + " times in a row; the next attempt is in up to "
              + OPEN_SECONDS
              + " s",
          e);
    } catch (FailsafeException e) {
      // Thread.sleep between two attempts was interrupted; Failsafe has set the thread's flag again
      throw new MarketDataUnavailableException("interrupted while waiting to ask again", e);
    }
  }

  private MarketDataAnswer exchange(Query query, long deadline, Optional<String> trace) {
    long left = Math.min(deadline - System.nanoTime(), TimeUnit.SECONDS.toNanos(ATTEMPT_SECONDS));
    if (left <= 0) {
      throw outOfTime();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(query))
            .timeout(Duration.ofNanos(left))
            .header("Accept", "application/json")
            .GET();
    trace.ifPresent(header -> request.header(Tracing.HEADER, header));
    LimitedBody body = new LimitedBody(MAX_BODY);
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(
            request.build(),
            head -> head.statusCode() == 200 ? body : BodySubscribers.replacing(new byte[0]));
    try {
      // The timeout of the request ends with the headers; this one includes the body.
      return answer(query, exchange.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw new MarketDataUnavailableException("the market data API did not answer in time", e);
    } catch (ExecutionException e) {
      if (body.exceeded()) {
        return new Unusable("the body is larger than " + MAX_BODY + " bytes");
      }
      String what =
          e.getCause() instanceof IOException io ? io.getClass().getSimpleName() : "error";
      throw new MarketDataUnavailableException(
          "the exchange with the market data API failed: " + what, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MarketDataUnavailableException("interrupted while asking the market data API", e);
    } finally {
      exchange.cancel(true);
    }
  }

  private static MarketDataUnavailableException outOfTime() {
    return new MarketDataUnavailableException("no time left to ask the market data API", null);
  }

  private URI address(Query query) {
    String base = endpoint.toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + "/v1/instruments/"
            + encoded(query.isin())
            + "/market-context?currency="
            + encoded(query.currency())
            + "&at="
            + encoded(query.at().toString())
            + query.lei().map(lei -> "&lei=".concat(encoded(lei))).orElse(""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static MarketDataAnswer answer(Query query, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 429 || status >= 500) {
      throw new MarketDataUnavailableException("the market data API answered " + status, null);
    }
    if (status == 404) {
      return new NotFound();
    }
    if (status != 200) {
      return new Unusable("status " + status);
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      return new Unusable("the content type is not application/json");
    }
    return read(query, response.body());
  }

  private static MarketDataAnswer read(Query query, byte[] body) {
    JsonObject context;
    try {
      context = JsonReader.read(body).asObject().orElse(JsonObject.empty());
    } catch (MalformedJsonException e) {
      return new Unusable("the body is not valid JSON, or exceeds the limits");
    }
    if (!context.text("isin").equals(Optional.of(query.isin()))
        || !context.text("currency").equals(Optional.of(query.currency()))) {
      return new Unusable("isin and currency are not those requested");
    }
    Optional<BigDecimal> price = positive(context, "referencePrice");
    Optional<BigDecimal> rate = positive(context, "fxRateToUsd");
    Optional<EventTime> asOf = context.text("asOf").flatMap(EventTime::parse);
    if (price.isEmpty() || rate.isEmpty() || asOf.isEmpty()) {
      return new Unusable("referencePrice, fxRateToUsd or asOf is missing or malformed");
    }
    if (query.currency().equals(USD) && rate.get().compareTo(BigDecimal.ONE) != 0) {
      return new Unusable("fxRateToUsd of USD is not 1");
    }
    Optional<SecurityMaster> master =
        context.has("instrument")
            ? context.object("instrument").flatMap(SecurityMaster::read)
            : Optional.of(SecurityMaster.EMPTY);
    if (master.isEmpty()) {
      return new Unusable("instrument is malformed");
    }
    Optional<String> leiStatus = leiStatus(query, context);
    if (leiStatus.isEmpty() && context.has("executingEntity")) {
      return new Unusable("executingEntity is malformed, or not the one requested");
    }
    return new Found(price.get(), rate.get(), asOf.get().instant(), master.get(), leiStatus);
  }

  private static Optional<String> leiStatus(Query query, JsonObject context) {
    return context
        .object("executingEntity")
        .filter(entity -> query.lei().isPresent() && entity.text("lei").equals(query.lei()))
        .flatMap(entity -> entity.text("status"))
        .filter(SecurityMaster::isName);
  }

  /** A decimal above zero, within the range of prices and rates. */
  private static Optional<BigDecimal> positive(JsonObject context, String name) {
    Json value = context.get(name);
    return value == null
        ? Optional.empty()
        : Decimals.read(value)
            .filter(decimal -> decimal.signum() > 0)
            .filter(decimal -> decimal.precision() <= 34 && Math.abs(decimal.scale()) <= 34);
  }
}
