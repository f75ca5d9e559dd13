package io.tradeprocessing.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rules made of an event.
 *
 * @param key of the event: its source and hash; where it has no record, its line
 * @param outcome ACCEPTED, REJECTED, or why there is neither
 * @param codes each violation as code and field, sorted
 * @param enrichment without the dates of the reference data, which say nothing of the event
 */
record Judged(String key, String tradeId, String outcome, List<String> codes, JsonNode enrichment) {

  /** From the verdict, for a duplicate's record has that of the first delivery. */
  private static final List<String> JUDGED = List.of("ACCEPTED", "REJECTED", "DUPLICATE");

  /** From a result line of {@code trades run} or {@code trades backfill}. */
  static Judged of(JsonNode line) {
    JsonNode record = line.path("record");
    String outcome = line.path("outcome").asText();
    return new Judged(
        record.path("eventHash").isTextual()
            ? record.path("sourceSystem").asText() + " " + record.path("eventHash").asText()
            : "line " + line.path("line").asText(),
        line.path("tradeId").asText(""),
        JUDGED.contains(outcome) ? outcome(line.path("violations")) : outcome,
        codes(line.path("violations")),
        comparable(line.path("enrichment")));
  }

  /** From a record. */
  static Judged of(
      String sourceSystem,
      String eventHash,
      String tradeId,
      JsonNode verdict,
      JsonNode enrichment) {
    return new Judged(
        sourceSystem + " " + eventHash,
        tradeId,
        outcome(verdict.path("violations")),
        codes(verdict.path("violations")),
        comparable(enrichment));
  }

  private static String outcome(JsonNode violations) {
    return violations.valueStream().anyMatch(v -> v.path("severity").asText().equals("ERROR"))
        ? "REJECTED"
        : "ACCEPTED";
  }

  private static List<String> codes(JsonNode violations) {
    List<String> codes = new ArrayList<>();
    violations.forEach(v -> codes.add(v.path("code").asText() + " " + v.path("field").asText()));
    codes.sort(null);
    return codes;
  }

  private static JsonNode comparable(JsonNode enrichment) {
    if (enrichment instanceof ObjectNode object) {
      ObjectNode copy = object.deepCopy();
      copy.remove("referenceData");
      return copy;
    }
    return MissingNode.getInstance();
  }
}
