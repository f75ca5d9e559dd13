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
   * The part of the archives.
   *
   * @param keys that signed what the pack has of them
   * @param flaws of the archives, and between them and the records
   */
  public record Archived(List<SigningKey> keys, Found flaws) {

    public Archived {
      keys = List.copyOf(keys);
    }

    /** Objects in the pack; one that two keys signed is there twice. */
    public long objects() {
      return keys.stream().mapToLong(SigningKey::objects).sum();
    }
  }

  /**
   * A key and the objects that it signed. There are several where the archive has had several, or
   * where each Region has one.
   *
   * @param folder of the pack
   * @param origin where the public key is from
   * @param isIndependent whether that is elsewhere than the archive itself
   * @param objects in the folder
   */
  public record SigningKey(String folder, String origin, boolean isIndependent, long objects) {

    /** The folder of the objects. */
    public String records() {
      return folder + "/records";
    }

    /** The file of the public key. */
    public String publicKey() {
      return folder + "/public-key.pem";
    }

    private JsonObject json() {
      return JsonObject.builder()
          .put("folder", folder)
          .put("objects", objects)
          .put("key", origin)
          .put("keyIsIndependent", isIndependent)
          .build();
    }
  }

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
                            .put("objects", archived.objects())
                            .put(
                                "keys",
                                new JsonArray(
                                    archived.keys.stream().<Json>map(SigningKey::json).toList()))
                            .put("flaws", archived.flaws.json())
                            .build())
                .orElse(JsonNull.NULL))
        .build();
  }
}
