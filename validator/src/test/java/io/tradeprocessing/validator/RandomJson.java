package io.tradeprocessing.validator;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes JSON from a source of chance. By hand: arbitraries that hold arbitraries to a depth of
 * three take minutes for what this does in a second.
 */
record RandomJson(Random random) {

  /** Values of the valid trade, and near them. */
  private static final List<String> TEXTS =
      List.of(
          "1.0",
          "NEW",
          "CORRECT",
          "CANCEL",
          "ALLOCATION",
          "EXERCISE",
          "BUSTED",
          "system1",
          "2026-01-12T14:30:00Z",
          "BUY",
          "100",
          "1e400",
          "-1",
          "0",
          "1e9999",
          "USD",
          "GBX",
          "HRK",
          "US0378331005",
          "XS0000000009",
          "037833100",
          "2046251",
          "BBG000B9XRY4",
          "ESVUFR",
          "XNYS",
          "XOFF",
          "2026-01-13",
          "5493000F4ZO33MV32P92",
          "AOTC",
          "DEAL",
          "INTC",
          "NOMINAL",
          "CONTRACTS",
          "PERCENTAGE",
          "YIELD",
          "DBFTFR",
          "LRGTXD",
          "EUOISB",
          "2027-01-01T00:00:00Z",
          "0000-01-01",
          "");

  private static final List<String> TRADE_NAMES = names("/[^/]+");
  private static final List<String> INSTRUMENT_NAMES = names("/instrument/[^/]+");

  private static List<String> names(String pattern) {
    return Stream.of(Field.values())
        .map(Field::pointer)
        .filter(pointer -> pointer.matches(pattern))
        .map(pointer -> pointer.substring(pointer.lastIndexOf('/') + 1))
        .toList();
  }

  /** A trade with some of the contract's fields and some others. */
  JsonObject trade() {
    return object(24, () -> pick(TRADE_NAMES), this::fieldOfTrade);
  }

  private Json fieldOfTrade(String name) {
    return name.equals("instrument") && random.nextInt(4) > 0
        ? object(6, () -> pick(INSTRUMENT_NAMES), _ -> value(2))
        : name.endsWith("er") && random.nextInt(3) > 0 ? party() : value(2);
  }

  /** A buyer or seller of some type, sound or not. */
  private Json party() {
    return JsonObject.builder()
        .put("type", pick(List.of("LEI", "MIC", "INTC", "NIDN", "CCPT", "CONCAT", "TAX")))
        .put("id", pick(List.of("FR19700102JEAN#DUPON", "SE19700102-1234", "XNYS", "?", "12")))
        .build();
  }

  /** Any JSON. */
  Json value(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 9)) {
      case 0, 1 -> Json.of(pick(TEXTS));
      case 2 -> Json.of(text(80));
      case 3 -> number();
      case 4 -> Json.of(random.nextBoolean());
      case 5 -> JsonNull.NULL;
      case 6, 7 -> object(5, () -> text(12), _ -> value(depth - 1));
      default -> array(depth - 1);
    };
  }

  private JsonNumber number() {
    String digits = Long.toString(random.nextLong());
    return new JsonNumber(
        switch (random.nextInt(4)) {
          case 0 -> digits;
          case 1 -> digits + "." + random.nextInt(1_000);
          case 2 -> digits + "e" + random.nextInt(-10_000, 10_000);
          default -> Integer.toString(random.nextInt(-2, 3));
        });
  }

  private JsonArray array(int depth) {
    List<Json> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(value(depth));
    }
    return new JsonArray(values);
  }

  private JsonObject object(int maxSize, Supplier<String> names, Function<String, Json> values) {
    JsonObject.Builder builder = JsonObject.builder();
    List<String> seen = new ArrayList<>();
    for (int i = random.nextInt(maxSize + 1); i > 0; i--) {
      String name = random.nextInt(8) == 0 ? text(90) : names.get();
      if (!seen.contains(name)) {
        seen.add(name);
        builder.put(name, values.apply(name));
      }
    }
    return builder.build();
  }

  /** Characters of all planes, unpaired surrogates left out: they are no text. */
  private String text(int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(maxLength); i > 0; i--) {
      int c =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x20);
            case 1, 2 -> random.nextInt(0x20, 0x7f);
            default -> random.nextInt(0x7f, Character.MAX_CODE_POINT + 1);
          };
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        text.appendCodePoint(c);
      }
    }
    return text.toString();
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
