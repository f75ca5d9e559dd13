package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What the topic tells when alarms change their state, on the deployed stack. The test sets the
 * states of the alarms that watch a metric; LocalStack derives those of composite alarms. It knows
 * no suppressors. Every minute it also judges the alarms by their metrics, which hold nothing here:
 * what a test saw while it changed one of the test's alarms counts for nothing.
 */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlarmIT {

  private static final String REASON = "set by a test";

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
    cloudWatch.setAlarmState(r -> r.alarmName(alarm + "-it").stateValue(state).stateReason(REASON));
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

    Seen seen =
        undisturbed(
            many,
            () -> {
              List<Map.Entry<String, String>> during = firstMails();
              many.forEach(alarm -> set(alarm, StateValue.OK));
              return new Seen(during, firstMails());
            });

    assertThat(seen.during()).containsExactly(Map.entry("outage-it", "ALARM"));
    assertThat(seen.after()).containsExactly(Map.entry("outage-it", "OK"));
  }

  @Test
  void deadLettersInSeveralQueuesSendOneMail() {
    Seen seen =
        undisturbed(
            List.of("compliance-recorder-dlq", "outcome-dlq", "executions-failed"),
            () -> {
              List<Map.Entry<String, String>> during = firstMails();
              set("executions-failed", StateValue.OK);
              return new Seen(during, mails());
            });

    assertThat(seen.during()).containsExactly(Map.entry("failed-trades-it", "ALARM"));
    assertThat(seen.after()).as("letters are still there").isEmpty();
  }

  /** The mails while alarms are on, and after the test has set some of them to OK. */
  private record Seen(
      List<Map.Entry<String, String>> during, List<Map.Entry<String, String>> after) {}

  /** What the steps see after the alarms went on, in a try in which only the test changed them. */
  private Seen undisturbed(List<String> alarms, Supplier<Seen> steps) {
    for (int tries = 0; tries < 3; tries++) {
      // Whatever LocalStack found out by itself.
      alarms.forEach(alarm -> set(alarm, StateValue.OK));
      await().until(() -> mails().isEmpty());
      alarms.forEach(alarm -> set(alarm, StateValue.ALARM));
      Seen seen = steps.get();
      boolean disturbed = !reasons(alarms).equals(Set.of(REASON));
      alarms.forEach(alarm -> set(alarm, StateValue.OK));
      if (!disturbed) {
        return seen;
      }
    }
    throw new AssertionError("LocalStack changed one of " + alarms + " in each of 3 tries");
  }

  /** Why the alarms are in their states. */
  private Set<String> reasons(List<String> alarms) {
    List<String> names = alarms.stream().map(alarm -> alarm + "-it").toList();
    return cloudWatch.describeAlarms(r -> r.alarmNames(names)).metricAlarms().stream()
        .map(MetricAlarm::stateReason)
        .collect(Collectors.toSet());
  }

  /** The next mails, however long they take. */
  private List<Map.Entry<String, String>> firstMails() {
    List<Map.Entry<String, String>> first = new ArrayList<>();
    await()
        .untilAsserted(
            () -> {
              first.addAll(mails());
              assertThat(first).isNotEmpty();
            });
    first.addAll(mails());
    return first;
  }
}
