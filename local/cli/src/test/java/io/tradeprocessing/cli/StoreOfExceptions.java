package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.bus.DeadLetterFiles;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A store folder in which everything waits that can, recorded by the real workflow; and what
 * settles each.
 */
final class StoreOfExceptions {

  static final String HOSTILE = "<script>alert(1)</script>\u001b[31m";
  static final String PERSON = "FR19700102JEAN#DUPON";

  private final Path folder;
  private final List<String> events = new ArrayList<>();
  private int files;

  private StoreOfExceptions(Path folder) {
    this.folder = folder;
  }

  /** Of each kind at least one. */
  static StoreOfExceptions in(Path folder) {
    StoreOfExceptions store = new StoreOfExceptions(folder);
    store.event("REJECTED-1", "NEW", "14:30:00", 1, "price=free");
    store.event("UNMATCHED-1", "CANCEL", "14:31:00", 2);
    store.event("CONFLICT-1", "NEW", "14:32:00", 3, "quantity=100");
    store.event("CONFLICT-1", "NEW", "14:32:00", 4, "quantity=200");
    store.event("REPLACES-1", "NEW", "14:33:00", 5);
    store.event("REPLACES-1", "NEW", "14:34:00", 6);
    store.event("PERSON-1", "NEW", "14:35:00", 9, "side=SIDEWAYS", "buyer=" + PERSON);
    store.event(HOSTILE, "NEW", "14:36:00", 10, "venue=" + HOSTILE);
    store.run();
    store.event("LETTER-1", "NEW", "14:37:00", 8);
    store.deadLetter();
    return store;
  }

  LocalStore local() {
    return new LocalStore(folder);
  }

  /** Notes an event of a share; {@link #run} records it. */
  void event(String tradeId, String type, String time, int number, String... changes) {
    ObjectNode event =
        (ObjectNode)
            Project.parse(Project.text("samples/trades.jsonl").lines().findFirst().orElseThrow());
    ObjectNode trade = (ObjectNode) event.get("detail");
    trade.remove(List.of("amount", "settlementDate"));
    trade.put("tradeId", tradeId);
    trade.put("eventType", type);
    trade.put("timestamp", "2026-01-12T" + time + "Z");
    trade.put("executedAt", "2026-01-12T14:30:00Z");
    if (number > 0) {
      trade.put("sourceSequence", number);
    }
    for (String change : changes) {
      int equals = change.indexOf('=');
      String name = change.substring(0, equals);
      String value = change.substring(equals + 1);
      if (name.equals("buyer")) {
        trade.putObject(name).put("type", "CONCAT").put("id", value);
      } else {
        trade.put(name, value);
      }
    }
    event.put("id", "e-" + tradeId.length() + "-" + events.size());
    events.add(event.toString());
  }

  /** Runs what was noted. */
  void run() {
    try {
      Path input = folder.resolveSibling(folder.getFileName() + "-" + ++files + ".jsonl");
      Files.write(input, events);
      events.clear();
      LocalStore.of(folder, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was noted last is a dead letter: the validator read a parameter that is not a number. */
  private void deadLetter() {
    JsonNode event = Project.parse(events.removeLast());
    try {
      Files.writeString(
          letters(),
          RealFailures.ofConfiguration(event) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The dead letters of the validator. */
  Path letters() {
    return DeadLetterFiles.file(folder, "TradeValidatorDLQ");
  }
}
