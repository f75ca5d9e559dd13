package io.tradeprocessing.cli;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Damages events: their structure, the text of their values, their bytes; some of them in several
 * ways. The same random numbers make the same damage.
 */
record Damage(RandomGenerator random) {

  /** What stands in events, and what stands close to the edges of what they may hold. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "\ud800",
          "\udc00\ud800",
          "\ufeff",
          "\u202e",
          "é",
          "😀",
          "null",
          "NaN",
          "-Infinity",
          "0x10",
          "1e400",
          "1e9999",
          "1e-9999",
          "1e2147483647",
          "1e-2147483648",
          "1e99999999999999999999",
          "-0",
          "00",
          "+1",
          "1.",
          ".1",
          "1,000",
          "9999999999999999999999999999999999999999.99",
          "0000-00-00T00:00:00Z",
          "-999999999-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59.999999Z",
          "9999-12-31T23:59:59.999999Z",
          "1969-12-31T23:59:59.999999Z",
          "1970-01-01T00:00:00Z",
          "2016-12-31T23:59:60Z",
          "2026-02-29T00:00:00Z",
          "2026-01-12T24:00:00Z",
          "2026-01-12T14:30:00+00:00",
          "2026-02-30",
          "0000-01-01",
          "GBX",
          "XXX",
          "HRK",
          "XAU",
          "US0378331005",
          "US0378331004",
          "XS0000000009",
          "037833100",
          "B03MLX2",
          "BBG000B9XRY4",
          "ESVUFR",
          "XOFF",
          "XNYS",
          "XLON",
          "CANCEL",
          "CORRECT",
          "system2",
          "trading.system3",
          "5493000F4ZO33MV32P92");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-0.0e-0",
          "1E400",
          "1e-400",
          "1e6176",
          "1e6177",
          "1e2147483647",
          "1e-2147483649",
          "123456789e99999999999999999999",
          "9007199254740993",
          "9223372036854775808",
          "-1",
          "0." + "0".repeat(900) + "1",
          "9".repeat(1_000),
          "9".repeat(1_001));

  /** Not JSON, or not quite. */
  private static final List<String> FRAGMENTS =
      List.of(
          "NaN",
          "Infinity",
          "-",
          "01",
          "1.e1",
          "'",
          "/**/",
          "//",
          ",",
          ",,",
          "{",
          "}",
          "[",
          "]",
          ":",
          "\"",
          "\\",
          "\\u12",
          "\\ud800",
          "\"a\":1,\"a\":2",
          "\r\n",
          "\0",
          "[".repeat(70),
          "{\"a\":".repeat(70),
          "[".repeat(62) + "]".repeat(62),
          "[".repeat(100_000));

  private static final List<byte[]> BYTES =
      List.of(
          new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
          new byte[] {(byte) 0xff, (byte) 0xfe},
          new byte[] {0, 0, (byte) 0xfe, (byte) 0xff},
          new byte[] {(byte) 0xe2, (byte) 0x82},
          new byte[] {(byte) 0xc0, (byte) 0x80},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          new byte[] {0},
          new byte[] {(byte) 0x80});

  private static final Pattern SCALAR =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|-?[0-9][0-9.eE+-]*|true|false|null");

  private static final int MAX_DEPTH_OF_NEW = 3;

  /** Makes a damaged event of a sound one. */
  byte[] of(Json sound) {
    Json json = sound;
    for (int i = random.nextInt(4); i > 0; i--) {
      json = structure(json, 1.0 / (4 + random.nextInt(40)));
    }
    String text = JsonWriter.toString(json);
    for (int i = random.nextInt(3) - 1; i > 0; i--) {
      text = scalar(text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(5) - 2; i > 0; i--) {
      bytes = bytes(bytes);
    }
    return bytes;
  }

  // Structure

  private Json structure(Json json, double rate) {
    if (random.nextDouble() < rate) {
      return any(MAX_DEPTH_OF_NEW);
    }
    return switch (json) {
      case JsonObject object -> object(object, rate);
      case JsonArray array ->
          new JsonArray(array.values().stream().map(value -> structure(value, rate)).toList());
      default -> json;
    };
  }

  private JsonObject object(JsonObject object, double rate) {
    JsonObject.Builder builder = JsonObject.builder();
    Set<String> names = new HashSet<>();
    object.forEach(
        (name, value) -> {
          if (random.nextDouble() >= rate && names.add(name)) {
            builder.put(name, structure(value, rate));
          }
          String other = random.nextDouble() < rate / 4 ? pick(TEXTS) : name;
          if (random.nextDouble() < rate && names.add(other)) {
            builder.put(other, any(MAX_DEPTH_OF_NEW));
          }
        });
    return builder.build();
  }

  private Json any(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 9)) {
      case 0 -> Json.of(pick(TEXTS));
      case 1 -> new JsonNumber(pick(NUMBERS));
      case 2 -> Json.of(random.nextBoolean());
      case 3 -> JsonNull.NULL;
      case 4 -> Json.of(pick(TEXTS).repeat(random.nextInt(8)));
      case 5 -> Json.of("x".repeat(1 << random.nextInt(random.nextInt(64) == 0 ? 19 : 11)));
      case 6 -> nested(JsonReader.MAX_DEPTH + 4 - random.nextInt(random.nextBoolean() ? 12 : 64));
      case 7 -> array(depth - 1);
      default -> JsonObject.builder().put(pick(TEXTS), any(depth - 1)).build();
    };
  }

  private JsonArray array(int depth) {
    List<Json> values = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      values.add(any(depth));
    }
    return new JsonArray(values);
  }

  private static Json nested(int depth) {
    Json json = JsonNull.NULL;
    for (int i = 0; i < depth; i++) {
      json = new JsonArray(List.of(json));
    }
    return json;
  }

  // Text

  /** Puts something else in the place of one string, number or literal, or beside it. */
  private String scalar(String text) {
    List<MatchResult> scalars = SCALAR.matcher(text).results().toList();
    if (scalars.isEmpty()) {
      return text;
    }
    MatchResult at = scalars.get(random.nextInt(scalars.size()));
    String replacement =
        switch (random.nextInt(4)) {
          case 0 -> pick(NUMBERS);
          case 1 -> JsonWriter.toString(Json.of(pick(TEXTS)));
          case 2 -> at.group() + pick(FRAGMENTS);
          default -> pick(FRAGMENTS);
        };
    return text.substring(0, at.start()) + replacement + text.substring(at.end());
  }

  // Bytes

  private byte[] bytes(byte[] bytes) {
    if (bytes.length == 0) {
      return pick(BYTES);
    }
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + random.nextInt(1 + random.nextInt(64)));
    return switch (random.nextInt(8)) {
      case 0 -> flipped(bytes, from, 1 << random.nextInt(8));
      case 1 -> flipped(bytes, from, 1 + random.nextInt(255));
      case 2 -> joined(bytes, 0, from, new byte[0], bytes, to, bytes.length);
      case 3 -> joined(bytes, 0, to, new byte[0], bytes, from, bytes.length);
      case 4 -> joined(bytes, 0, from, pick(BYTES), bytes, from, bytes.length);
      case 5 -> joined(bytes, 0, from, utf8(pick(FRAGMENTS)), bytes, from, bytes.length);
      case 6 -> Arrays.copyOf(bytes, from);
      default -> otherEncoding(bytes);
    };
  }

  private byte[] otherEncoding(byte[] bytes) {
    return switch (random.nextInt(16)) {
      case 0 -> new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
      case 1 -> new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_32);
      case 2 -> joined(pick(BYTES), 0, 0, new byte[0], bytes, 0, bytes.length);
      default -> joined(bytes, 0, bytes.length, utf8(pick(FRAGMENTS)), bytes, 0, 0);
    };
  }

  private static byte[] flipped(byte[] bytes, int at, int mask) {
    byte[] copy = bytes.clone();
    copy[at] ^= (byte) mask;
    return copy;
  }

  private static byte[] joined(
      byte[] head, int from, int to, byte[] middle, byte[] tail, int tailFrom, int tailTo) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(head, from, to - from);
    joined.writeBytes(middle);
    joined.write(tail, tailFrom, tailTo - tailFrom);
    return joined.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
