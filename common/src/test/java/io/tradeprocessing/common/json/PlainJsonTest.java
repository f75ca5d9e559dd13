package io.tradeprocessing.common.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\"a\"",
    "\"b\":",
    "\"a\":1",
    "0",
    "-",
    "1.5",
    "e3",
    ".",
    "E",
    "01",
    "true",
    "false",
    "null",
    "nul",
    " ",
    "\n",
    "\t",
    "\\u0041",
    "é",
    "\0",
    "\u007f",
    "NaN",
    "{}",
    "[]",
    "\"side\":\"BUY\"",
    "+",
    "1E400"
  };

  @Test
  void readsTheEventsThatUsuallyCome() throws IOException {
    List<String> events = Files.readAllLines(Path.of("..", "samples", "trades.jsonl"));

    assertThat(events)
        .hasSizeGreaterThan(40)
        .allSatisfy(event -> assertThat(plain(event)).isEqualTo(JsonReader.read(event)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {\"a\" : [ ] ,\"b\":{\"c\":[1,-0,0.5,1e5,1E-5,-1.25e+10,true,false,null,\"\",{}]}}\r\n\t",
        "{\"\":\"\u007f~ !\"}"
      })
  void readsObjectsInAsciiWithoutEscapes(String text) {
    assertThat(plain(text)).isEqualTo(JsonReader.read(text));
    assertThat(String.valueOf(plain(text))).isEqualTo(JsonReader.read(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":2}",
        "{\"side\":1,\"b\":2,\"side\":3}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":1e+}",
        "{\"a\":1x}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":nulL}",
        "{\"a\":\"\\n\"}",
        "{\"a\":\"é\"}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{\"a\"1}",
        "{\"a\":1",
        "{\"a",
        "{a:1}",
        "{,}",
        "{\"a\":\u00a01}",
        "\ufeff{}"
      })
  void givesUpOnAllElse(String text) {
    assertThat(plain(text)).isNull();
  }

  @Test
  void givesUpBeyondTheLimits() {
    String deep = "{\"a\":".repeat(64) + "1" + "}".repeat(64);
    assertThat(plain(deep)).isNotNull();
    assertThat(plain("{\"a\":" + deep + "}")).isNull();
    assertThat(plain("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}")).isNull();
    assertThat(plain("{\"" + "n".repeat(JsonReader.MAX_NAME) + "\":1}")).isNotNull();
    assertThat(plain("{\"" + "n".repeat(JsonReader.MAX_NAME + 1) + "\":1}")).isNull();
    assertThat(plain("{\"a\":\"" + "x".repeat(JsonReader.MAX_STRING) + "\"}")).isNotNull();
    assertThat(plain("{\"a\":\"" + "x".repeat(JsonReader.MAX_STRING + 1) + "\"}")).isNull();
    assertThat(plain("{\"a\":" + "1".repeat(JsonReader.MAX_NUMBER) + "}")).isNotNull();
    assertThat(plain("{\"a\":" + "1".repeat(JsonReader.MAX_NUMBER + 1) + "}")).isNull();
  }

  @Test
  void manyMembersAreKeptAndToldApart() {
    StringBuilder text = new StringBuilder("{\"n0\":0");
    for (int i = 1; i < 500; i++) {
      text.append(",\"n").append(i).append("\":").append(i);
    }

    assertThat(plain(text + "}")).isEqualTo(JsonReader.read(text + "}"));
    assertThat(plain(text + ",\"n250\":0}")).isNull();
  }

  /** Whatever it reads, the parser reads as the same. */
  @Test
  void neverDiffersFromTheParser() throws IOException {
    Random random = new Random(8259);
    List<String> events = Files.readAllLines(Path.of("..", "samples", "trades.jsonl"));
    long read =
        Stream.generate(() -> random.nextInt(3) == 0 ? pieces(random) : damaged(random, events))
            .limit(60_000)
            .filter(PlainJsonTest::agrees)
            .count();

    assertThat(read).isGreaterThan(3_000);
  }

  /** Whether it was read; fails where the parser does not read the same. */
  private static boolean agrees(byte[] utf8) {
    JsonObject plain = PlainJson.read(utf8, JsonReader.MAX_DEPTH);
    if (plain == null) {
      return false;
    }
    String text = new String(utf8, StandardCharsets.UTF_8);
    assertThat(JsonReader.read(text))
        .describedAs(text)
        .isEqualTo(plain)
        .hasToString(plain.toString());
    return true;
  }

  private static byte[] pieces(Random random) {
    StringBuilder text = new StringBuilder("{\"k\":");
    for (int i = random.nextInt(8); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] damaged(Random random, List<String> events) {
    byte[] event = events.get(random.nextInt(events.size())).getBytes(StandardCharsets.UTF_8);
    int at = random.nextInt(event.length);
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(event, at);
      case 1 -> {
        event[at] = (byte) random.nextInt();
        yield event;
      }
      default -> {
        System.arraycopy(event, at, event, Math.max(0, at - 1), event.length - at);
        yield event;
      }
    };
  }

  @Test
  void commonNamesAreFoundAndNotMade() {
    assertThat(CommonNames.ALL)
        .allSatisfy(
            name -> {
              byte[] text = ("\"" + name + "\"").getBytes(StandardCharsets.UTF_8);
              assertThat(CommonNames.name(text, 1, text.length - 1)).isSameAs(name);
            });
    byte[] text = "tradeIX".getBytes(StandardCharsets.UTF_8);
    assertThat(CommonNames.name(text, 0, 7)).isEqualTo("tradeIX");
    assertThat(CommonNames.name(text, 3, 3)).isEmpty();
  }

  private static @Nullable JsonObject plain(String text) {
    return PlainJson.read(text.getBytes(StandardCharsets.UTF_8), JsonReader.MAX_DEPTH);
  }
}
