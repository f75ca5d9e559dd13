package io.tradeprocessing.backfill;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What became of the lines of a file. Every line is in exactly one of these.
 *
 * @param recorded events that this backfill recorded as accepted
 * @param rejected events that this backfill recorded as rejected
 * @param duplicate events that were on record before
 * @param unreadable lines that are no event
 * @param failed events that could not be recorded; their result lines say why
 */
public record Counts(long recorded, long rejected, long duplicate, long unreadable, long failed) {

  public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  public static Counts one(Outcome outcome) {
    return new Counts(
        outcome == Outcome.ACCEPTED ? 1 : 0,
        outcome == Outcome.REJECTED ? 1 : 0,
        outcome == Outcome.DUPLICATE ? 1 : 0,
        outcome == Outcome.UNREADABLE ? 1 : 0,
        outcome == Outcome.FAILED ? 1 : 0);
  }

  public Counts plus(Counts other) {
    return new Counts(
        recorded + other.recorded,
        rejected + other.rejected,
        duplicate + other.duplicate,
        unreadable + other.unreadable,
        failed + other.failed);
  }

  /** The lines that are accounted for. */
  public long total() {
    return recorded + rejected + duplicate + unreadable + failed;
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("recorded", recorded)
        .put("rejected", rejected)
        .put("duplicate", duplicate)
        .put("unreadable", unreadable)
        .put("failed", failed)
        .build();
  }

  static Counts of(JsonObject json) {
    return new Counts(
        number(json, "recorded"),
        number(json, "rejected"),
        number(json, "duplicate"),
        number(json, "unreadable"),
        number(json, "failed"));
  }

  /**
   * A whole number of an object.
   *
   * @throws InvalidBackfillException if there is none, or it is below zero
   */
  static long number(JsonObject json, String name) {
    Json value = json.get(name);
    Optional<BigDecimal> decimal =
        value instanceof JsonNumber number ? number.decimal() : Optional.empty();
    return decimal
        .filter(found -> found.signum() >= 0 && found.stripTrailingZeros().scale() <= 0)
        .map(BigDecimal::longValueExact)
        .orElseThrow(
            () ->
                new InvalidBackfillException("/" + name + " must be a whole number of 0 or more"));
  }
}
