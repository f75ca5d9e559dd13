package io.tradeprocessing.simulation.defect;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.simulation.aws.Design;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a backfill could do wrong. */
final class BackfillDefects {

  private BackfillDefects() {}

  /** What an earlier attempt at a line recorded is taken for a duplicate. */
  static Design ownRecordsForgotten() {
    return new Design() {
      @Override
      public RequestStreamHandler backfillRecorder(RequestStreamHandler built) {
        return (in, out, context) -> {
          ByteArrayOutputStream result = new ByteArrayOutputStream();
          built.handleRequest(in, result, context);
          ObjectNode answer = (ObjectNode) ExactJson.read(result.toString(StandardCharsets.UTF_8));
          answer.remove("execution");
          out.write(ExactJson.write(answer).getBytes(StandardCharsets.UTF_8));
        };
      }
    };
  }

  /** An event fails for good because DynamoDB does not answer. */
  static Design outageTakenForEvent() {
    return new Design() {
      @Override
      public RequestStreamHandler backfillRecorder(RequestStreamHandler built) {
        return (in, out, context) -> {
          try {
            built.handleRequest(in, out, context);
          } catch (StoreUnavailableException e) {
            throw new IllegalArgumentException("the event cannot be recorded", e);
          }
        };
      }
    };
  }

  /** What is known of a trade is left out. */
  static Design enrichesNothing() {
    return new Design() {
      @Override
      public RequestStreamHandler backfillRecorder(RequestStreamHandler built) {
        return (in, out, context) -> {
          ObjectNode input =
              (ObjectNode) ExactJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          input.putObject("enrichment");
          byte[] changed = ExactJson.write(input).getBytes(StandardCharsets.UTF_8);
          built.handleRequest(new ByteArrayInputStream(changed), out, context);
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
