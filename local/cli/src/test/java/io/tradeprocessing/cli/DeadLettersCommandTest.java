package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.bus.DeadLetters;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws;
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
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersCommandTest {

  private static final String NAME = "compliance-recorder-dlq-production";

  private final FakeQueue queue = new FakeQueue(NAME);
  private final FakeAws.Server aws = new FakeAws().with("AmazonSQS", queue).serve();

  @AfterEach
  void stop() {
    aws.close();
  }

  private static Cli.Ended call(String... arguments) {
    return Cli.run(
        Stream.concat(Stream.of("dead-letters"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static List<JsonNode> json(Cli.Ended ended) {
    return ended.lines().stream().map(Project::parse).toList();
  }

  @Test
  void whatTheWorkflowCaughtIsListedWithStateErrorCauseAndExecution() {
    queue.with(DeadLetters.unrecorded("T1"), Map.of(), Duration.ofHours(26));

    Cli.Ended ended = call(NAME);

    assertThat(ended.code()).isZero();
    assertThat(ended.lines())
        .containsExactly(
            "   1d 2h  trading.system1   T1  RecordCompliance failed: " + DeadLetters.UNAVAILABLE,
            "          DynamoDB does not answer",
            "          " + DeadLetters.EXECUTION,
            "1 dead letter in " + NAME);
  }

  @Test
  void whatEventBridgeCouldNotDeliverIsListedWithItsCodeMessageAndRule() {
    queue.with(
        ExactJson.write(DeadLetters.envelope("T2")), DeadLetters.ofRule(), Duration.ofSeconds(130));

    assertThat(call(NAME).lines())
        .containsExactly(
            "  2m 10s  trading.system1   T2  not delivered: NO_PERMISSIONS",
            "          not authorized to perform: states:StartExecution",
            "         "
                + " arn:aws:events:us-east-1:123456789012:rule/trade-processing-system1-production",
            "1 dead letter in " + NAME);
  }

  @Test
  void jsonHasTheEventAndAlwaysTheSameFields() {
    queue
        .with(DeadLetters.unrecorded("T1"))
        .with(
            ExactJson.write(DeadLetters.envelope("T2")), DeadLetters.ofRule(), Duration.ofHours(1))
        .with("what?");

    Cli.Ended ended = call(NAME, "--json");

    List<JsonNode> letters = json(ended);
    assertThat(letters)
        .allSatisfy(
            letter ->
                assertThat(letter.properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactly(
                        "messageId",
                        "sentAt",
                        "ageSeconds",
                        "tradeId",
                        "source",
                        "state",
                        "error",
                        "cause",
                        "execution",
                        "rule",
                        "target",
                        "unreadable",
                        "event",
                        "body"));
    assertThat(letters.get(0).path("event")).isEqualTo(DeadLetters.envelope("T1"));
    assertThat(letters.get(0).path("state").asText()).isEqualTo("RecordCompliance");
    assertThat(letters.get(0).path("execution").asText()).isEqualTo(DeadLetters.EXECUTION);
    assertThat(letters.get(0).path("cause").asText()).contains("stackTrace");
    assertThat(letters.get(1).path("error").asText()).isEqualTo("NO_PERMISSIONS");
    assertThat(letters.get(1).path("target").asText()).contains(":stateMachine:");
    assertThat(letters.get(1).path("event")).isEqualTo(DeadLetters.envelope("T2"));
    assertThat(letters.get(1).path("ageSeconds").asLong()).isBetween(3_600L, 3_700L);
    assertThat(letters.get(2).path("body").asText()).isEqualTo("what?");
    assertThat(ended.err()).contains("3 dead letters in " + NAME + ", 1 unreadable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[1]",
        "{}",
        "{\"event\":{},\"cause\":\"x\"}",
        "{\"event\":7,\"error\":\"x\"}"
      })
  void whatCannotBeReadIsListedAsSuchAndLeftInTheQueue(String body) {
    queue.with(body);

    Cli.Ended ended = call(NAME);

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out()).contains("UNREADABLE message message-1", "1 unreadable");
    assertThat(queue.visible()).containsExactly(body);
  }

  @Test
  void eachMessageIsListedOnceAndIsVisibleToOthersAfterwards() {
    for (int i = 1; i <= 37; i++) {
      queue.with(DeadLetters.unrecorded("T" + i));
    }

    List<JsonNode> letters = json(call(NAME, "--json"));

    assertThat(letters)
        .extracting(l -> l.path("tradeId").asText())
        .hasSize(37)
        .doesNotHaveDuplicates();
    assertThat(queue.visible()).hasSize(37);
  }

  /** SQS delivers at least once, and what is hidden too shortly comes back. */
  @Test
  void aMessageThatIsHandedOutTwiceIsListedOnce() {
    queue.with(DeadLetters.unrecorded("T1")).with(DeadLetters.unrecorded("T2"));
    queue.timeOfPoll(Duration.ofMinutes(10));

    Cli.Ended ended = call(NAME, "--json");

    assertThat(json(ended)).extracting(l -> l.path("tradeId").asText()).containsExactly("T1", "T2");
    assertThat(queue.visible()).hasSize(2);
  }

  @Test
  void theMessagesAreHiddenLongEnoughToReadTheWholeQueue() {
    for (int i = 1; i <= 25; i++) {
      queue.with("x");
    }
    queue.answer(
        "GetQueueAttributes",
        FakeAws.Answer.ok(
            Project.parse("{\"Attributes\":{\"ApproximateNumberOfMessages\":\"100000\"}}")));

    call(NAME);

    assertThat(queue.holds()).hasSize(3).allMatch(hold -> hold.equals(Duration.ofSeconds(1_120)));
  }

  @Test
  void theQueueIsFoundByItsUrlToo() {
    queue.with(DeadLetters.unrecorded("T1"));

    assertThat(call(queue.url()).out()).contains("1 dead letter in " + NAME);
  }

  @Test
  void anEmptyQueueIsSaidSo() {
    Cli.Ended ended = call(NAME);

    assertThat(ended.code()).isZero();
    assertThat(ended.lines()).containsExactly("0 dead letters in " + NAME);
  }

  @Test
  void oneTradesDeadLettersAreFoundAmongTheOthers() {
    queue.with(DeadLetters.unrecorded("T1")).with(DeadLetters.unrecorded("T2")).with("what?");

    assertThat(json(call(NAME, "--trade", "T2", "--json")))
        .singleElement()
        .satisfies(letter -> assertThat(letter.path("tradeId").asText()).isEqualTo("T2"));
    assertThat(call(NAME, "--trade", "T3").code()).isEqualTo(ExitCode.FAILED);
    assertThat(queue.visible()).hasSize(3);
  }

  @Test
  void textFromOutsideCannotSteerTheTerminal() {
    queue.with(
        DeadLetters.ofWorkflow(DeadLetters.envelope("T\u001b[2J"), "S\u0007", "E\n", "C\u001b"));

    assertThat(call(NAME).out()).doesNotContain("\u001b", "\u0007").contains("T?[2J", "S? failed");
  }

  @Test
  void aQueueThatIsNotThereIsWrongUse() {
    Cli.Ended ended = call("no-such-queue");

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains("the queue no-such-queue cannot be read", "name another queue or Region");
  }

  @ParameterizedTest
  @ValueSource(strings = {"arn:aws:sqs:us-east-1:1:q", "a queue", ""})
  void whatIsNoQueueIsWrongUse(String name) {
    assertThat(call(name).code()).isEqualTo(ExitCode.WRONG_USE);
  }

  @Test
  void whatWasReadBeforeSqsFailedIsListedAndGivenBack() {
    for (int i = 1; i <= 15; i++) {
      queue.with(DeadLetters.unrecorded("T" + i));
    }
    List<String> receives = new ArrayList<>();
    queue.fault(
        (operation, _) -> {
          if (operation.equals("ReceiveMessage")) {
            receives.add(operation);
          }
          return operation.equals("ReceiveMessage") && receives.size() > 1
              ? Optional.of(FakeAws.Answer.error(403, "AccessDeniedException", "not any more"))
              : Optional.empty();
        });

    Cli.Ended ended = call(NAME, "--json");

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains("AccessDeniedException: not any more");
    assertThat(json(ended)).hasSize(10);
    assertThat(queue.visible()).hasSize(15);
  }

  @Test
  void whatCannotBeGivenBackEndsNothing() {
    queue.with(DeadLetters.unrecorded("T1"));
    queue.answer("Change", FakeAws.Answer.error(403, "AccessDeniedException", "no"));

    assertThat(call(NAME).code()).isZero();
    assertThat(queue.bodies()).hasSize(1);
  }
}
