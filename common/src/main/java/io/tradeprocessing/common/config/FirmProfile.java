package io.tradeprocessing.common.config;

import io.tradeprocessing.common.identifier.Lei;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a trade does not say about the firm that reports it; the shape is {@code
 * docs/schema/firm-profile-v1.json}.
 *
 * @param regimes that bind the firm
 * @param leis its legal entities; empty where it does not name them
 */
public record FirmProfile(Set<Regime> regimes, Set<String> leis) {

  private static final String REGIMES = "regimes";
  private static final String LEIS = "leis";
  private static final String ALLOWED_REGIMES =
      Arrays.stream(Regime.values()).map(Regime::name).collect(Collectors.joining(", "));
  private static final String EXAMPLE =
      "{\"regimes\":[\"MIFIR\",\"EMIR\"],\"leis\":[\"5493000F4ZO33MV32P92\"]}";

  public FirmProfile {
    regimes = Set.copyOf(regimes);
    leis = Set.copyOf(leis);
  }

  /**
   * Reads a profile.
   *
   * @param name of the text, for messages
   * @param problems where what is wrong is added, a sentence each
   * @return nothing if there were problems
   */
  public static Optional<FirmProfile> read(String text, String name, List<String> problems) {
    int before = problems.size();
    Optional<JsonObject> profile = Optional.empty();
    try {
      profile = JsonReader.read(text).asObject();
    } catch (MalformedJsonException e) {
      problems.add(name + " cannot be read: " + e.getMessage());
      return Optional.empty();
    }
    if (profile.isEmpty() || !profile.get().has(REGIMES)) {
      problems.add(name + " must be a JSON object with the field regimes, such as " + EXAMPLE);
      return Optional.empty();
    }
    for (int i = 0; i < profile.get().size(); i++) {
      String field = profile.get().nameAt(i);
      if (!field.equals(REGIMES) && !field.equals(LEIS)) {
        problems.add(
            name + " has the unknown field " + Settings.shown(field) + ": use regimes and leis");
      }
    }
    Set<Regime> regimes =
        values(profile.get(), REGIMES, name, "one of " + ALLOWED_REGIMES, Regime::of, problems);
    Set<String> leis =
        values(
            profile.get(),
            LEIS,
            name,
            "an LEI with its check digits",
            lei -> Lei.parse(lei).map(Lei::value),
            problems);
    return problems.size() == before
        ? Optional.of(new FirmProfile(regimes, leis))
        : Optional.empty();
  }

  private static <T> Set<T> values(
      JsonObject profile,
      String field,
      String name,
      String allowed,
      Function<String, Optional<T>> reader,
      List<String> problems) {
    Json value = profile.get(field);
    if (value == null) {
      return Set.of();
    }
    if (!(value instanceof JsonArray array)) {
      problems.add(name + ", field " + field + ", is not an array: each value is " + allowed);
      return Set.of();
    }
    List<T> read = new ArrayList<>();
    for (Json each : array.values()) {
      String text = each instanceof JsonString string ? string.value() : JsonWriter.toString(each);
      Optional<T> known = each instanceof JsonString ? reader.apply(text) : Optional.empty();
      if (known.isPresent()) {
        read.add(known.get());
      } else {
        problems.add(
            name + ", field " + field + ": '" + Settings.shown(text) + "' is not " + allowed);
      }
    }
    return new HashSet<>(read);
  }

  public boolean isBoundBy(Regime regime) {
    return regimes.contains(regime);
  }
}
