package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.tradeprocessing.cli.bus.DeadLetters;
import io.tradeprocessing.cli.run.LocalContext;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.enricher.marketdata.MarketData;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.TestJson;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

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

  /** DynamoDB fails. */
  static String ofStore(JsonNode event) {
    SimulatedDynamoDb table = new SimulatedDynamoDb(() -> SimulatedDynamoDb.Fault.BEFORE);
    TradeStore store =
        new TradeStore(table, "trade-records-production", Backoff.standard(new Random(1)));
    RecordComplianceHandler recorder =
        new RecordComplianceHandler(
            () -> store, FunctionRuntime.local(Clock.systemUTC(), silent()));
    ObjectNode input = (ObjectNode) Project.json("events/record-accepted.json");
    input.set("event", event);
    byte[] bytes = TestJson.write(input).getBytes(StandardCharsets.UTF_8);
    return deadLetter(
        event,
        "RecordCompliance",
        () -> {
          try {
            recorder.handleRequest(
                new ByteArrayInputStream(bytes),
                OutputStream.nullOutputStream(),
                new LocalContext(
                    new DeploymentTemplate.Function("ComplianceRecorderFunction", "", 25), "1"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
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

  private static Telemetry silent() {
    return new JsonTelemetry(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        Clock.systemUTC(),
        "compliance-recorder",
        "production",
        Telemetry.Level.INFO);
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
