package io.tradeprocessing.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.VirtualTimer;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.config.ConfigurationException;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.enricher.marketdata.MarketData;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import io.tradeprocessing.enricher.marketdata.MarketDataUnavailableException;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The workflow and the real enricher, while the market data API is out of reach. */
class MarketDataOutageTest {

  private static final Instant NOW = Instant.parse("2026-01-12T14:31:00Z");
  private static final JsonNode EVENT =
      Project.parse(Project.text("samples/trades.jsonl").lines().findFirst().orElseThrow());

  /** One invocation and the six retries of the workflow. */
  private static final int INVOCATIONS = 7;

  private final VirtualTimer timer = new VirtualTimer(NOW);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<JsonNode> recorded = new ArrayList<>();
  private final Outbox outbox = new Outbox(Optional.empty());
  private int asked;
  private int answersFrom = Integer.MAX_VALUE;

  @Test
  void anOutageOfMarketDataKeepsNoTradeOffTheRecord() throws InterruptedException {
    Outcome outcome = run(Settings::defaults);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(asked).isEqualTo(INVOCATIONS);
    JsonNode record = recorded.getFirst();
    assertThat(record.at("/event")).isEqualTo(EVENT);
    assertThat(record.at("/verdict/valid").asBoolean()).isTrue();
    assertThat(record.at("/enrichment/settlementDate").asText()).isEqualTo("2026-01-13");
    assertThat(record.at("/enrichment").has("market")).isFalse();
    assertThat(record.at("/enrichment/gaps").findValuesAsText("reason"))
        .containsExactly("MARKET_DATA_UNAVAILABLE");
    assertThat(log.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("\"MarketDataUnavailable\":1");
    assertThat(timer.sleeps().stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThan(Duration.ofMinutes(2));
  }

  @Test
  void anOutageThatEndsDuringTheRetriesCostsNothing() throws InterruptedException {
    answersFrom = INVOCATIONS;

    run(Settings::defaults);

    JsonNode enrichment = recorded.getFirst().at("/enrichment");
    assertThat(enrichment.at("/market/referencePrice").asText()).isEqualTo("259.37");
    assertThat(enrichment.at("/gaps")).isEmpty();
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("MarketDataUnavailable\"");
  }

  @Test
  void whatFailsWithoutMarketDataTooIsDeadLetteredWithThatError() throws InterruptedException {
    Outcome outcome =
        run(
            () -> {
              if (asked == INVOCATIONS) {
                return Settings.parse(Map.of(), "/trade-processing/it/");
              }
              return Settings.defaults();
            });

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo(ConfigurationException.class.getName()));
    assertThat(recorded).isEmpty();
  }

  private Outcome run(Supplier<Settings> settings) throws InterruptedException {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    Telemetry telemetry =
        new JsonTelemetry(
            new PrintStream(log, true, StandardCharsets.UTF_8),
            clock,
            "metadata-enricher",
            "it",
            Telemetry.Level.INFO);
    FunctionRuntime runtime = FunctionRuntime.local(clock, telemetry);
    URI endpoint = URI.create("https://prices.example.com");
    Map<String, LocalTasks.DeployedHandler> functions =
        Map.of(
            "${TradeValidatorFunctionArn}",
            deployed(new ValidateTradeHandler(settings, runtime)),
            "${MetadataEnricherFunctionArn}",
            deployed(
                new EnrichTradeHandler(
                    () -> settings.get().withApiEndpoint(endpoint), (_, _) -> this::ask, runtime)),
            "${ComplianceRecorderFunctionArn}",
            deployed(
                (in, out, _) -> {
                  JsonNode input =
                      ExactJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                  recorded.add(input);
                  out.write(ANSWER.getBytes(StandardCharsets.UTF_8));
                }));
    return new Interpreter(
            Definition.parse(Project.text("statemachine/trade-processing.asl.json")),
            new LocalTasks(functions, outbox))
        .withTimer(timer)
        .withRandom(new SplittableRandom(1))
        .inOrder()
        .run(EVENT, Execution.local("trade-processing-it", "e-1", NOW));
  }

  private static final String ANSWER =
      """
      {"outcome": "RECORDED", "status": "ACCEPTED", "detailType": "Trade Accepted", "tradeId": "T1",
       "sourceSystem": "system1", "eventType": "NEW", "timestamp": "1", "region": "local",
       "sequence": 1, "recordHash": "", "eventHash": "", "unmatched": false, "conflict": false,
       "replaces": false}
      """;

  private MarketDataAnswer ask(MarketData.Query query, Duration budget) {
    asked++;
    if (asked < answersFrom) {
      throw new MarketDataUnavailableException("the market data API answered 503", null);
    }
    return new MarketDataAnswer.Found(new BigDecimal("259.37"), BigDecimal.ONE, query.at());
  }

  private static LocalTasks.DeployedHandler deployed(RequestStreamHandler handler) {
    return new LocalTasks.DeployedHandler(
        new DeploymentTemplate.Function("Function", "", 25), handler);
  }
}
