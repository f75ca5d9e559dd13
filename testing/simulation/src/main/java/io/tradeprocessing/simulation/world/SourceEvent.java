package io.tradeprocessing.simulation.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An event that a source system sends, or a review that operations sends.
 *
 * @param label its name in traces and commands, for example {@code e3}
 * @param source of the envelope
 * @param detail the trade
 * @param valid whether the contract accepts it
 * @param at when it is sent, from the start of the run
 * @param time that the source gives the envelope
 * @param reviewed the event that a review is of, which has to be on record before it is drafted
 */
record SourceEvent(
    String label,
    String source,
    ObjectNode detail,
    boolean valid,
    Duration at,
    Instant time,
    Optional<SourceEvent> reviewed) {

  SourceEvent {
    detail = detail.deepCopy();
  }

  /** The envelope, as far as the source writes it. */
  ObjectNode envelope() {
    ObjectNode envelope = detail.objectNode();
    envelope
        .put("detail-type", reviewed.isPresent() ? "Trade Review" : "Trade Event")
        .put("source", source)
        .put("time", time.toString());
    envelope.set("detail", detail);
    return envelope;
  }
}
