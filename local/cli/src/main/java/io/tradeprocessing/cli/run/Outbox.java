package io.tradeprocessing.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.store.EmbeddedDynamoDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where a local run leaves what AWS would send on: dead letters by queue, and outcome events. In a
 * store folder they are appended to JSON Lines files; without one they are gone with the process,
 * and the results say what became of each event.
 */
final class Outbox {

  private final Optional<Path> folder;

  Outbox(Optional<Path> folder) {
    this.folder = folder;
  }

  /** The body of a message to a queue. */
  void deadLetter(String queue, JsonNode body) {
    append("dead-letters-" + queue + ".jsonl", body);
  }

  /** One entry of PutEvents. */
  void event(JsonNode entry) {
    append("outcome-events.jsonl", entry);
  }

  /** An event that EventBridge would have to give up on. */
  void undeliverable(JsonNode event, String error) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("event", event);
    body.put("error", error);
    deadLetter("EventBridgeDLQ", body);
  }

  private synchronized void append(String name, JsonNode line) {
    if (folder.isEmpty()) {
      return;
    }
    try {
      Files.writeString(
          folder.get().resolve(name),
          ExactJson.write(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      mustHaveRoom(e);
      throw UserError.midway(
          "the store folder " + folder.get() + " cannot be written to: " + e.getMessage(), e);
    }
  }

  /**
   * Ends the run if the disk is full: no retry helps, and no dead letter could be kept.
   *
   * @param problem what went wrong, for which a full disk would be the reason
   */
  void mustHaveRoom(Exception problem) {
    if (folder.isPresent() && !EmbeddedDynamoDb.hasRoom(folder.get())) {
      throw UserError.midway(
          "the disk of the store folder "
              + folder.get()
              + " is full: free some space and run the same input again; what is on record will end"
              + " as DUPLICATE",
          problem);
    }
  }
}
