package io.tradeprocessing.archiver;

import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.store.Probe;
import io.tradeprocessing.common.store.RecordJson;
import io.tradeprocessing.common.store.SortKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of an item of the table, as its stream reports it.
 *
 * @param kind what was done to the item
 * @param sequenceNumber of the stream; its digits are an opaque text
 * @param createdAt when DynamoDB wrote the item, to the second
 * @param newImage the item after the change, in {@link io.tradeprocessing.common.store.TypedItem}'s
 *     form; nothing for a REMOVE
 * @param oldImage the item before the change; nothing for an INSERT
 */
public record Change(
    Kind kind,
    String sequenceNumber,
    Instant createdAt,
    Optional<JsonObject> newImage,
    Optional<JsonObject> oldImage) {

  /** DynamoDB's names. */
  public enum Kind {
    INSERT,
    MODIFY,
    REMOVE
  }

  public Change {
    if (newImage.isPresent() != (kind != Kind.REMOVE)
        || oldImage.isPresent() != (kind != Kind.INSERT)) {
      throw new IllegalArgumentException("the images of a " + kind + " are not both or one of two");
    }
  }

  /** What a change means to the archive. */
  public enum Meaning {
    /** A new record of this Region. */
    RECORD,
    /** Something that nothing in the system does. */
    TAMPERING,
    /** A head that goes forward, a record that another Region's archive has, or a probe. */
    NOTHING
  }

  /**
   * What the change means.
   *
   * @param region whose records the archive is for; the stream shows replicated ones, too
   */
  public Meaning meaning(String region) {
    if (text(RecordJson.TRADE_ID).map(Probe::isProbe).orElse(false)) {
      return Meaning.NOTHING;
    }
    boolean head = timestamp().map(SortKey::isHead).orElse(false);
    return switch (kind) {
      case INSERT ->
          head || text(RecordJson.REGION).map(name -> !name.equals(region)).orElse(false)
              ? Meaning.NOTHING
              : Meaning.RECORD;
      case MODIFY -> head && goesForward() ? Meaning.NOTHING : Meaning.TAMPERING;
      case REMOVE -> Meaning.TAMPERING;
    };
  }

  /** Whether a head follows a later record than before. */
  private boolean goesForward() {
    Optional<Long> before = oldImage.flatMap(image -> number(image, RecordJson.SEQUENCE));
    Optional<Long> after = newImage.flatMap(image -> number(image, RecordJson.SEQUENCE));
    return before.isPresent() && after.isPresent() && after.get() > before.get();
  }

  /** The item that there is now, or that was there. */
  public JsonObject item() {
    return newImage.or(() -> oldImage).orElseThrow();
  }

  /** The partition key; empty where the item has none, which DynamoDB does not allow. */
  public String tradeId() {
    return text(RecordJson.TRADE_ID).orElse("");
  }

  /** The sort key as text; empty where the item has none. */
  public String timestampText() {
    return typed(item(), RecordJson.TIMESTAMP, "N").orElse("");
  }

  private Optional<SortKey> timestamp() {
    return SortKey.parse(timestampText());
  }

  /** When the record was written by the clock of the recorder; nothing where it does not say so. */
  Optional<Instant> recordedAt() {
    return text(RecordJson.RECORDED_AT).flatMap(Change::instant);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<String> text(String name) {
    return typed(item(), name, "S");
  }

  private static Optional<String> typed(JsonObject image, String name, String type) {
    return image
        .object(name)
        .map(value -> value.get(type))
        .flatMap(
            value ->
                value instanceof JsonString(String text) ? Optional.of(text) : Optional.empty());
  }

  private static Optional<Long> number(JsonObject image, String name) {
    return typed(image, name, "N")
        .flatMap(digits -> new JsonNumber(digits).decimal())
        .flatMap(
            value -> {
              try {
                return Optional.of(value.longValueExact());
              } catch (ArithmeticException e) {
                return Optional.empty();
              }
            });
  }
}
