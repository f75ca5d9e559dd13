package io.tradeprocessing.enricher.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tradeprocessing.common.telemetry.Tracing;
import io.tradeprocessing.enricher.marketdata.MarketData.Query;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer.NotFound;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpMarketDataTracingTest {

  private static final Query QUERY =
      new Query("US0378331005", "USD", Instant.parse("2026-01-12T14:30:00Z"));
  private static final String ROOT = "1-5759e988-bd862e3fe1be46a994272793";

  private final List<String> traces = new CopyOnWriteArrayList<>();
  private volatile int status = 404;
  private HttpServer api;
  private DatagramSocket daemon;

  @BeforeEach
  void start() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/",
        exchange -> {
          traces.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Amzn-Trace-Id")));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    api.start();
    daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    daemon.setSoTimeout(5_000);
    System.setProperty(
        Tracing.TRACE_PROPERTY, "Root=" + ROOT + ";Parent=53995c3f42cd8ad8;Sampled=1");
  }

  @AfterEach
  void stop() {
    System.clearProperty(Tracing.TRACE_PROPERTY);
    daemon.close();
    api.stop(0);
  }

  private MarketData marketData(int maxRetries) {
    Tracing tracing =
        Tracing.fromEnvironment(
            Map.of("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:" + daemon.getLocalPort()));
    return HttpMarketData.connector(tracing)
        .apply(URI.create("http://127.0.0.1:" + api.getAddress().getPort()), maxRetries);
  }

  private String received() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[64 * 1024], 64 * 1024);
    daemon.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void reportsAQuestionUnderTheNameOfTheHostAndPassesTheTraceOn() throws IOException {
    assertThat(marketData(0).ask(QUERY, Duration.ofSeconds(2))).isEqualTo(new NotFound());

    String subsegment = received();
    assertThat(subsegment)
        .contains("\"name\":\"127.0.0.1\"", "\"namespace\":\"remote\"", ROOT)
        .contains("\"parent_id\":\"53995c3f42cd8ad8\"")
        .doesNotContain("fault", "US0378331005");
    assertThat(traces)
        .singleElement()
        .asString()
        .matches("Root=" + ROOT + ";Parent=[0-9a-f]{16};Sampled=1");
    String id = traces.getFirst().replaceAll(".*Parent=([0-9a-f]+);.*", "$1");
    assertThat(subsegment).contains("\"id\":\"" + id + "\"");
  }

  @Test
  void reportsAFailedQuestionOnceHoweverOftenItIsRetried() throws IOException {
    status = 503;
    assertThatThrownBy(() -> marketData(1).ask(QUERY, Duration.ofSeconds(2)))
        .isInstanceOf(MarketDataUnavailableException.class);

    assertThat(received())
        .contains("\"fault\":true", MarketDataUnavailableException.class.getName());
    assertThat(traces).hasSize(2);
  }

  @Test
  void passesNoTraceOnWithoutADaemon() {
    new HttpMarketData(URI.create("http://127.0.0.1:" + api.getAddress().getPort()), 0)
        .ask(QUERY, Duration.ofSeconds(2));

    assertThat(traces).containsExactly("null");
  }
}
