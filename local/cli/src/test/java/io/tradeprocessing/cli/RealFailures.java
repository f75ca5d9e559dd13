package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.tradeprocessing.cli.bus.DeadLetters;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.enricher.marketdata.MarketData;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.TestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Dead letters of failures that the functions' own code has just had, so a page that shows their
 * messages is compared with the code and not with a copy.
 */
final class RealFailures {

  private RealFailures() {}

  /** The validator reads a parameter that is not a number. */
  static String ofConfiguration(JsonNode event) {
    Map<String, String> parameters =
        Map.of(
            Settings.API_ENDPOINT, "none",
            Settings.PROCESSING_THRESHOLD, "a lot",
            Settings.MAX_RETRIES, "3",
            Settings.PRICE_DEVIATION_LIMIT_BPS, "500");
    return deadLetter(
        event, "ValidateTrade", () -> Settings.parse(parameters, "/trade-processing/production/"));
  }

  /** The market data API answers 503. */
  static String ofMarketData(JsonNode event) {
    HttpServer server = unavailable();
    try {
      URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
      MarketData.Query query =
          new MarketData.Query("US0378331005", "USD", Instant.parse("2026-01-12T14:30:00Z"));
      return deadLetter(
          event,
          "EnrichTrade",
          () -> new HttpMarketData(endpoint, 0).ask(query, Duration.ofSeconds(10)));
    } finally {
      server.stop(0);
    }
  }

  /**
   * Another event of the trade with the same time is on record; a local run leaves the dead letter.
   *
   * @param folder is empty
   */
  static String ofConflict(JsonNode event, Path folder) {
    ObjectNode other = event.deepCopy();
    ((ObjectNode) other.path("detail")).put("capacity", "DEAL");
    try {
      Path events = folder.resolve("conflict.jsonl");
      Files.writeString(events, TestJson.write(other) + "\n" + TestJson.write(event) + "\n");
      Path store = folder.resolve("conflict");
      // one at a time, or either of the two could be first
      Cli.run("run", "--parallel", "1", "--json", "--store", store.toString(), events.toString());
      JsonNode letter =
          Project.parse(
              Files.readString(store.resolve("dead-letters-ComplianceRecorderDLQ.jsonl")));
      ((ObjectNode) letter.path("execution")).put("id", DeadLetters.EXECUTION);
      return TestJson.write(letter);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String deadLetter(JsonNode event, String state, Runnable failing) {
    try {
      failing.run();
    } catch (RuntimeException e) {
      return DeadLetters.ofWorkflow(
          event, state, e.getClass().getName(), String.valueOf(e.getMessage()));
    }
    throw new AssertionError(state + " did not fail");
  }

  private static HttpServer unavailable() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
