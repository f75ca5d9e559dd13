package io.tradeprocessing.cli.reconcile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * The archive of the bus, as far as EventBridge tells. It has no count by source or day, and looks
 * into none of its events: whether a missing number is in it, only a replay shows.
 *
 * @param name of the archive
 * @param arn of the archive
 * @param bus ARN of the bus
 * @param rule ARN of the source's rule
 * @param since when the oldest events arrived that it still keeps
 * @param events of all sources and days; EventBridge brings the count up to date once a day
 */
public record EventArchive(
    String name, String arn, String bus, String rule, Instant since, long events) {

  /** Whether it keeps everything that arrived on a UTC date. */
  boolean holds(LocalDate date) {
    return !since.isAfter(date.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  /** For people. */
  String describe(LocalDate date) {
    return String.format(
        Locale.ROOT,
        "archive of the bus %s: %,d events of all sources, as of the last daily count of"
            + " EventBridge; it keeps what arrived since %s%s",
        name,
        events,
        since,
        holds(date) ? "" : ", so not all of this day");
  }

  /** Sends what arrived on a date to the source's rule again, for a shell. */
  String replay(String source, LocalDate date) {
    return ("aws events start-replay --replay-name reconcile-%s-%s --event-source-arn %s"
            + " --event-start-time %sT00:00:00Z --event-end-time %sT00:00:00Z"
            + " --destination Arn=%s,FilterArns=%s")
        .formatted(source, date, arn, date, date.plusDays(1), bus, rule);
  }

  ObjectNode json(LocalDate date) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("events", events)
        .put("since", since.toString())
        .put("holdsTheDay", holds(date));
  }
}
