package io.tradeprocessing.cli.records;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.Place;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeReview;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an accepted event settles of what its source sent for the trade before. The rules are in
 * docs/operations.md.
 *
 * @param source whose trade it is
 * @param place of the event in it
 * @param recordedAt when it became known here
 * @param subject hash of the event that it is about: itself, or the one that a review judges
 * @param decision whether two reviewers decided it
 */
public record Settlement(
    String source, Place place, Instant recordedAt, String subject, boolean decision) {

  /** Nothing for an event that is not accepted: it settles nothing. */
  public static Optional<Settlement> by(TradeEntry entry) {
    Optional<TradeReview> review = entry.review();
    return entry
        .acceptedPlace()
        .map(
            place ->
                new Settlement(
                    entry.tradeSource(),
                    place,
                    entry.provenance().recordedAt(),
                    review.map(TradeReview::eventHash).orElse(entry.hashes().eventHash()),
                    review
                        .flatMap(TradeReview::decision)
                        .filter(TradeReview.Decision::needsTwoReviewers)
                        .isPresent()));
  }

  /** Whether two reviewers decided about this very event. */
  public boolean decides(TradeEntry entry) {
    return decision
        && source.equals(entry.sourceSystem())
        && subject.equals(entry.hashes().eventHash());
  }

  /**
   * Whether this is the repaired version of a rejected event: of its time, and of its type if it
   * has one.
   */
  boolean repairs(TradeEntry rejected) {
    return place.time().equals(rejected.time())
        && rejected.eventType().map(place.type()::equals).orElse(true)
        && settles(rejected);
  }

  /** Whether this repairs or supersedes a rejected event. */
  public boolean settles(TradeEntry rejected) {
    if (rejected.status() != RecordStatus.REJECTED || !source.equals(rejected.sourceSystem())) {
      return false;
    }
    if (subject.equals(rejected.hashes().eventHash())) {
      return true;
    }
    Optional<EventType> type = rejected.eventType();
    if (type.isEmpty()) {
      return isVersionOf(rejected);
    }
    if (place.type() == type.get()) {
      return isSameTimeOrLater(rejected);
    }
    // The terms of a CORRECT cannot come into force after another event; NEW and CANCEL count.
    return type.get() == EventType.CORRECT && isLater(rejected);
  }

  /**
   * Of the same time, and known after it: its repaired version, whatever its type was meant to be.
   */
  private boolean isVersionOf(TradeEntry rejected) {
    return recordedAt.isAfter(rejected.provenance().recordedAt())
        && (place.time().equals(rejected.time()) || !hasUsableTime(rejected));
  }

  private boolean isSameTimeOrLater(TradeEntry rejected) {
    if (!hasUsableTime(rejected) || !isOrdered(rejected)) {
      return recordedAt.isAfter(rejected.provenance().recordedAt());
    }
    int order = place.time().compareTo(rejected.time());
    return order > 0 || (order == 0 && place.sourceSequence() > rejected.sourceSequence());
  }

  /** Whether time and count say which of the two is later; the same count is a repaired version. */
  private boolean isOrdered(TradeEntry rejected) {
    return !place.time().equals(rejected.time())
        || (place.sourceSequence() > 0
            && rejected.sourceSequence() > 0
            && place.sourceSequence() != rejected.sourceSequence());
  }

  private boolean isLater(TradeEntry rejected) {
    return hasUsableTime(rejected)
        && place.compareTo(
                new Place(
                    rejected.time(),
                    rejected.sourceSequence(),
                    EventType.CORRECT,
                    rejected.hashes().eventHash()))
            > 0;
  }

  /**
   * Whether the event's own time says when it happened: it has one, and that is not what was wrong
   * with it.
   */
  public static boolean hasUsableTime(TradeEntry entry) {
    TradeEvent event = TradeEvent.of(entry.content().event());
    String pointer = event.detail().has("timestamp") ? "/timestamp" : "/executedAt";
    return event.eventTime().isPresent()
        && errors(entry).noneMatch(error -> error.text("field").equals(Optional.of(pointer)));
  }

  /** The violations for which an event was rejected. */
  public static Stream<JsonObject> errors(TradeEntry entry) {
    return entry.content().verdict().get("violations") instanceof JsonArray violations
        ? violations.values().stream()
            .map(Json::asObject)
            .flatMap(Optional::stream)
            .filter(violation -> violation.text("severity").equals(Optional.of("ERROR")))
        : Stream.empty();
  }
}
