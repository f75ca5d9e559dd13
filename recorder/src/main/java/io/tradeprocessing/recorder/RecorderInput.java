package io.tradeprocessing.recorder;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonBoolean;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.trade.TradeEvent;

/**
 * The recorder's input: {@code {"event": <EventBridge envelope>, "verdict": {"valid": <boolean>,
 * …}, "enrichment": {…}, "execution": {"id": "<execution ARN>", …}}}.
 *
 * @param event as far as the recorder reads it
 * @param content event, verdict and enrichment
 * @param valid the verdict
 * @param executionArn the workflow's execution
 */
record RecorderInput(TradeEvent event, Content content, boolean valid, String executionArn) {

  /**
   * Reads the input.
   *
   * @throws io.tradeprocessing.common.json.MalformedJsonException if it is not one JSON value
   *     within the limits
   * @throws InvalidRecorderInputException if a part is missing or of another type
   */
  static RecorderInput read(byte[] utf8) {
    return of(
        JsonReader.readHolderOfEvent(utf8)
            .asObject()
            .orElseThrow(() -> missing("the input", "an object")));
  }

  /**
   * The input that was read as JSON.
   *
   * @throws InvalidRecorderInputException if a part is missing or of another type
   */
  static RecorderInput of(JsonObject input) {
    Json event = input.get("event");
    if (event == null) {
      throw missing("/event", "the whole event");
    }
    JsonObject verdict =
        input.object("verdict").orElseThrow(() -> missing("/verdict", "the validator's object"));
    if (!(verdict.get("valid") instanceof JsonBoolean valid)) {
      throw missing("/verdict/valid", "true or false");
    }
    JsonObject enrichment =
        input
            .object("enrichment")
            .orElseThrow(() -> missing("/enrichment", "the enricher's object"));
    String executionArn =
        input
            .object("execution")
            .flatMap(execution -> execution.text("id"))
            .filter(id -> !id.isEmpty())
            .orElseThrow(() -> missing("/execution/id", "the ARN of the execution"));
    return new RecorderInput(
        TradeEvent.of(event), new Content(event, verdict, enrichment), valid.value(), executionArn);
  }

  private static InvalidRecorderInputException missing(String pointer, String expected) {
    return new InvalidRecorderInputException(pointer + " must be " + expected);
  }
}
