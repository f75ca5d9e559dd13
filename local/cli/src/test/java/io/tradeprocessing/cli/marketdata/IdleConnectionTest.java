package io.tradeprocessing.cli.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** In its own process, because the JDK reads the limits of its server once. */
class IdleConnectionTest {

  /** Serves no prices, and prints its port. */
  public static final class Server {
    private Server() {}

    public static void main(String[] args) throws Exception {
      PriceList none =
          PriceList.parse("none", List.of("isin,currency,referencePrice,fxRateToUsd,asOf"));
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (MarketDataServer server = MarketDataServer.start(none, any)) {
        System.out.println(server.port());
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  void aConnectionThatSendsNothingOrHalfARequestOrNoSecondRequestIsClosed() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // How often it looks for idle connections, in milliseconds; by itself every 10 s.
                "-Dsun.net.httpserver.clockTick=500",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName())
            .redirectErrorStream(true)
            .start();
    List<Socket> clients = new ArrayList<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int port = Integer.parseInt(out.readLine());
      clients.add(connect(port, ""));
      clients.add(connect(port, "GET / HTTP/1.1\r\nHost:"));
      clients.add(connect(port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));

      List<String> answers = new ArrayList<>();
      for (Socket client : clients) {
        byte[] answer = client.getInputStream().readAllBytes();
        answers.add(new String(answer, StandardCharsets.UTF_8));
      }

      assertThat(answers.subList(0, 2)).containsExactly("", "");
      assertThat(answers.getLast()).startsWith("HTTP/1.1 404");
    } finally {
      process.destroyForcibly();
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static Socket connect(int port, String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(25_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
