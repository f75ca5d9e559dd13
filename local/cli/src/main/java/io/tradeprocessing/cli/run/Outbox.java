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
 * What AWS would send on from a local run: dead letters by queue, and outcome events. With a store
 * folder they are appended to JSON Lines files there; without one they are dropped, and the results
 * say what happened to each event.
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

  /** An event that EventBridge could not deliver. */
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
      mustBeUsable(e);
      throw UserError.midway(
          "the store folder " + folder.get() + " cannot be written to: " + UserError.reason(e), e);
    }
  }

  /**
   * Ends the run if the folder is gone or its disk is full: a retry does not help, and a dead
   * letter could not be kept.
   *
   * @param problem what failed, perhaps for this reason
   */
  void mustBeUsable(Exception problem) {
    if (folder.isPresent() && !Files.isDirectory(folder.get())) {
      throw UserError.midway(
          "the store folder "
              + folder.get()
              + " no longer exists: it was deleted or moved during the run, and what was recorded"
              + " in it is lost; run the same input again",
          problem);
    }
    if (folder.isPresent() && !EmbeddedDynamoDb.hasRoom(folder.get())) {
      throw UserError.midway(
          "the disk of the store folder "
              + folder.get()
              + " is full: free some space and run the same input again; what is already recorded"
              + " ends as DUPLICATE",
          problem);
    }
  }
}
