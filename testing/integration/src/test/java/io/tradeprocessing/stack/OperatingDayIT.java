package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * A day of one source on the deployed stack, on which everything goes wrong once: a rejected trade,
 * market data out of reach, a release with a malformed setting, one that has to be rolled back, and
 * a throttled function. An operator sees each by the commands, repairs it, and in the evening
 * nothing is missing and nothing waits.
 */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatingDayIT {

  private static final String DATE = "2026-04-14";
  private static final String NEXT_DATE = "2026-04-15";
  private static final String SOURCE = "system2";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The events of the day; the last one repairs the rejected one. */
  private static final int EVENTS = 14;

  private static final int REJECTED = 3;

  private static final String VALIDATOR = "trade-validator-it";
  private static final String RECORDER = "compliance-recorder-it";
  private static final String VALIDATOR_QUEUE = "trade-validator-dlq-it";
  private static final String RECORDER_QUEUE = "compliance-recorder-dlq-it";

  private static final String MARKET_DATA_UNAVAILABLE =
      "io.tradeprocessing.enricher.marketdata.MarketDataUnavailableException";

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @SuppressWarnings("NullAway.Init")
  private SourceSystem source;

  @SuppressWarnings("NullAway.Init")
  private TradesCommand trades;

  /** What the source sends, in the order of its numbers. */
  private final List<Trade> day = new ArrayList<>();

  @BeforeAll
  void deploy() {
    deployment = Deployment.get();
    source = new SourceSystem(deployment);
    trades = new TradesCommand(deployment);
    // Other tests leave dead letters.
    try (SqsClient sqs = deployment.client(SqsClient.builder())) {
      for (String queue : List.of("ValidatorDLQUrl", "EnricherDLQUrl", "RecorderDLQUrl")) {
        sqs.purgeQueue(r -> r.queueUrl(deployment.output(queue)));
      }
    }
    deployment.putSettings(
        "no-market", Map.of("api-endpoint", "https://127.0.0.1:1", "max-retries", "0"));
    deployment.putSettings("typo", Map.of("processing-threshold", "1,000,000"));
    for (int number = 1; number < EVENTS; number++) {
      Trade trade =
          Trade.of(SOURCE)
              .with("timestamp", DATE + "T14:30:%02dZ".formatted(number))
              .with("executedAt", DATE + "T14:30:%02dZ".formatted(number))
              .with("sourceSequence", number);
      day.add(number == REJECTED ? trade.with("venue", "ZZZZ") : trade);
    }
    day.add(event(REJECTED).with("venue", "XNAS").with("sourceSequence", EVENTS));
  }

  private Trade event(int number) {
    return day.get(number - 1);
  }

  @Test
  void everythingThatWentWrongIsSeenRepairedAndComplete() {
    publish(1, 4);
    awaitRecorded(1, 4);

    marketDataGoesDownAndComesBack();
    aReleaseReadsAMalformedSettingUntilItIsRepaired();
    aReleaseIsRolledBack();
    theRecorderIsThrottled();
    awaitRecorded(1, EVENTS - 1);

    JsonNode evening = reconcile();
    assertThat(evening.path("missing"))
        .isEqualTo(SourceSystem.json("[{\"from\": 14, \"to\": 14}]"));
    List<JsonNode> waiting = exceptions();
    assertThat(waiting)
        .extracting(each -> each.path("kind").asText() + ' ' + each.path("tradeId").asText(""))
        .contains("REJECTED " + event(REJECTED).id());

    publish(EVENTS, EVENTS);
    await().atMost(PATIENCE).until(() -> source.records(event(EVENTS).id()).size() == 2);

    assertThat(reconcile().path("complete").asBoolean()).isTrue();
    assertThat(exceptions()).isEmpty();
    TradesCommand.Ended verified = trades.call("verify", "--table", table());
    assertThat(verified.exitCode()).as(verified.output()).isZero();
    assertThat(verified.output()).contains("all sound");
  }

  /** The workflow asks again until the API is back; no trade is lost or waits for a person. */
  private void marketDataGoesDownAndComesBack() {
    deployment.whileLive(
        "metadata-enricher-it",
        Map.of("ENVIRONMENT", "no-market"),
        () -> {
          publish(5, 6);
          return await()
              .atMost(PATIENCE)
              .until(() -> source.failures(event(5), MARKET_DATA_UNAVAILABLE) >= 1, seen -> seen);
        });
    awaitRecorded(5, 6);
  }

  /** Once the parameter is repaired, the same version works: no other release is needed. */
  private void aReleaseReadsAMalformedSettingUntilItIsRepaired() {
    deployment.whileLive(
        VALIDATOR,
        Map.of("ENVIRONMENT", "typo"),
        () -> {
          publish(7, 8);
          await().atMost(PATIENCE).until(() -> source.waiting("ValidatorDLQUrl") == 2);

          JsonNode midday = reconcile();
          assertThat(midday.path("complete").asBoolean()).isFalse();
          assertThat(midday.path("deadLetters"))
              .extracting(
                  letter -> letter.path("queue").asText(),
                  letter -> letter.path("sourceSequence").asInt())
              .containsExactlyInAnyOrder(tuple(VALIDATOR_QUEUE, 7), tuple(VALIDATOR_QUEUE, 8));
          assertThat(exceptions())
              .filteredOn(each -> each.path("kind").asText().equals("DEAD_LETTER"))
              .hasSize(2);

          try (SsmClient ssm = deployment.client(SsmClient.builder())) {
            ssm.putParameter(
                r ->
                    r.name("/trade-processing/typo/processing-threshold")
                        .value("1000000")
                        .overwrite(true));
          }
          publish(9, 9);
          awaitRecorded(9, 9);
          redrive(VALIDATOR_QUEUE, 2);
          awaitRecorded(7, 8);
          return true;
        });
  }

  private void aReleaseIsRolledBack() {
    deployment.whileLive(
        RECORDER,
        Map.of("TABLE_NAME", "no-such-table"),
        () -> {
          publish(10, 11);
          await().atMost(PATIENCE).until(() -> source.waiting("RecorderDLQUrl") == 2);
          return true;
        });
    redrive(RECORDER_QUEUE, 2);
    awaitRecorded(10, 11);
  }

  private void theRecorderIsThrottled() {
    try (LambdaClient lambda = deployment.client(LambdaClient.builder())) {
      lambda.putFunctionConcurrency(r -> r.functionName(RECORDER).reservedConcurrentExecutions(0));
      try {
        publish(12, 13);
        await()
            .atMost(PATIENCE)
            .until(() -> source.failures(event(12), "Lambda.TooManyRequestsException") >= 1);
      } finally {
        lambda.deleteFunctionConcurrency(r -> r.functionName(RECORDER));
      }
    }
  }

  /** Sends a part of the day's file as the source does. */
  private void publish(int from, int to) {
    List<String> lines = day.subList(from - 1, to).stream().map(Trade::json).toList();
    Path file = write("events-%d-%d.jsonl".formatted(from, to), String.join("\n", lines));
    TradesCommand.Ended published = trades.call("publish", file.toString(), "--rate", "2");
    assertThat(published.exitCode()).as(published.output()).isZero();
  }

  private void redrive(String queue, int letters) {
    TradesCommand.Ended redriven = trades.call("redrive", queue, "--execute", "--json");
    assertThat(redriven.exitCode()).as(redriven.output()).isZero();
    assertThat(redriven.json()).hasSize(letters);
  }

  private void awaitRecorded(int from, int to) {
    List<String> ids =
        LongStream.rangeClosed(from, to).mapToObj(number -> event((int) number).id()).toList();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> assertThat(ids).allSatisfy(id -> assertThat(source.records(id)).isNotEmpty()));
  }

  /** The answer, whose exit code must be that of a complete day only if it says so. */
  private JsonNode reconcile() {
    Path control =
        write(
            "control.csv",
            """
            eventType,side,currency,count,quantity,notional,firstSequence,lastSequence
            NEW,BUY,USD,%d,%d,%s,1,%d
            """
                .formatted(EVENTS, 100 * EVENTS, "246025.00", EVENTS));
    TradesCommand.Ended ended =
        trades.call(
            "reconcile",
            "--table",
            table(),
            "--source",
            SOURCE,
            "--date",
            DATE,
            "--numbering",
            "daily",
            "--control",
            control.toString(),
            "--queue",
            VALIDATOR_QUEUE,
            "--queue",
            "metadata-enricher-dlq-it",
            "--queue",
            RECORDER_QUEUE,
            "--queue",
            "eventbridge-dlq-it",
            "--json");
    JsonNode answer = ended.json().getFirst();
    assertThat(ended.exitCode())
        .as(ended.output())
        .isEqualTo(answer.path("complete").asBoolean() ? 0 : 1);
    return answer;
  }

  private List<JsonNode> exceptions() {
    TradesCommand.Ended ended =
        trades.call(
            "exceptions",
            "--table",
            table(),
            "--source",
            SOURCE,
            "--from",
            DATE,
            "--to",
            NEXT_DATE,
            "--numbering",
            "daily",
            "--json");
    List<JsonNode> list = new ArrayList<>();
    ended.json().getFirst().path("exceptions").forEach(list::add);
    assertThat(ended.exitCode()).as(ended.output()).isEqualTo(list.isEmpty() ? 0 : 1);
    return list;
  }

  private String table() {
    return deployment.output("TradeTableName");
  }

  private static Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
