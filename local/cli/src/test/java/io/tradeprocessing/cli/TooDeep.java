package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** An event that no function reads, because it is nested too deep: it ends as a dead letter. */
public final class TooDeep {

  /** The trade of the event. */
  public static final String TRADE_ID = "S1-TOO-DEEP";

  private static final int LEVELS = 80;

  private TooDeep() {}

  /** The event as a line of a file. */
  public static String event() {
    ObjectNode envelope =
        (ObjectNode)
            Project.parse(Project.text("samples/trades.jsonl").lines().toList().getFirst());
    ArrayNode note = JsonNodeFactory.instance.arrayNode();
    for (int level = 0; level < LEVELS; level++) {
      note = JsonNodeFactory.instance.arrayNode().add(note);
    }
    ((ObjectNode) envelope.path("detail")).put("tradeId", TRADE_ID).set("note", note);
    return envelope.toString();
  }

  /** Its dead letter in a store folder: of the function that failed first. */
  static JsonNode deadLetter(Path store) throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      Path letters =
          files
              .filter(file -> file.getFileName().toString().startsWith("dead-letters-"))
              .findFirst()
              .orElseThrow();
      return Objects.requireNonNull(Project.parse(Files.readAllLines(letters).getFirst()));
    }
  }
}
