package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tradeprocessing.asl.ExactJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where a local run leaves what AWS would send on: dead letters by queue, and outcome events. In a
 * store folder they are appended to JSON Lines files; without one they are counted only.
 */
final class Outbox {

  private final Optional<Path> folder;
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

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
    counts.computeIfAbsent(name, _ -> new AtomicLong()).incrementAndGet();
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
      throw new UncheckedIOException(e);
    }
  }
}
