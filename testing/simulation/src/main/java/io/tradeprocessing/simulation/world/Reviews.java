package io.tradeprocessing.simulation.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeReview;
import io.tradeprocessing.simulation.aws.ReviewerKeys;
import io.tradeprocessing.simulation.kernel.Choices;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What operations decides about some of a seed's events: it accepts one that only reference data
 * speak against, has one that is right judged again, and cancels trades; two reviewers sign, or one
 * twice, or somebody changes what they signed.
 */
final class Reviews {

  private static final Duration LATEST = Duration.ofMinutes(30);
  private static final int PER_THOUSAND = 150;

  /** More than events have: a review may be of a time before, among and after them. */
  private static final int TIMES = 6;

  private enum Kind {
    OVERRIDE("OVERRIDE", true),
    REVALIDATE("REVALIDATE", true),
    CANCEL("CANCEL", true),
    /** One reviewer signs twice. */
    CANCEL_BY_ONE("CANCEL", false),
    /** What was signed is changed. */
    CANCEL_CHANGED("CANCEL", false);

    private final String decision;
    private final boolean valid;

    Kind(String decision, boolean valid) {
      this.decision = decision;
      this.valid = valid;
    }
  }

  private static final List<Kind> KINDS = List.of(Kind.values());

  private Reviews() {}

  /** The events, of which some are changed so that they need a review, and the reviews. */
  static List<SourceEvent> withReviews(List<SourceEvent> events, Choices choices) {
    List<SourceEvent> all = new ArrayList<>();
    List<SourceEvent> reviews = new ArrayList<>();
    for (SourceEvent event : events) {
      String place = "review/" + event.label();
      Kind kind = choices.one(place, KINDS);
      boolean withTerms = event.detail().has("currency");
      if (!event.valid()
          || !choices.chance(place, PER_THOUSAND)
          || (kind == Kind.OVERRIDE && !withTerms)) {
        all.add(event);
        continue;
      }
      SourceEvent reviewed = kind == Kind.OVERRIDE ? ofUnknownCurrency(event) : event;
      all.add(reviewed);
      reviews.add(review(reviewed, kind, place, choices));
    }
    all.addAll(reviews);
    return all;
  }

  /** Of a currency that no list has. */
  private static SourceEvent ofUnknownCurrency(SourceEvent event) {
    ObjectNode detail = event.detail().deepCopy();
    detail.put("currency", "ZZZ");
    return new SourceEvent(
        event.label(), event.source(), detail, false, event.at(), event.time(), Optional.empty());
  }

  private static SourceEvent review(
      SourceEvent reviewed, Kind kind, String place, Choices choices) {
    Duration at = reviewed.at().plus(choices.between(place, Duration.ofSeconds(1), LATEST));
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail
        .put("tradeId", reviewed.detail().path("tradeId").asText())
        .put(
            "timestamp",
            Trades.TRADED.plus(choices.below(place, TIMES), ChronoUnit.MICROS).toString())
        .put("decision", kind.decision)
        .put("reason", kind.name() + " of " + reviewed.label());
    detail.set("event", reviewed.envelope());
    detail
        .putObject("reviewOf")
        .put("region", "us-east-1")
        .put("timestamp", recordOf(reviewed, read(detail)));
    sign(detail, kind);
    if (kind == Kind.CANCEL_CHANGED) {
      detail.put("reason", "another");
    }
    return new SourceEvent(
        "r" + reviewed.label(),
        TradeEvent.OPERATIONS_SOURCE,
        detail,
        kind.valid,
        at,
        Trades.START.plus(at).truncatedTo(ChronoUnit.SECONDS),
        Optional.of(reviewed));
  }

  private static void sign(ObjectNode detail, Kind kind) {
    byte[] bytes = read(detail).signedBytes();
    ArrayNode signatures = detail.putArray("signatures");
    for (int signature = 0; signature < 2; signature++) {
      int reviewer = kind == Kind.CANCEL_BY_ONE ? 0 : signature;
      signatures
          .addObject()
          .put("key", ReviewerKeys.id(reviewer))
          .put("signature", Base64.getEncoder().encodeToString(ReviewerKeys.sign(reviewer, bytes)));
    }
  }

  private static TradeReview read(ObjectNode detail) {
    return new TradeReview(
        JsonReader.read(ExactJson.write(detail).getBytes(StandardCharsets.UTF_8))
            .asObject()
            .orElseThrow());
  }

  private static String recordOf(SourceEvent reviewed, TradeReview review) {
    return SortKey.of(
            review.event().recordTime(),
            0,
            reviewed.source().substring(reviewed.source().indexOf('.') + 1),
            review.eventHash())
        .toString();
  }

  /** The hash that the record of an event has. */
  static String eventHash(SourceEvent event) {
    ObjectNode holder = JsonNodeFactory.instance.objectNode();
    holder.set("event", event.envelope());
    return read(holder).eventHash();
  }
}
