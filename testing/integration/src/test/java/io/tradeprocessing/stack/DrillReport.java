package io.tradeprocessing.stack;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a drill.
 *
 * @param sent events that a bus took, by its Region
 * @param recorded events that a Region has recorded, by Region
 * @param recordedTwice events that both have recorded; counted once in every report
 * @param deadLettered messages in the dead-letter queues of both
 * @param lost events that no Region has recorded
 * @param itemsOfTwoWriters items of the table that both Regions have written
 * @param loss what the unplanned loss cost
 * @param moves in order
 */
@JsonPropertyOrder({
  "sent",
  "recorded",
  "recordedTwice",
  "deadLettered",
  "lost",
  "itemsOfTwoWriters",
  "loss",
  "moves"
})
record DrillReport(
    SortedMap<String, Long> sent,
    SortedMap<String, Long> recorded,
    long recordedTwice,
    long deadLettered,
    long lost,
    long itemsOfTwoWriters,
    Loss loss,
    List<Move> moves) {

  private static final Path FOLDER = Project.file("testing/integration/target");

  /**
   * What the unplanned loss cost.
   *
   * @param sentBefore events that the primary's bus had taken
   * @param notReplicated those of them that were not on record in the standby at that moment
   * @param notForwarded those of them that had not reached the standby's bus
   * @param rpoEvents those of them that were not on record in the standby after the switch: they
   *     come back with the Region
   * @param rtoSeconds from the loss until the standby recorded its first event
   * @param caughtUpSeconds from the loss until every event was on record that the standby's bus had
   *     taken before its intake was open
   */
  record Loss(
      long sentBefore,
      long notReplicated,
      long notForwarded,
      long rpoEvents,
      long rtoSeconds,
      long caughtUpSeconds) {}

  /**
   * A move of the intake.
   *
   * @param seconds that the command took
   * @param sentMeanwhile events that a bus took meanwhile
   * @param recordedTwice events that both Regions have recorded since the command began
   */
  record Move(String command, long seconds, long sentMeanwhile, long recordedTwice) {}

  DrillReport {
    sent = new TreeMap<>(sent);
    recorded = new TreeMap<>(recorded);
    moves = List.copyOf(moves);
  }

  /** The report as a page. */
  String text() {
    StringBuilder text = new StringBuilder("# Failover drill\n\n| events | |\n|---|--:|\n");
    row(text, "sent", sum(sent));
    sent.forEach((region, events) -> row(text, "taken by the bus of " + region, events));
    recorded.forEach((region, events) -> row(text, "recorded in " + region, events));
    row(text, "recorded in both", recordedTwice);
    row(text, "dead-lettered", deadLettered);
    row(text, "lost", lost);
    row(text, "items that both Regions have written", itemsOfTwoWriters);
    text.append("\n| unplanned loss of the primary | |\n|---|--:|\n");
    row(text, "events that its bus had taken", loss.sentBefore());
    row(text, "not replicated at that moment", loss.notReplicated());
    row(text, "not forwarded at that moment", loss.notForwarded());
    row(text, "RPO in events: not on record until the Region was back", loss.rpoEvents());
    row(text, "RTO in seconds: the standby's first record", loss.rtoSeconds());
    row(text, "seconds until the standby had recorded what came before", loss.caughtUpSeconds());
    text.append("\n| command | seconds | sent meanwhile | recorded twice |\n|---|--:|--:|--:|\n");
    text.append(
        moves.stream()
            .map(
                move ->
                    "| `%s` | %d | %d | %d |%n"
                        .formatted(
                            move.command(),
                            move.seconds(),
                            move.sentMeanwhile(),
                            move.recordedTwice()))
            .collect(Collectors.joining()));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, long value) {
    text.append("| %s | %d |%n".formatted(name, value));
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Prints the report, and writes it as JSON and as a page to the module's target. */
  void publish() throws IOException {
    System.out.println(text());
    Files.writeString(FOLDER.resolve("failover-drill.md"), text());
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(FOLDER.resolve("failover-drill.json").toFile(), this);
  }
}
