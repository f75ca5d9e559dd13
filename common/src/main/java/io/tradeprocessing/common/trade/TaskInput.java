package io.tradeprocessing.common.trade;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import java.util.Optional;

/**
 * What validator and enricher are given: from the workflow {@code {"event": <EventBridge envelope>,
 * "execution": {"id": "<execution ARN>"}}}, from anybody else the envelope alone.
 *
 * @param event the envelope; any JSON, for whatever arrives has a verdict
 * @param executionArn of the workflow, for the log
 */
public record TaskInput(Json event, Optional<String> executionArn) {

  private static final String EVENT = "event";
  private static final String EXECUTION = "execution";

  /**
   * Reads what a function is given.
   *
   * @throws io.tradeprocessing.common.json.MalformedJsonException if it is not one JSON value
   *     within the limits
   */
  public static TaskInput read(byte[] utf8) {
    Json input = JsonReader.readHolderOfEvent(utf8);
    // No envelope of EventBridge has just these two members.
    if (input instanceof JsonObject object && object.size() == 2) {
      Json event = object.get(EVENT);
      Json execution = object.get(EXECUTION);
      if (event != null && execution != null) {
        return new TaskInput(event, execution.asObject().flatMap(members -> members.text("id")));
      }
    }
    JsonReader.checkDepth(input);
    return new TaskInput(input, Optional.empty());
  }
}
