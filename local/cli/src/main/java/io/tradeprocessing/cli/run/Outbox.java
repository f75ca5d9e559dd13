package io.tradeprocessing.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.store.StoreFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What AWS would send on from a local run: dead letters by queue, and outcome events. With a store
 * folder they are appended to JSON Lines files there; without one they are dropped, and the results
 * say what happened to each event.
 *
 * <p>A dead letter is on the disk when this returns, for nothing else keeps its event. Outcome
 * events are on the disk when this is closed; until then the record, which came first, says the
 * same.
 */
final class Outbox implements AutoCloseable {

  private static final String OUTCOMES = "outcome-events.jsonl";

  private final Optional<Path> folder;
  private @Nullable LineFile outcomes;

  Outbox(Optional<Path> folder) {
    this.folder = folder;
  }

  /** The body of a message to a queue. */
  synchronized void deadLetter(String queue, JsonNode body) {
    if (folder.isEmpty()) {
      return;
    }
    try (LineFile letters =
        LineFile.open(folder.get().resolve("dead-letters-" + queue + ".jsonl"))) {
      letters.append(ExactJson.write(body));
      letters.sync();
    } catch (IOException e) {
      throw failed(folder.get(), e);
    }
  }

  /** One entry of PutEvents. */
  synchronized void event(JsonNode entry) {
    if (folder.isEmpty()) {
      return;
    }
    try {
      if (outcomes == null) {
        outcomes = LineFile.open(folder.get().resolve(OUTCOMES));
      }
      outcomes.append(ExactJson.write(entry));
    } catch (IOException e) {
      throw failed(folder.get(), e);
    }
  }

  private static UserError failed(Path folder, IOException e) {
    String sentence =
        !Files.isDirectory(folder)
            ? StoreFailures.gone(folder)
            : StoreFailures.isFull(e)
                ? StoreFailures.full(folder)
                : "the store folder " + folder + " cannot be written to: " + UserError.reason(e);
    return UserError.midway(sentence, e);
  }

  /** An event that EventBridge could not deliver. */
  void undeliverable(JsonNode event, String error) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("event", event);
    body.put("error", error);
    deadLetter("EventBridgeDLQ", body);
  }

  /**
   * Ends the run if a function failed because the store or its archive did: a retry does not help,
   * and a dead letter would hide it.
   */
  void mustBeUsable(Exception problem) {
    for (Throwable each = problem; each != null; each = each.getCause()) {
      if (each instanceof UserError error) {
        throw error;
      }
    }
    StoreFailures.of(folder, problem)
        .ifPresent(
            error -> {
              throw error;
            });
  }

  @Override
  public synchronized void close() {
    if (outcomes == null) {
      return;
    }
    try (LineFile file = outcomes) {
      file.sync();
    } catch (IOException e) {
      throw failed(folder.orElseThrow(), e);
    }
  }
}
