package io.tradeprocessing.simulation.defect;

import io.tradeprocessing.cli.failover.RegionAccess;
import io.tradeprocessing.cli.failover.RegionState;
import io.tradeprocessing.cli.failover.TableReader;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.aws.SimulatedRegion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** What rules, commands and operators could do wrong. */
final class OperationDefects {

  private OperationDefects() {}

  private static Design rules(UnaryOperator<DeploymentTemplate.Rule> change) {
    return new Design() {
      @Override
      public DeploymentTemplate.Rule rule(DeploymentTemplate.Rule built) {
        return change.apply(built);
      }
    };
  }

  static Design ruleWithoutQueue() {
    return rules(
        rule ->
            new DeploymentTemplate.Rule(
                rule.logicalId(),
                rule.eventPattern(),
                rule.maximumRetryAttempts(),
                rule.maximumEventAge(),
                Optional.empty()));
  }

  static Design ruleThatNeverTriesAgainAndHasNoQueue() {
    return rules(
        rule ->
            new DeploymentTemplate.Rule(
                rule.logicalId(), rule.eventPattern(), 0, Duration.ZERO, Optional.empty()));
  }

  static Design ruleOfAnotherSource() {
    return rules(
        rule ->
            new DeploymentTemplate.Rule(
                rule.logicalId(),
                rule.eventPattern().replace("trading.system1", "trading.system4"),
                rule.maximumRetryAttempts(),
                rule.maximumEventAge(),
                rule.deadLetterQueue()));
  }

  static Design slotIgnored() {
    return new Design() {
      @Override
      public int slot(SimulatedRegion region) {
        return 0;
      }
    };
  }

  static Design replicaNotSaid() {
    return new Design() {
      @Override
      public boolean isReplicated(SimulatedRegion region, boolean built) {
        return false;
      }
    };
  }

  /** Replays begin at another time than the command says. */
  private static Design replays(ReplayFrom change) {
    return new Design() {
      @Override
      public RegionAccess failover(RegionAccess built) {
        return new PassingOnRegion(built) {
          @Override
          public void startReplay(String name, Instant from, Instant to) {
            super.startReplay(name, change.from(built.state(), name, from, to), to);
          }
        };
      }
    };
  }

  private interface ReplayFrom {
    Instant from(RegionState state, String name, Instant from, Instant to);
  }

  static Design failoverWithoutReplay() {
    return replays((_, _, _, to) -> to);
  }

  /** From the last record that has arrived, although an earlier event may still be on its way. */
  static Design replayWithoutMargin() {
    return replays((state, _, from, _) -> state.lastFromOthers().orElse(from));
  }

  /** An archive may have an event minutes later only. */
  static Design replayOnce() {
    return replays((_, name, from, to) -> name.endsWith("-2") ? to : from);
  }

  private static class PassingOnRegion implements RegionAccess {
    private final RegionAccess next;

    PassingOnRegion(RegionAccess next) {
      this.next = next;
    }

    @Override
    public String region() {
      return next.region();
    }

    @Override
    public RegionState state() {
      return next.state();
    }

    @Override
    public TableReader table() {
      return next.table();
    }

    @Override
    public void updateIntake(String value) {
      next.updateIntake(value);
    }

    @Override
    public void setRule(String name, boolean enabled) {
      next.setRule(name, enabled);
    }

    @Override
    public void startReplay(String name, Instant from, Instant to) {
      next.startReplay(name, from, to);
    }
  }

  static Design failoverWithoutDraining() {
    return new Design() {
      @Override
      public boolean drains() {
        return false;
      }
    };
  }

  static Design forwardedInCircles() {
    return new Design() {
      @Override
      public boolean forwardsForwarded() {
        return true;
      }
    };
  }

  /** The command believes that the bus took whatever it sent. */
  static Design redriveTrustsTheBus() {
    return new Design() {
      @Override
      public EventBridgeClient events(EventBridgeClient built) {
        return new EventBridgeClient() {
          @Override
          public PutEventsResponse putEvents(PutEventsRequest request) {
            List<PutEventsResultEntry> results = new ArrayList<>();
            for (PutEventsResultEntry result : built.putEvents(request).entries()) {
              results.add(
                  result.eventId() != null
                      ? result
                      : PutEventsResultEntry.builder().eventId("taken").build());
            }
            return PutEventsResponse.builder().entries(results).failedEntryCount(0).build();
          }

          @Override
          public String serviceName() {
            return "events";
          }

          @Override
          public void close() {}
        };
      }
    };
  }

  /** The command deletes a message as soon as it has read it. */
  static Design redriveDeletesBeforeSending() {
    return new Design() {
      @Override
      public SqsClient queues(SqsClient built) {
        return new DeletingClient(built);
      }
    };
  }

  private record DeletingClient(SqsClient next) implements SqsClient {
    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
      ReceiveMessageResponse received = next.receiveMessage(request);
      received
          .messages()
          .forEach(
              message ->
                  next.deleteMessageBatch(
                      DeleteMessageBatchRequest.builder()
                          .queueUrl(request.queueUrl())
                          .entries(
                              DeleteMessageBatchRequestEntry.builder()
                                  .id("0")
                                  .receiptHandle(message.receiptHandle())
                                  .build())
                          .build()));
      return received;
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
      return DeleteMessageBatchResponse.builder().build();
    }

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
        ChangeMessageVisibilityBatchRequest request) {
      return next.changeMessageVisibilityBatch(request);
    }

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
      return next.getQueueUrl(request);
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
      return next.getQueueAttributes(request);
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }

  /** verify does not see some of the items. */
  private static Design verifyOverlooks(Predicate<Map<String, AttributeValue>> overlooked) {
    return new Design() {
      @Override
      public DynamoDbClient verifier(DynamoDbClient built) {
        return new PassingOn(built) {
          @Override
          public QueryResponse query(QueryRequest request) {
            QueryResponse response = super.query(request);
            return response.toBuilder()
                .items(response.items().stream().filter(overlooked.negate()).toList())
                .build();
          }
        };
      }
    };
  }

  static Design verifyReadsNothing() {
    return verifyOverlooks(_ -> true);
  }

  /** verify does not read the heads of the first Region. */
  static Design verifyOverlooksHeads() {
    return verifyOverlooks(item -> Objects.requireNonNull(item.get("timestamp")).n().equals("0"));
  }
}
