package io.tradeprocessing.validator;

import io.tradeprocessing.common.config.Reviewers;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeId;
import io.tradeprocessing.common.trade.TradeReview;
import io.tradeprocessing.common.trade.TradeReview.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules on a review ({@code docs/schema/trade-review-v1.json}): that it names the very event
 * that it holds, that two reviewers signed what only two may decide, and for an event that it would
 * have accepted the rules on that event.
 */
final class ReviewRules {

  private static final Set<String> FIELDS =
      Set.of(
          "schemaVersion",
          "tradeId",
          "timestamp",
          "reviewOf",
          "decision",
          "reason",
          "event",
          TradeReview.SIGNATURES);

  private static final int REVIEWERS = 2;
  private static final int MAX_SIGNATURES = 10;
  private static final int MAX_REASON = 1_000;
  private static final String EVENT = "/event";

  private final TradeReview review;
  private final Settings settings;
  private final Instant now;
  private final List<Violation> violations = new ArrayList<>();

  private ReviewRules(TradeReview review, Settings settings, Instant now) {
    this.review = review;
    this.settings = settings;
    this.now = now;
  }

  /**
   * Judges a review.
   *
   * @param settings with the reviewers' keys, and for the event that is reviewed
   */
  static Verdict judge(TradeEvent event, Settings settings, Instant now) {
    return new ReviewRules(new TradeReview(event.detail()), settings, now).judge();
  }

  private Verdict judge() {
    schemaVersion();
    Optional<TradeId> tradeId = tradeId();
    timestamp();
    Optional<Decision> decision = decision();
    reason();
    if (event().isPresent()) {
      reviewed(tradeId, decision);
    }
    signatures(decision);
    unknownFields();
    return new Verdict(tradeId, violations);
  }

  private void schemaVersion() {
    if (review.detail().has("schemaVersion")) {
      text("schemaVersion", "1.0")
          .filter(version -> !version.equals("1.0"))
          .ifPresent(
              version ->
                  error(
                      ViolationCode.UNSUPPORTED_VERSION,
                      "/schemaVersion",
                      Message.of("version '{value}' is not supported").with("value", version),
                      "send version 1.0, or update these functions first"));
    }
  }

  private Optional<TradeId> tradeId() {
    String allowed = "the tradeId of the event that is reviewed";
    Optional<String> text = text("tradeId", allowed);
    Optional<TradeId> tradeId = text.flatMap(TradeId::parse);
    if (text.isPresent() && tradeId.isEmpty()) {
      error(
          ViolationCode.BAD_FORMAT,
          "/tradeId",
          Message.of("'{value}' is not a trade identifier").with("value", text.get()),
          "expected " + allowed + "; an event without a usable one cannot be reviewed");
    }
    return tradeId;
  }

  private void timestamp() {
    String allowed =
        "the time of the decision, in UTC to the microsecond at most, such as"
            + " 2026-01-12T14:30:00.123456Z";
    Optional<String> text = text("timestamp", allowed);
    Optional<EventTime> time = text.flatMap(EventTime::parse);
    if (text.isPresent() && time.isEmpty()) {
      error(
          ViolationCode.BAD_FORMAT,
          "/timestamp",
          Message.of("'{value}' is not a time in UTC").with("value", text.get()),
          "expected " + allowed);
    }
    if (time.isPresent() && time.get().isAfter(now.plus(TradeValidator.CLOCK_TOLERANCE))) {
      error(
          ViolationCode.IN_THE_FUTURE,
          "/timestamp",
          Message.of("'{value}' is in the future").with("value", text.orElseThrow()),
          "check the clock of the computer that drafted the review");
    }
  }

  private Optional<Decision> decision() {
    String allowed = "REVALIDATE, OVERRIDE or CANCEL";
    Optional<String> text = text("decision", allowed);
    Optional<Decision> decision = text.flatMap(Decision::of);
    if (text.isPresent() && decision.isEmpty()) {
      error(
          ViolationCode.UNKNOWN_CODE,
          "/decision",
          Message.of("'{value}' is unknown").with("value", text.get()),
          "expected " + allowed);
    }
    return decision;
  }

  private void reason() {
    text("reason", "why it was decided, in words")
        .filter(reason -> reason.isBlank() || reason.length() > MAX_REASON)
        .ifPresent(
            _ ->
                error(
                    ViolationCode.OUT_OF_RANGE,
                    "/reason",
                    Message.of("the reason is empty or too long"),
                    "expected 1 to " + MAX_REASON + " characters"));
  }

  private Optional<JsonObject> event() {
    Json value = value("event", "the event as it is on record, an object");
    if (value != null && !(value instanceof JsonObject)) {
      wrongType(EVENT, value, "the event as it is on record, an object");
    }
    return review.detail().object("event");
  }

  /** The event: that it is the one that the review names, and whether it is acceptable. */
  private void reviewed(Optional<TradeId> tradeId, Optional<Decision> decision) {
    TradeEvent reviewed = review.event();
    if (reviewed.source().isEmpty()) {
      error(
          ViolationCode.UNKNOWN_CODE,
          "/event/source",
          Message.of("the event is not of a source system"),
          "expected an event of " + SourceSystem.anyOf() + " as it is on record");
      return;
    }
    if (tradeId.isPresent() && !reviewed.tradeId().equals(tradeId)) {
      error(
          ViolationCode.INCONSISTENT,
          "/tradeId",
          Message.of("the event is not of trade '{value}'").with("value", tradeId.get().value()),
          "expected the tradeId of the event");
    }
    reviewOf(reviewed);
    decision
        .filter(decided -> decided != Decision.CANCEL)
        .ifPresent(
            decided ->
                TradeValidator.validateTrade(reviewed, settings, now, decided == Decision.OVERRIDE)
                    .violations()
                    .forEach(this::addOfEvent));
  }

  private void addOfEvent(Violation violation) {
    violations.add(
        new Violation(
            violation.code(),
            "/event/detail" + violation.field(),
            violation.severity(),
            violation.message(),
            violation.attributes()));
  }

  /** All but the slot of a record's key follows from its event. */
  private void reviewOf(TradeEvent reviewed) {
    String allowed = "an object with region and timestamp of the record, as records show them";
    Json value = value("reviewOf", allowed);
    if (value == null) {
      return;
    }
    if (!(value instanceof JsonObject record)) {
      wrongType("/reviewOf", value, allowed);
      return;
    }
    text(record, "/reviewOf", "region", "the Region that wrote the record, such as us-east-1");
    Optional<String> text =
        text(record, "/reviewOf", "timestamp", "the timestamp of the record, as a string");
    if (text.isEmpty()) {
      return;
    }
    Optional<SortKey> key = SortKey.parse(text.get()).filter(found -> !found.isHead());
    if (key.isEmpty()) {
      error(
          ViolationCode.BAD_FORMAT,
          "/reviewOf/timestamp",
          Message.of("'{value}' is not the timestamp of a record").with("value", text.get()),
          "expected microseconds and a fraction, such as 1768228200000000.0123456789");
    } else if (!key.get()
        .equals(
            SortKey.of(
                reviewed.recordTime(),
                key.get().slot(),
                reviewed.sourceSystem(),
                review.eventHash()))) {
      error(
          ViolationCode.INCONSISTENT,
          "/reviewOf/timestamp",
          Message.of("'{value}' is not the timestamp of a record of this event")
              .with("value", text.get()),
          "expected the event as it is on record, unchanged, and the timestamp of that record");
    }
  }

  private void signatures(Optional<Decision> decision) {
    Json value = review.detail().get(TradeReview.SIGNATURES);
    if (value != null && !(value instanceof JsonArray)) {
      wrongType("/signatures", value, "an array of signatures");
    }
    List<Json> signatures = review.signatures();
    if (signatures.size() > MAX_SIGNATURES) {
      error(
          ViolationCode.OUT_OF_RANGE,
          "/signatures",
          Message.of("there are {count} signatures")
              .with("count", Integer.toString(signatures.size())),
          "expected " + MAX_SIGNATURES + " at most");
      return;
    }
    byte[] signed = review.signedBytes();
    Set<String> signers = new HashSet<>();
    for (int i = 0; i < signatures.size(); i++) {
      signature(signatures.get(i), "/signatures/" + i, signed, signers);
    }
    if (decision.filter(Decision::needsTwoReviewers).isPresent() && signers.size() < REVIEWERS) {
      error(
          ViolationCode.MISSING,
          "/signatures",
          Message.of("{count} of " + REVIEWERS + " reviewers have signed")
              .with("count", Integer.toString(signers.size())),
          "expected valid signatures of two different reviewers");
    }
  }

  /**
   * Checks one signature.
   *
   * @param signers names of those who signed; that of this one's key is added
   */
  private void signature(Json value, String pointer, byte[] signed, Set<String> signers) {
    if (!(value instanceof JsonObject signature)) {
      wrongType(pointer, value, "an object with key and signature");
      return;
    }
    Optional<String> keyId =
        text(signature, pointer, "key", "the id of the key: 64 hexadecimal digits");
    Optional<String> base64 =
        text(signature, pointer, "signature", "the signature in DER, as Base64");
    if (keyId.isEmpty() || base64.isEmpty()) {
      return;
    }
    Optional<Reviewers.Reviewer> reviewer = settings.reviewers().of(keyId.get());
    if (reviewer.isEmpty()) {
      error(
          ViolationCode.UNKNOWN_CODE,
          pointer + "/key",
          Message.of("'{value}' is not the key of a reviewer").with("value", keyId.get()),
          "the parameter reviewers lists the keys");
    } else if (!reviewer.get().signed(signed, base64.get())) {
      error(
          ViolationCode.BAD_SIGNATURE,
          pointer + "/signature",
          Message.of("the signature is not that of {name} over this review")
              .with("name", reviewer.get().name()),
          "draft and sign the review again; what was signed must not change");
    } else if (!signers.add(reviewer.get().name())) {
      error(
          ViolationCode.SAME_REVIEWER,
          pointer + "/key",
          Message.of("{name} has signed already").with("name", reviewer.get().name()),
          "expected the signature of another reviewer");
    }
  }

  private void unknownFields() {
    int left = UnknownFields.MAX_UNKNOWN_FIELDS;
    for (int i = 0; i < review.detail().size() && left > 0; i++) {
      String name = review.detail().nameAt(i);
      if (!FIELDS.contains(name)) {
        left--;
        violations.add(
            violation(
                ViolationCode.UNKNOWN_FIELD,
                "/" + Shown.plain(name).replace("~", "~0").replace("/", "~1"),
                Severity.WARNING,
                Message.of("'{name}' is not in the contract").with("name", name),
                "unknown fields are kept in the record and have no effect"));
      }
    }
  }

  private Optional<String> text(String name, String allowed) {
    return text(review.detail(), "", name, allowed);
  }

  private Optional<String> text(JsonObject object, String within, String name, String allowed) {
    Json value = value(object, within, name, allowed);
    if (value instanceof JsonString string) {
      return Optional.of(string.value());
    }
    if (value != null) {
      wrongType(within + "/" + name, value, allowed);
    }
    return Optional.empty();
  }

  private @Nullable Json value(String name, String allowed) {
    return value(review.detail(), "", name, allowed);
  }

  private @Nullable Json value(JsonObject object, String within, String name, String allowed) {
    Json value = object.get(name);
    if (value == null) {
      error(
          ViolationCode.MISSING,
          within + "/" + name,
          Message.of("the field is missing"),
          "expected " + allowed);
    }
    return value;
  }

  private void wrongType(String pointer, Json value, String allowed) {
    error(
        ViolationCode.WRONG_TYPE,
        pointer,
        Message.of("the JSON type {type} is not allowed").with("type", value.typeName()),
        "expected " + allowed);
  }

  private void error(ViolationCode code, String pointer, Message what, String demands) {
    violations.add(violation(code, pointer, Severity.ERROR, what, demands));
  }

  private static Violation violation(
      ViolationCode code, String pointer, Severity severity, Message what, String demands) {
    return new Violation(code, pointer, severity, what.text() + "; " + demands, what.attributes());
  }
}
