package io.tradeprocessing.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @Test
  void readsEveryKindOfValue() {
    Json read =
        JsonReader.read("{\"o\":{},\"a\":[1.50,\"x\\n\"],\"t\":true,\"f\":false,\"n\":null}");

    assertThat(read)
        .isEqualTo(
            JsonObject.builder()
                .put("o", JsonObject.empty())
                .put("a", new JsonArray(List.of(new JsonNumber("1.50"), Json.of("x\n"))))
                .put("t", true)
                .put("f", false)
                .put("n", JsonNull.NULL)
                .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"100.50", "1E+2", "-0", "9007199254740993", "0.1e-7"})
  void keepsNumbersAsTheyWereWritten(String literal) {
    assertThat(JsonReader.read(literal)).isEqualTo(new JsonNumber(literal));
    assertThat(JsonWriter.toString(JsonReader.read(literal))).isEqualTo(literal);
  }

  @Test
  void readsBytesTextAndStreamsAlike() throws IOException {
    String text = "{\"name\":\"Zürich – 東京\"}";
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

    assertThat(JsonReader.read(utf8)).isEqualTo(JsonReader.read(text));
    for (InputStream in : streams(utf8)) {
      assertThat(JsonReader.read(JsonReader.bytes(in))).isEqualTo(JsonReader.read(text));
    }
  }

  /** One that knows its length, and one that comes in two pieces. */
  private static List<InputStream> streams(byte[] bytes) {
    int half = bytes.length / 2;
    return List.of(
        new ByteArrayInputStream(bytes),
        new SequenceInputStream(
            new ByteArrayInputStream(bytes, 0, half),
            new ByteArrayInputStream(bytes, half, bytes.length - half)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the document is empty: one JSON value is expected",
        "{\"a\":1,\"a\":1}|duplicate field name (line 1, column 12)",
        "1 2|more text after the JSON value (line 1, column 3)",
        "[1,]|not JSON: Unexpected character (line 1, column 4)",
        "{\"a\" 1}|not JSON: Unexpected character (line 1, column 6)",
      })
  void saysWhatIsWrongAndWhere(String text, String message) {
    assertThatThrownBy(() -> JsonReader.read(text))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"secret", "\"secret", "[\"a\" secret]", "{secret:1}", "secret1", "\\usecr"})
  void neverEchoesTheInput(String text) {
    assertThatThrownBy(() -> JsonReader.read(text))
        .isInstanceOf(MalformedJsonException.class)
        .message()
        .doesNotContain("secr");
  }

  @Test
  void acceptsTheLimitsAndRefusesWhatIsBeyond() {
    assertThat(JsonReader.read(nested(JsonReader.MAX_DEPTH))).isNotNull();
    refuses(nested(JsonReader.MAX_DEPTH + 1), "deeper than 64 levels");
    refuses(nested(JsonReader.MAX_DEPTH + 2), "65");
    assertThat(JsonReader.read(quoted(JsonReader.MAX_STRING))).isNotNull();
    refuses(quoted(JsonReader.MAX_STRING + 1), "262144");
    assertThat(JsonReader.read("{" + quoted(JsonReader.MAX_NAME) + ":1}")).isNotNull();
    refuses("{" + quoted(JsonReader.MAX_NAME + 1) + ":1}", "1024");
    assertThat(JsonReader.read("1".repeat(JsonReader.MAX_NUMBER))).isNotNull();
    refuses("1".repeat(JsonReader.MAX_NUMBER + 1), "1000");
  }

  @Test
  void refusesADocumentBeyondItsLimitHoweverItComes() {
    String text = "[" + " ".repeat(JsonReader.MAX_DOCUMENT) + "]";
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

    refuses(text, "1048576");
    assertThatThrownBy(() -> JsonReader.read(utf8)).isInstanceOf(MalformedJsonException.class);
    for (InputStream in : streams(utf8)) {
      assertThatThrownBy(() -> JsonReader.read(JsonReader.bytes(in)))
          .isInstanceOf(MalformedJsonException.class);
    }
  }

  private static void refuses(String text, String limit) {
    assertThatThrownBy(() -> JsonReader.read(text))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining(limit)
        .message()
        .doesNotContain("StreamReadConstraints");
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String quoted(int length) {
    return "\"" + "x".repeat(length) + "\"";
  }

  @Test
  void bytesOfAnUnknownEncodingAreMalformed() {
    byte[] ucs4 = {0, 0, (byte) 0xff, (byte) 0xfe, 0, 0, 0, 0};

    assertThatThrownBy(() -> JsonReader.read(ucs4)).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> JsonReader.read(JsonReader.bytes(new ByteArrayInputStream(ucs4))))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void aStreamThatBreaksIsNotMalformed() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();

    assertThatThrownBy(() -> JsonReader.read(JsonReader.bytes(broken)))
        .isInstanceOf(IOException.class);
  }

  @Property
  void anyBytesAreJsonOrMalformed(@ForAll byte[] bytes) {
    try {
      assertThat(JsonReader.read(bytes)).isNotNull();
    } catch (MalformedJsonException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property
  void textSurvivesWritingAndReading(@ForAll String text) {
    Json json = JsonObject.builder().put("t", text).put("n", 1L).build();

    assertThat(JsonReader.read(JsonWriter.toString(json))).isEqualTo(json);
  }
}
