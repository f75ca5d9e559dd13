package io.tradeprocessing.common.trade;

import io.tradeprocessing.common.json.CanonicalJson;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What operations decides about an event that is on record: the detail of an event of {@code
 * trading.operations}, {@code docs/schema/trade-review-v1.json}. It is a record of its own in the
 * trade's chain, and changes none.
 *
 * @param detail as sent
 */
public record TradeReview(JsonObject detail) {

  /** The {@code detail-type} of its events. */
  public static final String DETAIL_TYPE = "Trade Review";

  public static final String SIGNATURES = "signatures";

  /** What can be decided. */
  public enum Decision {
    /** The event is judged again, by the rules and reference data of today. */
    REVALIDATE,
    /**
     * The event is accepted although reference data, or another of its fields, speak against it.
     */
    OVERRIDE,
    /** The trade is cancelled for its source, at the time of the review. */
    CANCEL;

    /** Whether two reviewers have to sign it: it replaces the judgement of the rules. */
    public boolean needsTwoReviewers() {
      return this != REVALIDATE;
    }

    /** By its name; nothing for any other text. */
    public static Optional<Decision> of(String name) {
      return switch (name) {
        case "REVALIDATE" -> Optional.of(REVALIDATE);
        case "OVERRIDE" -> Optional.of(OVERRIDE);
        case "CANCEL" -> Optional.of(CANCEL);
        default -> Optional.empty();
      };
    }
  }

  /** The review that an event is; nothing for an event of another source. */
  public static Optional<TradeReview> of(TradeEvent event) {
    return event.isReview() ? Optional.of(new TradeReview(event.detail())) : Optional.empty();
  }

  public Optional<Decision> decision() {
    return detail.text("decision").flatMap(Decision::of);
  }

  /** The event that is judged, as it is on record; an empty one where the review has no event. */
  public TradeEvent event() {
    Json event = detail.get("event");
    return TradeEvent.of(event == null ? JsonNull.NULL : event);
  }

  /** SHA-256 of the event that is judged, as its own record has it. */
  public String eventHash() {
    return CanonicalJson.sha256(event().detail());
  }

  /** {@code timestamp} of the record that is reviewed, which identifies the event. */
  public Optional<String> reviewedTimestamp() {
    return detail.object("reviewOf").flatMap(record -> record.text("timestamp"));
  }

  /** The signatures as sent, whatever they are. */
  public List<Json> signatures() {
    return detail.get(SIGNATURES) instanceof JsonArray array ? array.values() : List.of();
  }

  /**
   * What a reviewer signs: the canonical form ({@link CanonicalJson}) of everything but the
   * signatures, in UTF-8.
   */
  public byte[] signedBytes() {
    JsonObject.Builder signed = JsonObject.builder();
    detail.forEach(
        (name, value) -> {
          if (!name.equals(SIGNATURES)) {
            signed.put(name, value);
          }
        });
    return CanonicalJson.of(signed.build()).getBytes(StandardCharsets.UTF_8);
  }
}
