package io.tradeprocessing.simulation.defect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.Tried;
import io.tradeprocessing.recorder.BatchRecorder;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.aws.SimulatedRegion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What a backfill could do wrong. */
final class BackfillDefects {

  private BackfillDefects() {}

  /** What an earlier attempt at a line recorded is taken for a duplicate. */
  static Design ownRecordsForgotten() {
    return new Design() {
      @Override
      public BatchRecorder backfillRecorder(BatchRecorder built) {
        return (inputs, context) ->
            built.recordAll(inputs, context).stream()
                .map(tried -> Tried.of(() -> withoutExecution(tried.get())))
                .toList();
      }
    };
  }

  private static JsonObject withoutExecution(JsonObject result) {
    JsonObject.Builder rest = JsonObject.builder();
    result.forEach(
        (name, value) -> {
          if (!name.equals("execution")) {
            rest.put(name, value);
          }
        });
    return rest.build();
  }

  /** An event fails for good because DynamoDB does not answer. */
  static Design outageTakenForEvent() {
    return new Design() {
      @Override
      public BatchRecorder backfillRecorder(BatchRecorder built) {
        return (inputs, context) ->
            built.recordAll(inputs, context).stream()
                .map(tried -> Tried.of(() -> orFailedForGood(tried)))
                .toList();
      }
    };
  }

  private static JsonObject orFailedForGood(Tried<JsonObject> tried) {
    try {
      return tried.get();
    } catch (StoreUnavailableException e) {
      throw new IllegalArgumentException("the event cannot be recorded", e);
    }
  }

  /** What is known of a trade is left out. */
  static Design enrichesNothing() {
    return new Design() {
      @Override
      public BatchRecorder backfillRecorder(BatchRecorder built) {
        return (inputs, context) ->
            built.recordAll(
                inputs.stream().map(BackfillDefects::withoutEnrichment).toList(), context);
      }
    };
  }

  private static JsonObject withoutEnrichment(JsonObject input) {
    JsonObject.Builder changed = JsonObject.builder();
    input.forEach(
        (name, value) -> changed.put(name, name.equals("enrichment") ? JsonObject.empty() : value));
    return changed.build();
  }

  /** What a cancelled transaction of several records would have written is taken for recorded. */
  static Design cancelledGroupTakenForRecorded() {
    return new Design() {
      @Override
      public DynamoDbClient store(SimulatedRegion region, DynamoDbClient built) {
        return new PassingOn(built) {
          @Override
          public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
            try {
              return super.transactWriteItems(request);
            } catch (TransactionCanceledException e) {
              if (request.transactItems().size() > 2) {
                return TransactWriteItemsResponse.builder().build();
              }
              throw e;
            }
          }
        };
      }
    };
  }

  /** Each answer of a group is given to the event after it. */
  static Design answersMixedUp() {
    return new Design() {
      @Override
      public BatchRecorder backfillRecorder(BatchRecorder built) {
        return (inputs, context) -> {
          List<Tried<JsonObject>> tried = new ArrayList<>(built.recordAll(inputs, context));
          Collections.rotate(tried, 1);
          return tried;
        };
      }
    };
  }

  /** The state machine succeeds whatever the account says. */
  static Design neverIncomplete() {
    return new Design() {
      @Override
      public String backfillDefinition(String built) {
        try {
          ObjectNode definition = (ObjectNode) ExactJson.read(built);
          ((ObjectNode) definition.at("/States/IsEveryLineAccountedFor"))
              .put("Default", "Complete");
          ((ObjectNode) definition.path("States")).remove("Incomplete");
          return ExactJson.write(definition);
        } catch (JsonProcessingException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
