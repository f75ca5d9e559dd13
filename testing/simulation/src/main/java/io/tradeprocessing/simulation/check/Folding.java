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
 * Where a trade stands by events, as the contract has it: the latest NEW, CORRECT and CANCEL, and
 * the latest life events of a part and of the whole trade, in the order of time, source sequence,
 * kind and hash.
 */
final class Folding {

  private static final int CORRECT = 1;
  private static final int CANCEL = 7;
  private static final Map<String, Integer> KINDS =
      Map.of(
          "NEW", 0,
          "CORRECT", CORRECT,
          "ALLOCATION", 2,
          "GIVE_UP", 3,
          "NOVATION", 4,
          "TERMINATION", 5,
          "EXERCISE", 6,
          "CANCEL", CANCEL);

  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::time)
          .thenComparingLong(Place::sourceSequence)
          .thenComparingInt(Place::kind)
          .thenComparing(Place::hash);

  /** The latest event of each slot. */
  private final Map<Slot, Place> latest = new TreeMap<>();

  /** What a place counts as; of a life event, whether it leaves a part of the trade. */
  private enum Slot {
    NEW,
    CORRECT,
    PART,
    END,
    CANCEL
  }

  /** Where an event is in the order. */
  record Place(long time, long sourceSequence, int kind, String hash, boolean partial) {

    private Slot slot() {
      return switch (kind) {
        case 0 -> Slot.NEW;
        case CORRECT -> Slot.CORRECT;
        case CANCEL -> Slot.CANCEL;
        default -> partial ? Slot.PART : Slot.END;
      };
    }
  }

  /** Adds a place. */
  void add(Place place) {
    latest.merge(place.slot(), place, (a, b) -> ORDER.compare(a, b) >= 0 ? a : b);
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
        hash,
        trade.path("remainingQuantity").asLong() > 0);
  }

  private static long time(JsonNode envelope) {
    return ChronoUnit.MICROS.between(
        Instant.EPOCH, Instant.parse(envelope.at("/detail/timestamp").asText()));
  }

  /** Adds what a head says of one source. */
  void addState(Map<String, AttributeValue> state) {
    Map<String, String> names =
        Map.of(
            "lastNew", "NEW",
            "lastCorrect", "CORRECT",
            "lastPartial", "",
            "lastEnd", "",
            "lastCancel", "CANCEL");
    names.forEach(
        (name, type) ->
            Optional.ofNullable(state.get(name))
                .map(AttributeValue::m)
                .ifPresent(
                    place ->
                        add(
                            new Place(
                                number(place, "time"),
                                number(place, "sourceSequence"),
                                KINDS.getOrDefault(
                                    type.isEmpty() ? text(place, "eventType") : type, 0),
                                text(place, "eventHash"),
                                name.equals("lastPartial")))));
  }

  private static String text(Map<String, AttributeValue> map, String name) {
    return Optional.ofNullable(map.get(name)).map(AttributeValue::s).orElse("");
  }

  private static long number(Map<String, AttributeValue> map, String name) {
    return Optional.ofNullable(map.get(name)).map(AttributeValue::n).map(Long::valueOf).orElse(0L);
  }

  /**
   * UNMATCHED, CANCELLED, ENDED by an event, or ACTIVE and the hashes of the events whose terms are
   * in force and which left a part.
   */
  String status() {
    Place opened = latest.get(Slot.NEW);
    if (opened == null) {
      return "UNMATCHED";
    }
    if (after(Slot.CANCEL, opened).isPresent()) {
      return "CANCELLED";
    }
    return after(Slot.END, opened)
        .map(end -> "ENDED " + end.hash())
        .orElseGet(
            () -> {
              Place terms = after(Slot.CORRECT, opened).orElse(opened);
              return "ACTIVE "
                  + terms.hash()
                  + after(Slot.PART, terms).map(part -> " " + part.hash()).orElse("");
            });
  }

  private Optional<Place> after(Slot slot, Place other) {
    return Optional.ofNullable(latest.get(slot)).filter(place -> ORDER.compare(place, other) > 0);
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
                  ? new Place(time(envelope), 0, CANCEL, hash.apply(envelope), false)
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
