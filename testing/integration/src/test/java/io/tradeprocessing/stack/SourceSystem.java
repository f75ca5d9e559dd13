package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Sends trade events as a source system does, and looks what came of them as an operator does. */
final class SourceSystem {

  /** The first invocation of a function starts its container. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Deployment deployment;
  private final EventBridgeClient events;
  private final SfnClient workflow;
  private final DynamoDbClient table;
  private final SqsClient queues;

  /** What is over stays as it is, so it is read once. */
  private final Map<String, DescribeExecutionResponse> finished = new ConcurrentHashMap<>();

  SourceSystem(Deployment deployment) {
    this.deployment = deployment;
    this.events = deployment.client(EventBridgeClient.builder());
    this.workflow = deployment.client(SfnClient.builder());
    this.table = deployment.client(DynamoDbClient.builder());
    this.queues = deployment.client(SqsClient.builder());
  }

  void send(Trade trade) {
    send(trade.source(), "Trade Event", trade.json());
  }

  void send(String source, String detailType, String detail) {
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName(deployment.bus())
            .source(source)
            .detailType(detailType)
            .detail(detail)
            .build();
    var response = events.putEvents(request -> request.entries(entry));
    assertThat(response.failedEntryCount()).isZero();
  }

  /** Sends a trade and waits for its execution to end. */
  DescribeExecutionResponse process(Trade trade) {
    return process(trade, 1);
  }

  /** Sends a trade that was sent before and waits until so many executions of it have ended. */
  DescribeExecutionResponse process(Trade trade, int executions) {
    send(trade);
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> executionsOf(trade.id()), found -> found.size() == executions)
        .getLast();
  }

  /** The ended executions of a trade, from the first. */
  List<DescribeExecutionResponse> executionsOf(String text) {
    for (ExecutionListItem execution :
        workflow.listExecutionsPaginator(r -> r.stateMachineArn(stateMachine())).executions()) {
      if (execution.status() != ExecutionStatus.RUNNING) {
        finished.computeIfAbsent(
            execution.executionArn(), arn -> workflow.describeExecution(r -> r.executionArn(arn)));
      }
    }
    return finished.values().stream()
        .filter(execution -> execution.input().contains('"' + text + '"'))
        .sorted(Comparator.comparing(DescribeExecutionResponse::startDate))
        .toList();
  }

  private String stateMachine() {
    return deployment.output("StateMachineArn");
  }

  /** How often tasks of the running executions of a trade have failed with an error. */
  int failures(Trade trade, String error) {
    int failures = 0;
    for (ExecutionListItem execution :
        workflow
            .listExecutions(
                r -> r.stateMachineArn(stateMachine()).statusFilter(ExecutionStatus.RUNNING))
            .executions()) {
      String arn = execution.executionArn();
      if (workflow.describeExecution(r -> r.executionArn(arn)).input().contains(trade.id())) {
        for (HistoryEvent event :
            workflow.getExecutionHistory(r -> r.executionArn(arn).maxResults(1000)).events()) {
          if (event.taskFailedEventDetails() != null
              && error.equals(event.taskFailedEventDetails().error())) {
            failures++;
          }
        }
      }
    }
    return failures;
  }

  /** How many dead letters a queue holds. */
  int waiting(String queueOutput) {
    return Integer.parseInt(
        queues
            .getQueueAttributes(
                r ->
                    r.queueUrl(deployment.output(queueOutput))
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  /** The records of a trade in the order of its events, without the head. */
  List<Map<String, AttributeValue>> records(String tradeId) {
    return table
        .query(
            request ->
                request
                    .tableName(deployment.output("TradeTableName"))
                    .keyConditionExpression("tradeId = :id AND #time > :head")
                    .expressionAttributeNames(Map.of("#time", "timestamp"))
                    .expressionAttributeValues(
                        Map.of(
                            ":id",
                            AttributeValue.fromS(tradeId),
                            ":head",
                            AttributeValue.fromN("0")))
                    .consistentRead(true))
        .items();
  }

  /** Waits for a dead letter whose text has this in it, and takes it off the queue. */
  JsonNode deadLetter(String queueOutput, String text) {
    return message(deployment.output(queueOutput), text);
  }

  JsonNode message(String queueUrl, String text) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> receive(queueUrl, text), found -> !found.isEmpty())
        .getFirst();
  }

  private List<JsonNode> receive(String queueUrl, String text) {
    List<JsonNode> found = new ArrayList<>();
    for (Message message :
        queues.receiveMessage(r -> r.queueUrl(queueUrl).maxNumberOfMessages(10)).messages()) {
      queues.deleteMessage(r -> r.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
      if (message.body().contains(text)) {
        found.add(json(message.body()));
      }
    }
    return found;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
