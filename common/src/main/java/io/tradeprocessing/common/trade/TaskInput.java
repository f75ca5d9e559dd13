package io.tradeprocessing.common.trade;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import java.util.Optional;

/**
 * What validator and enricher are given: from the workflow {@code {"event": <EventBridge envelope>,
 * "execution": {"id": "<execution ARN>"}}}, from anybody else the envelope alone.
 *
 * <p>The workflow adds {@code "marketData": "UNAVAILABLE"} when it invokes the enricher again after
 * market data could not be reached.
 *
 * @param event the envelope; any JSON, for whatever arrives has a verdict
 * @param executionArn of the workflow, for the log
 * @param marketDataUnavailable whether the workflow says that market data cannot be reached
 * @param bytes of the JSON text in UTF-8
 */
public record TaskInput(
    Json event, Optional<String> executionArn, boolean marketDataUnavailable, int bytes) {

  private static final String EVENT = "event";
  private static final String EXECUTION = "execution";
  private static final String MARKET_DATA = "marketData";
  private static final Optional<String> UNAVAILABLE = Optional.of("UNAVAILABLE");

  /**
   * Reads what a function is given.
   *
   * @throws io.tradeprocessing.common.json.MalformedJsonException if it is not one JSON value
   *     within the limits
   */
  public static TaskInput read(byte[] utf8) {
    Json input = JsonReader.readHolderOfEvent(utf8);
    // No envelope of EventBridge has just these two or three members.
    if (input instanceof JsonObject object && (object.size() == 2 || object.size() == 3)) {
      Json event = object.get(EVENT);
      Json execution = object.get(EXECUTION);
      boolean unavailable = object.size() == 3 && object.text(MARKET_DATA).equals(UNAVAILABLE);
      if (event != null && execution != null && (object.size() == 2 || unavailable)) {
        Optional<String> arn = execution.asObject().flatMap(members -> members.text("id"));
        return new TaskInput(event, arn, unavailable, utf8.length);
      }
    }
    JsonReader.checkDepth(input);
    return new TaskInput(input, Optional.empty(), false, utf8.length);
  }

  /** What the workflow gives for an event. */
  public static TaskInput of(JsonObject event, String executionArn) {
    // An object keeps its text: it is part of the input here, and of the record later.
    JsonWriter.toString(event);
    JsonObject execution = JsonObject.builder().put("id", executionArn).build();
    JsonObject text = JsonObject.builder().put(EVENT, event).put(EXECUTION, execution).build();
    return new TaskInput(event, Optional.of(executionArn), false, JsonWriter.utf8(text).length);
  }

  /** The same once more, after market data could not be reached. */
  public TaskInput withoutMarketData() {
    return new TaskInput(event, executionArn, true, bytes);
  }
}
