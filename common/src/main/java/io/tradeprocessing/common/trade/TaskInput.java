package io.tradeprocessing.common.trade;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
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

  /** Tells the two apart: no envelope of EventBridge has just these two members. */
  public static TaskInput of(Json input) {
    if (input instanceof JsonObject object && object.size() == 2) {
      Json event = object.get(EVENT);
      Json execution = object.get(EXECUTION);
      if (event != null && execution != null) {
        return new TaskInput(event, execution.asObject().flatMap(members -> members.text("id")));
      }
    }
    return new TaskInput(input, Optional.empty());
  }
}
