package io.tradeprocessing.enricher;

import io.tradeprocessing.common.config.Regime;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rulings as they are in {@code regimes}, each made once. */
final class RulingJson {

  private static final String NO_PROFILE = "no firm profile says whether the regime binds the firm";

  private static final Map<Ruling, JsonObject> RULINGS = new EnumMap<>(Ruling.class);
  private static final Map<Regime, JsonObject> WITHOUT_PROFILE = new EnumMap<>(Regime.class);

  static {
    for (Ruling ruling : Ruling.values()) {
      List<Json> fields = new ArrayList<>();
      for (String field : ruling.fields().split(" ", -1)) {
        fields.add(Json.of(field));
      }
      RULINGS.put(ruling, json(ruling, ruling.status(), fields, ruling.because()));
      // With the source of the first ruling on each regime.
      WITHOUT_PROFILE.putIfAbsent(
          ruling.regime(), json(ruling, Ruling.Status.UNDETERMINED, List.of(), NO_PROFILE));
    }
  }

  private RulingJson() {}

  private static JsonObject json(
      Ruling ruling, Ruling.Status status, List<Json> fields, String because) {
    return JsonObject.builder()
        .put("regime", ruling.regime().name())
        .put("status", status.name())
        .put("fields", new JsonArray(fields))
        .put("because", because)
        .put("source", ruling.source())
        .build();
  }

  /** The answer without a deadline. */
  static JsonObject of(Ruling ruling) {
    return Objects.requireNonNull(RULINGS.get(ruling));
  }

  /** The answer with the time by which the trade must be reported. */
  static JsonObject of(Ruling ruling, Instant deadline) {
    JsonObject json = of(ruling);
    JsonObject.Builder dated = JsonObject.builder();
    for (int i = 0; i < json.size(); i++) {
      dated.put(json.nameAt(i), json.valueAt(i));
    }
    return dated.put("deadline", deadline.toString()).build();
  }

  /** The answer where no profile says whether the regime binds the firm. */
  static JsonObject withoutProfile(Regime regime) {
    return Objects.requireNonNull(WITHOUT_PROFILE.get(regime));
  }
}
