package io.tradeprocessing.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where a trade stands by events, as the contract has it: the latest NEW, CORRECT and CANCEL in the
 * order of time, source sequence, kind and hash.
 */
final class Folding {

  private static final int CANCEL = 2;
  private static final Map<String, Integer> KINDS =
      Map.of("NEW", 0, "CORRECT", 1, "CANCEL", CANCEL);

  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::time)
          .thenComparingLong(Place::sourceSequence)
          .thenComparingInt(Place::kind)
          .thenComparing(Place::hash);

  /** The latest event of each kind. */
  private final Map<Integer, Place> latest = new TreeMap<>();

  /** Where an event is in the order. */
  record Place(long time, long sourceSequence, int kind, String hash) {}

  /** Adds a place. */
  void add(Place place) {
    latest.merge(place.kind(), place, (a, b) -> ORDER.compare(a, b) >= 0 ? a : b);
  }

  /**
   * The place of a valid event.
   *
   * @param hash the event's, to order events that nothing else orders
   */
  static Place place(JsonNode envelope, String hash) {
    JsonNode trade = envelope.path("detail");
    return new Place(
        time(envelope),
        trade.path("sourceSequence").asLong(),
        KINDS.getOrDefault(trade.path("eventType").asText("NEW"), 0),
        hash);
  }

  private static long time(JsonNode envelope) {
    return ChronoUnit.MICROS.between(
        Instant.EPOCH, Instant.parse(envelope.at("/detail/timestamp").asText()));
  }

  /** Adds what a head says of one source. */
  void addState(Map<String, AttributeValue> state) {
    Map<String, Integer> names = Map.of("lastNew", 0, "lastCorrect", 1, "lastCancel", 2);
    names.forEach(
        (name, kind) ->
            Optional.ofNullable(state.get(name))
                .map(AttributeValue::m)
                .ifPresent(
                    place ->
                        add(
                            new Place(
                                number(place, "time"),
                                number(place, "sourceSequence"),
                                kind,
                                Optional.ofNullable(place.get("eventHash"))
                                    .map(AttributeValue::s)
                                    .orElse("")))));
  }

  private static long number(Map<String, AttributeValue> map, String name) {
    return Optional.ofNullable(map.get(name)).map(AttributeValue::n).map(Long::valueOf).orElse(0L);
  }

  /** UNMATCHED, CANCELLED, or ACTIVE and the hash of the event whose terms are in force. */
  String status() {
    Place opened = latest.get(0);
    if (opened == null) {
      return "UNMATCHED";
    }
    Place cancelled = latest.get(2);
    if (cancelled != null && ORDER.compare(cancelled, opened) > 0) {
      return "CANCELLED";
    }
    Place corrected = latest.get(1);
    Place terms = corrected != null && ORDER.compare(corrected, opened) > 0 ? corrected : opened;
    return "ACTIVE " + terms.hash();
  }

  /** The states by trade and source of what these heads say together. */
  static Map<String, String> ofHeads(List<Recorded> heads) {
    Map<String, Folding> states = new TreeMap<>();
    for (Recorded head : heads) {
      head.attribute("states")
          .map(AttributeValue::m)
          .orElse(Map.of())
          .forEach(
              (source, state) ->
                  states
                      .computeIfAbsent(head.tradeId() + " " + source, _ -> new Folding())
                      .addState(state.m()));
    }
    return statuses(states);
  }

  /**
   * The states by trade and source of these events and reviews. A review has the place of the event
   * that it is of, or is a CANCEL of its own.
   *
   * @param hash of an event
   */
  static Map<String, String> ofEvents(List<JsonNode> valid, Function<JsonNode, String> hash) {
    Map<String, Folding> states = new TreeMap<>();
    for (JsonNode envelope : valid) {
      JsonNode subject = Events.subject(envelope);
      boolean cancels = envelope.at("/detail/decision").asText().equals("CANCEL");
      states
          .computeIfAbsent(
              envelope.at("/detail/tradeId").asText() + " " + Events.sourceSystem(subject),
              _ -> new Folding())
          .add(
              cancels
                  ? new Place(time(envelope), 0, CANCEL, hash.apply(envelope))
                  : place(subject, hash.apply(subject)));
    }
    return statuses(states);
  }

  private static Map<String, String> statuses(Map<String, Folding> states) {
    Map<String, String> statuses = new TreeMap<>();
    states.forEach((key, folding) -> statuses.put(key, folding.status()));
    return statuses;
  }
}
