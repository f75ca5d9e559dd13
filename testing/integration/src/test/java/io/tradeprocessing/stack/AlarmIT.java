package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What the topic tells when alarms change their state, on the deployed stack. The test sets the
 * states of the alarms that watch a metric; LocalStack derives those of composite alarms. It knows
 * no suppressors.
 */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlarmIT {

  @SuppressWarnings("NullAway.Init") // by subscribe
  private CloudWatchClient cloudWatch;

  @SuppressWarnings("NullAway.Init")
  private SqsClient sqs;

  @SuppressWarnings("NullAway.Init")
  private String mailbox;

  @BeforeAll
  void subscribe() {
    Deployment deployment = Deployment.get();
    cloudWatch = deployment.client(CloudWatchClient.builder());
    sqs = deployment.client(SqsClient.builder());
    mailbox = sqs.createQueue(r -> r.queueName("mailbox")).queueUrl();
    String arn =
        sqs.getQueueAttributes(
                r -> r.queueUrl(mailbox).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    try (SnsClient sns = deployment.client(SnsClient.builder())) {
      sns.subscribe(
          r -> r.topicArn(deployment.output("AlarmTopicArn")).protocol("sqs").endpoint(arn));
    }
  }

  @AfterAll
  void close() {
    if (sqs != null) {
      sqs.close();
      cloudWatch.close();
    }
  }

  private void set(String alarm, StateValue state) {
    cloudWatch.setAlarmState(
        r -> r.alarmName(alarm + "-it").stateValue(state).stateReason("set by a test"));
  }

  /** The names and states of the mails since the last call. */
  private List<Map.Entry<String, String>> mails() {
    List<Map.Entry<String, String>> mails = new ArrayList<>();
    while (true) {
      List<Message> page =
          sqs.receiveMessage(r -> r.queueUrl(mailbox).maxNumberOfMessages(10).waitTimeSeconds(1))
              .messages();
      if (page.isEmpty()) {
        return mails;
      }
      for (Message message : page) {
        JsonNode mail =
            SourceSystem.json(SourceSystem.json(message.body()).path("Message").asText());
        mails.add(Map.entry(mail.path("AlarmName").asText(), mail.path("NewStateValue").asText()));
        sqs.deleteMessage(r -> r.queueUrl(mailbox).receiptHandle(message.receiptHandle()));
      }
    }
  }

  @Test
  void anOutageThatSetsOffManyAlarmsSendsOneMailAndOneWhenItIsOver() {
    List<String> many =
        List.of(
            "trade-validator-errors",
            "metadata-enricher-errors",
            "compliance-recorder-errors",
            "record-latency",
            "probe");
    quiet(many);

    many.forEach(alarm -> set(alarm, StateValue.ALARM));
    List<Map.Entry<String, String>> during = new ArrayList<>();
    await().untilAsserted(() -> assertThat(addTo(during)).isNotEmpty());
    during.addAll(mails());
    many.forEach(alarm -> set(alarm, StateValue.OK));
    List<Map.Entry<String, String>> after = new ArrayList<>();
    await().untilAsserted(() -> assertThat(addTo(after)).isNotEmpty());
    after.addAll(mails());

    assertThat(during).containsExactly(Map.entry("outage-it", "ALARM"));
    assertThat(after).containsExactly(Map.entry("outage-it", "OK"));
  }

  /** Lets nothing be on, whatever LocalStack found out by itself, and forgets the mails. */
  private void quiet(List<String> alarms) {
    alarms.forEach(alarm -> set(alarm, StateValue.OK));
    await().until(() -> mails().isEmpty());
  }

  private List<Map.Entry<String, String>> addTo(List<Map.Entry<String, String>> mails) {
    mails.addAll(mails());
    return mails;
  }

  @Test
  void deadLettersInSeveralQueuesSendOneMail() {
    quiet(List.of("compliance-recorder-dlq", "outcome-dlq", "executions-failed"));

    set("compliance-recorder-dlq", StateValue.ALARM);
    set("outcome-dlq", StateValue.ALARM);
    set("executions-failed", StateValue.ALARM);
    List<Map.Entry<String, String>> during = new ArrayList<>();
    await().untilAsserted(() -> assertThat(addTo(during)).isNotEmpty());
    during.addAll(mails());
    set("executions-failed", StateValue.OK);

    assertThat(during).containsExactly(Map.entry("failed-trades-it", "ALARM"));
    assertThat(mails()).as("letters are still there").isEmpty();
    set("compliance-recorder-dlq", StateValue.OK);
    set("outcome-dlq", StateValue.OK);
  }
}
