package io.tradeprocessing.cli.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.console.UserError;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code report.json} of a backfill says.
 *
 * @param json as the function wrote it
 */
public record Report(JsonNode json) {

  private static final List<String> OUTCOMES =
      List.of("recorded", "rejected", "duplicate", "unreadable", "failed");

  /**
   * Reads the report of a plan.
   *
   * @throws UserError if there is none
   */
  public static Report read(ObjectStore objects, String plan) {
    byte[] bytes =
        objects
            .get(Plan.reportKey(plan))
            .orElseThrow(
                () ->
                    new UserError(
                        "there is no "
                            + Plan.reportKey(plan)
                            + ": the backfill has not ended, or its name is another one"))
            .bytes();
    try {
      return new Report(ExactJson.read(new String(bytes, StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw new UserError(Plan.reportKey(plan) + " is not JSON", e);
    }
  }

  /** Whether every line is accounted for, and none of them failed or could not be read. */
  public boolean isClean() {
    return json.path("complete").asBoolean()
        && json.at("/counts/failed").asLong() == 0
        && json.at("/counts/unreadable").asLong() == 0;
  }

  /** The account for a person. */
  public String text() {
    StringBuilder text = new StringBuilder();
    JsonNode counts = json.path("counts");
    long accounted = 0;
    text.append("backfill ").append(json.path("plan").asText()).append(" of ");
    text.append(json.path("source").asText()).append('\n');
    for (String outcome : OUTCOMES) {
      long count = counts.path(outcome).asLong();
      accounted += count;
      text.append("  %-12s %,12d%n".formatted(outcome, count));
    }
    text.append(
        "  %-12s %,12d of %,d lines%n"
            .formatted("accounted", accounted, json.path("lines").asLong()));
    for (JsonNode part : json.path("unaccounted")) {
      text.append(
          "  partition %d: %,d of %,d lines are accounted for%n"
              .formatted(
                  part.path("partition").asInt(),
                  part.path("accounted").asLong(),
                  part.path("lines").asLong()));
    }
    text.append("  source SHA-256 ").append(json.path("sourceSha256").asText()).append('\n');
    text.append("  plan SHA-256   ").append(json.path("planSha256").asText()).append('\n');
    return text.toString();
  }
}
