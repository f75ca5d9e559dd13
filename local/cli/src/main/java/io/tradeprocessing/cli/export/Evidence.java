package io.tradeprocessing.cli.export;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What a pack holds, and what its verification found when it was made.
 *
 * @param madeBy name and version of the command
 * @param selection which trades, in words
 * @param region in which the records were read; {@code local} for a store folder
 * @param asOf when the latest record was recorded; empty without records
 * @param trades in the pack, each as a whole
 * @param records in the pack
 * @param heads in the pack
 * @param unreadable items that are not in the pack, because nobody can read them
 * @param flaws of the records
 * @param archive nothing without an archive
 */
public record Evidence(
    String madeBy,
    String selection,
    String region,
    String asOf,
    long trades,
    long records,
    long heads,
    long unreadable,
    Found flaws,
    Optional<Archived> archive) {

  /** Flaws that are named one by one. */
  public static final int NAMED = 1_000;

  /**
   * What is wrong.
   *
   * @param count of all
   * @param first some, each with what says where it is, a name and a sentence
   */
  public record Found(long count, List<JsonObject> first) {
    public Found {
      first = List.copyOf(first);
    }

    JsonObject json() {
      return JsonObject.builder()
          .put("count", count)
          .put("first", new JsonArray(first.stream().<Json>map(flaw -> flaw).toList()))
          .build();
    }
  }

  /**
   * The archive's part.
   *
   * @param objects in the pack
   * @param key where the public key is from
   * @param isKeyIndependent whether it is from elsewhere than the archive itself
   * @param flaws of the archive, and between it and the records
   */
  public record Archived(long objects, String key, boolean isKeyIndependent, Found flaws) {}

  /** Whether nothing was found. */
  public boolean isSound() {
    return unreadable == 0
        && flaws.count == 0
        && archive.map(archived -> archived.flaws.count == 0).orElse(true);
  }

  /** For {@code verification.json}. */
  public JsonObject json() {
    return JsonObject.builder()
        .put("format", "trade-evidence")
        .put("version", "1.0")
        .put("madeBy", madeBy)
        .put("selection", selection)
        .put("region", region)
        .put("asOf", asOf)
        .put("sound", isSound())
        .put("trades", trades)
        .put("records", records)
        .put("heads", heads)
        .put("unreadable", unreadable)
        .put("flaws", flaws.json())
        .put(
            "archive",
            archive
                .<Json>map(
                    archived ->
                        JsonObject.builder()
                            .put("objects", archived.objects)
                            .put("key", archived.key)
                            .put("keyIsIndependent", archived.isKeyIndependent)
                            .put("flaws", archived.flaws.json())
                            .build())
                .orElse(JsonNull.NULL))
        .build();
  }
}
