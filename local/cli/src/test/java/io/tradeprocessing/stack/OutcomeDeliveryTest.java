package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.TaskFailedException;
import io.tradeprocessing.asl.run.TaskInvoker;
import io.tradeprocessing.asl.run.TaskRequest;
import io.tradeprocessing.asl.run.VirtualTimer;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.testkit.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The workflow after the record: its outcome is published, or kept in a queue. */
class OutcomeDeliveryTest {

  private static final Instant START = Instant.parse("2026-01-12T14:30:01Z");
  private static final Execution EXECUTION = Execution.local("trade-processing", "e-1", START);
  private static final String PUT_EVENTS = "arn:aws:states:::events:putEvents";
  private static final String SEND_MESSAGE = "arn:aws:states:::sqs:sendMessage";

  private final List<JsonNode> published = new ArrayList<>();
  private final List<JsonNode> messages = new ArrayList<>();
  private int failingPublishes;
  private int failingMessages;

  @Test
  void anOutcomeIsPublishedOnceAndTheQueueStaysEmpty() throws InterruptedException {
    assertThat(run()).isInstanceOf(Outcome.Succeeded.class);
    assertThat(published)
        .singleElement()
        .satisfies(
            entry -> assertThat(entry.path("DetailType").asText()).isEqualTo("Trade Accepted"));
    assertThat(messages).isEmpty();
  }

  @Test
  void aPublishThatSucceedsInARetryIsNoFailure() throws InterruptedException {
    failingPublishes = 6;

    assertThat(run()).isInstanceOf(Outcome.Succeeded.class);
    assertThat(published).hasSize(1);
    assertThat(messages).isEmpty();
  }

  @Test
  void anOutcomeThatCannotBePublishedIsKeptAndTheTradeSucceeds() throws InterruptedException {
    failingPublishes = 7;

    Outcome outcome = run();

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(((Outcome.Succeeded) outcome).output().at("/record/status").asText())
        .isEqualTo("ACCEPTED");
    assertThat(published).isEmpty();
    assertThat(messages)
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.path("QueueUrl").asText()).isEqualTo("${OutcomeDLQUrl}");
              JsonNode body = message.path("MessageBody");
              assertThat(body.path("state").asText()).isEqualTo("PublishOutcome");
              assertThat(body.path("error").asText()).isEqualTo("EventBridge.FailedEntry");
              assertThat(body.at("/execution/id").asText()).isEqualTo(EXECUTION.id());
            });
  }

  @Test
  void whatIsKeptIsTheVeryEventThatWouldHaveBeenPublished() throws InterruptedException {
    run();
    failingPublishes = 7;
    run();

    JsonNode event = messages.getFirst().at("/MessageBody/event");
    JsonNode entry = published.getFirst();
    assertThat(event.path("source")).isEqualTo(entry.path("Source"));
    assertThat(event.path("detail-type")).isEqualTo(entry.path("DetailType"));
    assertThat(event.path("detail")).isEqualTo(entry.path("Detail"));
  }

  /** Nothing would know of the outcome otherwise; the trade is on record all the same. */
  @Test
  void theExecutionFailsWhereTheOutcomeCannotEvenBeKept() throws InterruptedException {
    failingPublishes = 7;
    failingMessages = 7;

    assertThat(run())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo("Sqs.SqsException"));
  }

  private Outcome run() throws InterruptedException {
    TaskInvoker tasks = this::answer;
    return new Interpreter(
            Definition.parse(Project.text("statemachine/trade-processing.asl.json")), tasks)
        .withTimer(new VirtualTimer(START))
        .inOrder()
        .run(Project.json("events/trade-new.json"), EXECUTION);
  }

  private JsonNode answer(TaskRequest request) throws TaskFailedException {
    JsonNode parameters = request.parameters();
    return switch (request.resource()) {
      case PUT_EVENTS -> {
        if (failingPublishes-- > 0) {
          throw new TaskFailedException("EventBridge.FailedEntry", "told to");
        }
        published.add(parameters.path("Entries").get(0));
        yield Project.parse("{\"FailedEntryCount\":0}");
      }
      case SEND_MESSAGE -> {
        if (failingMessages-- > 0) {
          throw new TaskFailedException("Sqs.SqsException", "told to");
        }
        messages.add(parameters);
        yield Project.parse("{\"MessageId\":\"1\"}");
      }
      default ->
          Project.parse(
              parameters.path("FunctionName").asText().contains("Recorder")
                  ? RECORDED
                  : "{\"Payload\":{}}");
    };
  }

  private static final String RECORDED =
      """
      {"Payload": {"outcome": "RECORDED", "status": "ACCEPTED", "detailType": "Trade Accepted",
        "tradeId": "T1", "sourceSystem": "system1", "eventType": "NEW",
        "timestamp": "1768228200000001.0123456789", "region": "us-east-1", "sequence": 1,
        "recordHash": "aa", "eventHash": "bb", "unmatched": false, "conflict": false, "replaces": false}}
      """;
}
