package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.bus.DeadLetters;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws;
import io.tradeprocessing.testkit.aws.FakeEventBus;
import io.tradeprocessing.testkit.aws.FakeQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedriveCommandTest {

  private static final String NAME = "compliance-recorder-dlq-production";

  private final FakeQueue queue = new FakeQueue(NAME);
  private final FakeEventBus bus = new FakeEventBus();
  private final FakeAws.Server aws =
      new FakeAws().with("AmazonSQS", queue).with("AWSEvents", bus).serve();

  @AfterEach
  void stop() {
    aws.close();
  }

  private static Cli.Ended call(String... arguments) {
    return Cli.run(
        Stream.concat(Stream.of("redrive", NAME), Stream.of(arguments)).toArray(String[]::new));
  }

  private List<String> sent() {
    return bus.taken().stream().map(FakeEventBus::trade).toList();
  }

  @Test
  void nothingIsSentOrDeletedWithoutExecute() {
    queue.with(DeadLetters.unrecorded("T1")).with("what?");

    Cli.Ended ended = call();

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.lines())
        .containsExactly(
            "UNREADABLE     -                 message message-2: the message is not JSON",
            "WOULD BE SENT  trading.system1   T1",
            "dry run: 1 would be sent from %s to default in us-east-1 at %s, 0 failed, 1 unreadable;"
                    .formatted(NAME, aws.endpoint())
                + " --execute sends them");
    assertThat(bus.requests()).isEmpty();
    assertThat(queue.visible()).hasSize(2);
  }

  @Test
  void theEventGoesAsItsSourceSentItAndTheMessageIsGone() {
    queue
        .with(DeadLetters.unrecorded("T1"))
        .with(
            ExactJson.write(DeadLetters.envelope("T2", "2026-01-12T14:31:00Z")),
            DeadLetters.ofRule(),
            Duration.ofHours(1));

    Cli.Ended ended = call("--execute", "--bus", "trades", "--json");

    assertThat(ended.code()).isZero();
    assertThat(ended.lines().stream().map(Project::parse).toList())
        .extracting(ExactJson::write)
        .containsExactly(
            "{\"messageId\":\"message-1\",\"tradeId\":\"T1\",\"source\":\"trading.system1\","
                + "\"outcome\":\"SENT\",\"eventId\":\"event-1\",\"error\":null}",
            "{\"messageId\":\"message-2\",\"tradeId\":\"T2\",\"source\":\"trading.system1\","
                + "\"outcome\":\"SENT\",\"eventId\":\"event-2\",\"error\":null}");
    JsonNode entry = bus.taken().getFirst();
    JsonNode original = DeadLetters.envelope("T1");
    assertThat(entry.path("Source")).isEqualTo(original.path("source"));
    assertThat(entry.path("DetailType")).isEqualTo(original.path("detail-type"));
    assertThat(entry.path("Detail").asText()).isEqualTo(ExactJson.write(original.path("detail")));
    assertThat(entry.path("Time").asLong()).isEqualTo(1_768_228_200);
    assertThat(entry.path("EventBusName").asText()).isEqualTo("trades");
    assertThat(queue.bodies()).isEmpty();
    assertThat(ended.err()).contains("2 sent from " + NAME + " to trades in us-east-1");
  }

  @Test
  void nothingIsDeletedBeforeTheBusHasTakenIt() {
    List<String> order = new ArrayList<>();
    queue.with(DeadLetters.unrecorded("T1"));
    queue.fault(
        (operation, _) -> {
          order.add(operation);
          return Optional.empty();
        });
    bus.then(
        (operation, request) -> {
          order.add(operation);
          return bus.take(request, _ -> null);
        });

    call("--execute");

    assertThat(order).containsSubsequence("ReceiveMessage", "PutEvents", "DeleteMessageBatch");
    assertThat(order).filteredOn("DeleteMessageBatch"::equals).hasSize(1);
  }

  @Test
  void whatTheBusRefusesStaysInTheQueueAndTheRestGoesOn() {
    queue.with(DeadLetters.unrecorded("T1")).with(DeadLetters.unrecorded("T2"));
    bus.thenEach(e -> FakeEventBus.trade(e).equals("T1") ? "MalformedDetail" : null);

    Cli.Ended ended = call("--execute");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out())
        .contains("FAILED         trading.system1   T1: MalformedDetail: told to")
        .contains("1 sent from " + NAME + " to default in us-east-1")
        .contains(" and deleted, 1 failed");
    assertThat(queue.visible()).containsExactly(DeadLetters.unrecorded("T1"));
  }

  @Test
  void whatIsSentAndNotDeletedIsReportedAndStays() {
    queue.with(DeadLetters.unrecorded("T1"));
    queue.answer("Delete", FakeAws.Answer.error(403, "AccessDeniedException", "no"));

    Cli.Ended ended = call("--execute");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out())
        .contains("NOT DELETED    trading.system1   T1: sent, but still in the queue")
        .contains("it ends as DUPLICATE");
    assertThat(sent()).containsExactly("T1");
    assertThat(queue.visible()).hasSize(1);
  }

  /** An answer of SQS or EventBridge that is lost leaves copies. */
  @Test
  void copiesOfAnEventAreOneEventOnTheBus() {
    queue
        .with(DeadLetters.unrecorded("T1"))
        .with(DeadLetters.unrecorded("T2"))
        .with(DeadLetters.unrecorded("T1"));

    Cli.Ended ended = call("--execute", "--json");

    assertThat(sent()).containsExactly("T1", "T2");
    assertThat(ended.lines().stream().map(Project::parse).toList())
        .extracting(line -> line.path("messageId").asText() + " " + line.path("eventId").asText())
        .containsExactly("message-1 event-1", "message-3 event-1", "message-2 event-2");
    assertThat(queue.bodies()).isEmpty();
    assertThat(ended.code()).isZero();
  }

  @Test
  void copiesOfAnEventThatTheBusRefusesAllStay() {
    queue.with(DeadLetters.unrecorded("T1")).with(DeadLetters.unrecorded("T1"));
    bus.thenEach(_ -> "MalformedDetail");

    assertThat(call("--execute").out()).contains("0 sent", "2 failed");
    assertThat(queue.visible()).hasSize(2);
  }

  /** The message was handed out to somebody else meanwhile, so its receipt is no longer good. */
  @Test
  void aReceiptThatHasRunOutIsReported() {
    queue.with(DeadLetters.unrecorded("T1"));
    queue.answer(
        "Delete",
        FakeAws.Answer.ok(
            Project.parse(
                "{\"Successful\":[],\"Failed\":[{\"Id\":\"0\",\"SenderFault\":true,"
                    + "\"Code\":\"ReceiptHandleIsInvalid\",\"Message\":\"old\"}]}")));

    assertThat(call("--execute").out()).contains("(ReceiptHandleIsInvalid: old)");
  }

  @Test
  void anEventThatFailsAgainIsNotSentAgainByTheSameCall() {
    queue.with(DeadLetters.unrecorded("T1"));
    bus.then(
        (_, request) -> {
          queue.with(DeadLetters.unrecorded("T1"));
          return bus.take(request, _ -> null);
        });

    Cli.Ended ended = call("--execute");

    assertThat(ended.code()).isZero();
    assertThat(sent()).containsExactly("T1");
    assertThat(queue.visible()).hasSize(1);
  }

  @Test
  void eventsAreSentInTheOrderInWhichTheyHappened() {
    queue
        .with(failed("T", "2026-01-12T15:00:00Z"))
        .with(failed("U", "2026-01-12T14:00:00Z"))
        .with(failed("V", "2026-01-12T14:30:00Z"));

    call("--execute");

    assertThat(sent()).containsExactly("U", "V", "T");
  }

  private static String failed(String tradeId, String timestamp) {
    return DeadLetters.ofWorkflow(
        DeadLetters.envelope(tradeId, timestamp), "EnrichTrade", "States.Timeout", "slow");
  }

  @Test
  void oneTradeIsSentAndTheOthersStay() {
    queue.with(DeadLetters.unrecorded("T1")).with(DeadLetters.unrecorded("T2")).with("what?");

    Cli.Ended ended = call("--trade", "T2", "--execute");

    assertThat(ended.code()).isZero();
    assertThat(sent()).containsExactly("T2");
    assertThat(queue.visible()).containsExactly(DeadLetters.unrecorded("T1"), "what?");
    Cli.Ended again = call("--trade", "T2", "--execute");
    assertThat(again.code()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).contains("there is no event of T2 in " + NAME);
  }

  @Test
  void noMoreThanTheLimitIsSent() {
    for (int i = 1; i <= 25; i++) {
      queue.with(DeadLetters.unrecorded("T" + i));
    }

    Cli.Ended ended = call("--limit", "12", "--execute");

    assertThat(ended.code()).isZero();
    assertThat(bus.requests()).extracting(List::size).containsExactly(10, 2);
    assertThat(ended.out()).contains("there are more in the queue");
    assertThat(queue.visible()).hasSize(13);
  }

  @Test
  void aLowRateHoldsTheMessagesLonger() {
    queue.with(DeadLetters.unrecorded("T1"));
    queue.answer(
        "GetQueueAttributes",
        FakeAws.Answer.ok(
            Project.parse("{\"Attributes\":{\"ApproximateNumberOfMessages\":\"1000\"}}")));

    call("--rate", "2");

    // 2 min, 5 min to spare, 500 s to send, 10 s to read
    assertThat(queue.holds()).containsExactly(Duration.ofSeconds(120 + 300 + 500 + 10));
  }

  @Test
  void anEventThatNoBusTakesIsReportedAndStays() {
    queue.with("{\"event\":{\"detail\":{\"tradeId\":\"T1\"}},\"error\":\"e\"}");

    Cli.Ended ended = call("--execute");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out()).contains("FAILED", "T1: cannot be sent: the envelope's source");
    assertThat(queue.visible()).hasSize(1);
  }

  @Test
  void aBusThatTakesNothingEndsTheWorkAndTheQueueIsAsItWas() {
    for (int i = 1; i <= 25; i++) {
      queue.with(DeadLetters.unrecorded("T" + i));
    }
    bus.thenError(1, 400, "ResourceNotFoundException");

    Cli.Ended ended = call("--execute");

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains("the event bus default takes no events from here");
    assertThat(bus.requests()).hasSize(1);
    assertThat(queue.visible()).hasSize(25);
  }

  @Test
  void anEventWithoutUsableTimeGoesByWhenItFailed() {
    queue
        .with(failed("T", "no time"), Map.of(), Duration.ofDays(1))
        .with(failed("U", "no time"), Map.of(), Duration.ofDays(2));

    call("--execute");

    assertThat(sent()).containsExactly("U", "T");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--limit 0                      | --limit must be from 1 to 10000",
        "--limit 10001                  | --limit must be from 1 to 10000",
        "--rate 0                       | --rate must be above 0",
        "--bus a,b                      | is not the name or ARN of an event bus",
        "--region mars!                 | is not a Region",
        "--endpoint localhost           | is not a URL such as",
      })
  void wrongUseIsOneSentence(String arguments, String expected) {
    Cli.Ended ended = call(arguments.split(" "));

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines()).singleElement().asString().contains(expected);
  }
}
