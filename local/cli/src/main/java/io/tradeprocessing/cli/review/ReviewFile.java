package io.tradeprocessing.cli.review;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.RecordKey;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeReview;
import io.tradeprocessing.common.trade.TradeReview.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A review on its way from the draft to the bus: one event as it is sent, on one line.
 *
 * @param event as EventBridge is given it
 */
public record ReviewFile(JsonObject event) {

  /**
   * Drafts a review of a record.
   *
   * @param now the time of the decision
   * @throws UserError if the record cannot be reviewed
   */
  public static ReviewFile draft(
      ComplianceRecord record, Decision decision, String reason, Instant now) {
    if (record.key().tradeId().startsWith(RecordKey.INVALID_PREFIX)) {
      throw new UserError(
          "the event has no usable tradeId, so it belongs to no trade: the source must send it"
              + " again");
    }
    JsonObject detail =
        JsonObject.builder()
            .put("schemaVersion", "1.0")
            .put("tradeId", record.key().tradeId())
            .put("timestamp", now.truncatedTo(ChronoUnit.MICROS).toString())
            .put(
                "reviewOf",
                JsonObject.builder()
                    .put("region", record.region().name())
                    .put("timestamp", record.key().timestamp().toString())
                    .build())
            .put("decision", decision.name())
            .put("reason", reason)
            .put("event", record.entry().content().event())
            .build();
    return of(detail);
  }

  private static ReviewFile of(JsonObject detail) {
    ReviewFile review =
        new ReviewFile(
            JsonObject.builder()
                .put("source", TradeEvent.OPERATIONS_SOURCE)
                .put("detail-type", TradeReview.DETAIL_TYPE)
                .put("detail", detail)
                .build());
    if (JsonWriter.toString(review.event).length() > JsonReader.MAX_PAYLOAD) {
      throw new UserError(
          "the review is larger than an event may be, because of the event that it contains: the"
              + " source must send that again");
    }
    return review;
  }

  /**
   * Reads a review.
   *
   * @throws UserError if the file does not contain one
   */
  public static ReviewFile read(Path file) {
    try {
      return Optional.of(JsonReader.read(Files.readString(file)))
          .flatMap(Json::asObject)
          .filter(event -> TradeEvent.of(event).isReview())
          .map(ReviewFile::new)
          .orElseThrow(() -> unusable(file, "it is not an event of trading.operations", null));
    } catch (IOException e) {
      throw new UserError("--sign " + file + " cannot be read: " + UserError.reason(e), e);
    } catch (MalformedJsonException e) {
      throw unusable(file, e.getMessage(), e);
    }
  }

  private static UserError unusable(
      Path file, @Nullable String problem, @Nullable Throwable cause) {
    String message =
        "--sign "
            + file
            + " is not a review: "
            + problem
            + "; draft one by trades review --trade ID";
    return cause == null ? new UserError(message) : new UserError(message, cause);
  }

  private TradeReview review() {
    return new TradeReview(TradeEvent.of(event).detail());
  }

  /**
   * The review with one more signature.
   *
   * @throws UserError if the key has signed it already
   */
  public ReviewFile signedBy(ReviewKey key) {
    TradeReview review = review();
    List<Json> signatures = new ArrayList<>(review.signatures());
    if (signers().contains(key.id())) {
      throw new UserError("this key has signed the review already: another reviewer has to");
    }
    signatures.add(
        JsonObject.builder()
            .put("key", key.id())
            .put(
                "signature",
                Base64.getEncoder().encodeToString(key.signer().sign(review.signedBytes())))
            .build());
    JsonObject.Builder detail = JsonObject.builder();
    review
        .detail()
        .forEach(
            (name, value) -> {
              if (!name.equals(TradeReview.SIGNATURES)) {
                detail.put(name, value);
              }
            });
    return of(detail.put(TradeReview.SIGNATURES, new JsonArray(signatures)).build());
  }

  private List<String> signers() {
    return review().signatures().stream()
        .flatMap(signature -> signature.asObject().stream())
        .flatMap(signature -> signature.text("key").stream())
        .toList();
  }

  /** What a reviewer has to know before signing, a line each. */
  public List<String> summary() {
    TradeReview review = review();
    TradeEvent reviewed = review.event();
    List<String> lines = new ArrayList<>();
    lines.add("%s of trade %s".formatted(text("decision"), text("tradeId")));
    lines.add(
        "  event      %s of %s at %s"
            .formatted(
                reviewed.eventType().map(Enum::name).orElse(TradeEntry.UNKNOWN_EVENT_TYPE),
                reviewed.sourceSystem(),
                reviewed.recordTime()));
    lines.add("  record     " + region() + "/" + review.reviewedTimestamp().orElse(""));
    lines.add("  decided    " + text("timestamp"));
    lines.add("  reason     " + text("reason"));
    List<String> signers = signers();
    if (signers.isEmpty()) {
      lines.add("  signed     by nobody");
    }
    signers.forEach(key -> lines.add("  signed by  " + key));
    return lines;
  }

  private String text(String name) {
    return review().detail().text(name).orElse("(none)");
  }

  private String region() {
    return review().detail().object("reviewOf").flatMap(of -> of.text("region")).orElse("");
  }

  /** How many more reviewers have to sign it. */
  public int missingSignatures() {
    boolean two = review().decision().filter(Decision::needsTwoReviewers).isPresent();
    return two ? Math.max(0, 2 - signers().size()) : 0;
  }

  /** The content of the file. */
  public String content() {
    return JsonWriter.toString(event) + "\n";
  }
}
