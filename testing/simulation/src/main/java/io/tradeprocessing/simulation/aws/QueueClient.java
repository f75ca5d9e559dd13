package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.simulation.aws.Queues.Message;
import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** SQS as an operator's command calls it. */
public final class QueueClient implements SqsClient {

  private static final int MOST_MESSAGES = 10;

  private final Sim sim;
  private final SimulatedRegion region;
  private final Queues queues;

  public QueueClient(Sim sim, SimulatedRegion region, Queues queues) {
    this.sim = sim;
    this.region = region;
    this.queues = queues;
  }

  @Override
  public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
    return GetQueueUrlResponse.builder()
        .queueUrl(
            "https://sqs." + region.name() + ".amazonaws.com/000000000000/" + request.queueName())
        .build();
  }

  @Override
  public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
    return GetQueueAttributesResponse.builder()
        .attributes(
            Map.of(
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                Integer.toString(messages(request.queueUrl()).size())))
        .build();
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    sim.requestTime("sqs/" + region.name());
    Instant now = sim.kernel().now();
    Duration hold = Duration.ofSeconds(request.visibilityTimeout());
    List<software.amazon.awssdk.services.sqs.model.Message> received = new ArrayList<>();
    for (Message message : messages(request.queueUrl())) {
      boolean visible = !message.hiddenUntil.isAfter(now);
      if ((visible || sim.faults().happens(Fault.QUEUE_DELIVERS_TWICE, place(request.queueUrl())))
          && received.size() < MOST_MESSAGES) {
        message.hiddenUntil = now.plus(hold);
        message.receipt = sim.newId("receipt/" + region.name());
        received.add(message(message));
      }
    }
    return ReceiveMessageResponse.builder().messages(received).build();
  }

  private static software.amazon.awssdk.services.sqs.model.Message message(Message message) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    message.attributes.forEach(
        (name, value) ->
            attributes.put(
                name,
                MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    return software.amazon.awssdk.services.sqs.model.Message.builder()
        .messageId(message.id)
        .receiptHandle(message.receipt)
        .body(message.body)
        .messageAttributes(attributes)
        .attributes(
            Map.of(
                MessageSystemAttributeName.SENT_TIMESTAMP,
                Long.toString(message.sentAt.toEpochMilli())))
        .build();
  }

  @Override
  public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
    sim.requestTime("sqs/" + region.name());
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (DeleteMessageBatchRequestEntry entry : request.entries()) {
      if (sim.faults().happens(Fault.QUEUE_KEEPS_MESSAGE, place(request.queueUrl()))) {
        failed.add(
            BatchResultErrorEntry.builder()
                .id(entry.id())
                .code("InternalError")
                .message("try again")
                .senderFault(false)
                .build());
      } else {
        find(request.queueUrl(), entry.receiptHandle())
            .ifPresent(message -> messages(request.queueUrl()).remove(message));
      }
    }
    return DeleteMessageBatchResponse.builder().failed(failed).build();
  }

  @Override
  public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
      ChangeMessageVisibilityBatchRequest request) {
    sim.requestTime("sqs/" + region.name());
    request
        .entries()
        .forEach(
            entry ->
                find(request.queueUrl(), entry.receiptHandle())
                    .ifPresent(
                        message ->
                            message.hiddenUntil =
                                sim.kernel().now().plusSeconds(entry.visibilityTimeout())));
    return ChangeMessageVisibilityBatchResponse.builder().build();
  }

  private Optional<Message> find(String url, String receipt) {
    return messages(url).stream().filter(message -> message.receipt.equals(receipt)).findFirst();
  }

  private List<Message> messages(String url) {
    return queues.messages(name(url));
  }

  private String place(String url) {
    return region.name() + "/" + name(url);
  }

  private static String name(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  @Override
  public String serviceName() {
    return "sqs";
  }

  @Override
  public void close() {}
}
