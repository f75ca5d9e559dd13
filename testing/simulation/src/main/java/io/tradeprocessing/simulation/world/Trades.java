package io.tradeprocessing.simulation.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.simulation.kernel.Choices;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the sources of a seed send: a few trades with a few events each, many of them of the same
 * time, some of which no contract accepts.
 */
final class Trades {

  /** When the simulation begins; a Monday on which the venue is open. */
  static final Instant START = Instant.parse("2026-01-12T15:00:00Z");

  /** All events happened before, so no clock that is some seconds off finds them in the future. */
  static final Instant TRADED = Instant.parse("2026-01-12T14:30:00Z");

  /** How many different times the events of a trade have. */
  private static final int TIMES = 4;

  /** How many times many events are sent at once. */
  private static final int BURSTS = 3;

  /** What follows a NEW; life events of the whole trade and of a part. */
  private static final List<String> TYPES =
      List.of("NEW", "CORRECT", "CORRECT", "CANCEL", "ALLOCATION", "TERMINATION", "EXERCISE");

  private static final int MOST_TRADES = 3;
  private static final int MOST_EVENTS = 5;
  private static final Duration SENDING = Duration.ofMinutes(45);

  private Trades() {}

  /** The events of a seed. */
  static List<SourceEvent> of(Choices choices) {
    List<SourceEvent> events = new ArrayList<>();
    int trades = 1 + choices.below("trades", MOST_TRADES);
    for (int trade = 0; trade < trades; trade++) {
      int count = 1 + choices.below("events", MOST_EVENTS);
      for (int i = 0; i < count; i++) {
        events.add(event("e" + events.size(), trade, i, choices));
      }
    }
    return Reviews.withReviews(events, choices);
  }

  private static SourceEvent event(String label, int trade, int number, Choices choices) {
    String place = "event/" + label;
    int system = 1 + choices.below(place, 3);
    // An identifier is its source's own: two sources may use the same.
    String source = "trading.system" + (choices.chance(place, 100) ? system : 1);
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("tradeId", "SIM-" + trade).put("sourceSystem", source.substring(8));
    String type = number == 0 ? "NEW" : choices.one(place, TYPES);
    detail.put("eventType", type);
    detail.put("timestamp", TRADED.plus(choices.below(place, TIMES), ChronoUnit.MICROS).toString());
    if (choices.chance(place, 400)) {
      detail.put("sourceSequence", number + 1);
    }
    int quantity = 100 + Integer.parseInt(label.substring(1));
    switch (type) {
      case "NEW", "CORRECT" -> terms(detail, quantity);
      case "ALLOCATION" -> {
        detail
            .putArray("linkedTradeIds")
            .addObject()
            .put("tradeId", "SIM-A-" + label)
            .put("role", type);
        leave(detail, choices.below(place, 2) * quantity);
      }
      case "TERMINATION" -> leave(detail, choices.below(place, 2) * quantity);
      default -> {}
    }
    boolean valid = !choices.chance(place, 200);
    if (!valid) {
      spoil(detail, choices.below(place, 4), label);
    }
    Duration at = at(place, choices);
    return new SourceEvent(
        label,
        source,
        detail,
        valid,
        at,
        START.plus(at).truncatedTo(ChronoUnit.SECONDS),
        Optional.empty());
  }

  /** Alone, or within the second in which others are sent. */
  private static Duration at(String place, Choices choices) {
    if (choices.below(place, 2) == 0) {
      return choices.between(place, Duration.ZERO, SENDING);
    }
    return SENDING
        .multipliedBy(1L + choices.below(place, BURSTS))
        .dividedBy(BURSTS + 1L)
        .plus(choices.between(place, Duration.ZERO, Duration.ofMillis(300)));
  }

  /** What a life event leaves of its trade; 0 may be said or not. */
  private static void leave(ObjectNode detail, int quantity) {
    if (quantity > 0) {
      detail.put("remainingQuantity", Integer.toString(quantity));
    }
  }

  private static void terms(ObjectNode detail, int quantity) {
    detail
        .put("executedAt", TRADED.toString())
        .put("side", "BUY")
        .put("quantity", Integer.toString(quantity))
        .put("price", "259.37")
        .put("currency", "USD")
        .put("venue", "XNAS");
    detail.putObject("instrument").put("isin", "US0378331005");
  }

  /** Makes an event one that no rule accepts. */
  private static void spoil(ObjectNode detail, int how, String label) {
    switch (how) {
      case 0 -> detail.put("tradeId", "not a trade id");
      // Without a usable time, the same event sent at another time is another record.
      case 1 -> detail.put("timestamp", "yesterday, " + label);
      case 2 -> detail.put("sourceSystem", "system9");
      default -> detail.put("eventType", "AMEND");
    }
  }
}
