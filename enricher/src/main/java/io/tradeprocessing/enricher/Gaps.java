package io.tradeprocessing.enricher;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the gaps of one trade.
 *
 * <p>What a CANCEL or a life event does not carry is not a gap: it names its trade, and the rest is
 * on record with that. What it does carry is read like any other trade's.
 */
final class Gaps {

  private static final JsonArray NONE = new JsonArray(List.of());

  private final boolean onRecord;
  private final List<Json> found = new ArrayList<>(0);

  /**
   * @param onRecord whether the trade's terms are on record with another event
   */
  Gaps(boolean onRecord) {
    this.onRecord = onRecord;
  }

  void add(String field, GapReason reason, String message) {
    found.add(new Gap(field, reason, message).toJson());
  }

  /** The text under a name; a gap where it is absent or not a string. */
  Optional<String> text(JsonObject trade, String name, String pointer, String consequence) {
    Json value = trade.get(name);
    if (value instanceof JsonString string) {
      return Optional.of(string.value());
    }
    if (value == null) {
      missing(pointer, consequence);
    } else {
      add(pointer, GapReason.UNUSABLE, "not a string: " + consequence);
    }
    return Optional.empty();
  }

  /** A field that is not there, and what is missing because of it. */
  void missing(String pointer, String consequence) {
    notGiven(pointer, GapReason.MISSING, "not given: " + consequence);
  }

  /**
   * A gap from a field that the trade does not carry, unless it is on record with another event.
   */
  void notGiven(String pointer, GapReason reason, String message) {
    if (!onRecord) {
      add(pointer, reason, message);
    }
  }

  JsonArray toJson() {
    return found.isEmpty() ? NONE : new JsonArray(found);
  }
}
