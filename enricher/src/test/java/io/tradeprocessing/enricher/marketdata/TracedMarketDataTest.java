package io.tradeprocessing.enricher.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.telemetry.XRay;
import io.tradeprocessing.enricher.marketdata.MarketData.Query;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer.NotFound;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracedMarketDataTest {

  private static final Query QUERY =
      new Query("US0378331005", "USD", Instant.parse("2026-01-12T14:30:00Z"));

  private DatagramSocket daemon;

  @BeforeEach
  void listen() throws Exception {
    daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    daemon.setSoTimeout(5_000);
    System.setProperty("com.amazonaws.xray.traceHeader", "Root=1-a-b;Parent=c;Sampled=1");
  }

  @AfterEach
  void stop() {
    System.clearProperty("com.amazonaws.xray.traceHeader");
    daemon.close();
  }

  private TracedMarketData traced(MarketData marketData) {
    return new TracedMarketData(
        marketData,
        URI.create("https://prices.example.com/api"),
        XRay.fromEnvironment(
            Map.of("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:" + daemon.getLocalPort()),
            Clock.systemUTC()));
  }

  private String received() throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[8 * 1024], 8 * 1024);
    daemon.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void showsAQuestionUnderTheHostsName() throws Exception {
    MarketDataAnswer answer = traced((_, _) -> new NotFound()).ask(QUERY, Duration.ofSeconds(1));

    assertThat(answer).isEqualTo(new NotFound());
    assertThat(received())
        .contains("\"name\":\"prices.example.com\"", "\"namespace\":\"remote\"")
        .doesNotContain("fault", "US0378331005");
  }

  @Test
  void showsAQuestionThatFailed() throws Exception {
    MarketData failing =
        (_, _) -> {
          throw new MarketDataUnavailableException("503", null);
        };

    assertThatThrownBy(() -> traced(failing).ask(QUERY, Duration.ofSeconds(1)))
        .isInstanceOf(MarketDataUnavailableException.class);
    assertThat(received())
        .contains("\"fault\":true", MarketDataUnavailableException.class.getName());
  }
}
