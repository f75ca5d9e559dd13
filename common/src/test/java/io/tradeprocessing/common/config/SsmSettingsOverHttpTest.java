package io.tradeprocessing.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The function's client, with its retries and timeouts, on a parameter store that fails. */
class SsmSettingsOverHttpTest {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "aws.region", "us-east-1",
          "aws.accessKeyId", "test",
          "aws.secretAccessKey", "test");
  private static final Map<String, String> ENVIRONMENT = Map.of("ENVIRONMENT", "test");

  private interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private static final Answer GOOD =
      exchange ->
          send(
              exchange,
              200,
              """
              {"Parameters": [
                {"Name": "/trade-processing/test/api-endpoint", "Value": "none"},
                {"Name": "/trade-processing/test/processing-threshold", "Value": "1000000"},
                {"Name": "/trade-processing/test/max-retries", "Value": "5"},
                {"Name": "/trade-processing/test/price-deviation-limit-bps", "Value": "500"},
                {"Name": "/trade-processing/test/firm-profile", "Value": "none"},
                {"Name": "/trade-processing/test/reviewers", "Value": "none"}]}
              """);
  private static final Answer THROTTLED =
      exchange ->
          send(exchange, 400, "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}");
  private static final Answer BROKEN = HttpExchange::close;
  private static final Answer SLOW =
      exchange -> {
        Thread.sleep(1_500);
        GOOD.to(exchange);
      };

  /** The next answers; after the last of them, all answers are good. */
  private final Queue<Answer> answers = new ArrayDeque<>();

  private final FunctionRuntime runtime =
      FunctionRuntime.of(
          ENVIRONMENT,
          Clock.systemUTC(),
          new JsonTelemetry(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
              Clock.systemUTC(),
              "test",
              "test",
              Telemetry.Level.INFO));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    PROPERTIES.forEach(System::setProperty);
    System.setProperty("aws.endpointUrlSsm", "http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    PROPERTIES.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrlSsm");
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Answer next;
    synchronized (answers) {
      next = answers.isEmpty() ? GOOD : answers.remove();
    }
    exchange.getRequestBody().readAllBytes();
    try {
      next.to(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private SsmSettings settings() {
    return SsmSettings.of(runtime);
  }

  @Test
  void outlastsAThrottledAndABrokenAnswer() {
    answers.add(THROTTLED);
    answers.add(BROKEN);

    assertThat(settings().get().maxRetries()).isEqualTo(5);
  }

  @Test
  void asksAgainWhereAnAnswerIsSlow() {
    answers.add(SLOW);

    assertThat(settings().get().maxRetries()).isEqualTo(5);
  }

  @Test
  void givesUpWithinTheTimeOfAnInvocationAndRecovers() {
    for (int i = 0; i < 20; i++) {
      answers.add(SLOW);
    }
    SsmSettings settings = settings();

    long start = System.nanoTime();
    assertThatThrownBy(settings::get)
        .isInstanceOf(ConfigurationUnavailableException.class)
        .hasMessageContaining("/trade-processing/test/");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));

    answers.clear();
    assertThat(settings.get().maxRetries()).isEqualTo(5);
  }

  @Test
  void primingReadsTheRealParameters() {
    SsmSettings.primeConnection(runtime);

    answers.add(exchange -> send(exchange, 200, "{\"Parameters\": []}"));
    assertThatThrownBy(() -> SsmSettings.primeConnection(runtime))
        .isInstanceOf(ConfigurationException.class);
  }
}
