package io.tradeprocessing.common.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  @Test
  void agreesWithTheIndependentImplementation() throws IOException {
    List<JsonObject> vectors = vectors();

    assertThat(vectors).hasSizeGreaterThan(300);
    for (JsonObject vector : vectors) {
      Json value = JsonReader.read(vector.text("json").orElseThrow());
      String name = vector.text("name").orElseThrow();
      assertThat(CanonicalJson.of(value))
          .as(name)
          .isEqualTo(vector.text("canonical").orElseThrow());
      assertThat(CanonicalJson.sha256(value))
          .as(name)
          .isEqualTo(vector.text("sha256").orElseThrow());
    }
  }

  @Test
  void sortsNamesByUtf16CodeUnitsAsInTheRfcsExample() {
    Json value =
        JsonReader.read(
            """
            {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",
             "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",
             "\\u00f6":"Latin Small Letter O With Diaeresis"}
            """);

    assertThat(CanonicalJson.of(value).replaceAll("\"[^\"]*\":", ""))
        .isEqualTo(
            "{\"Carriage Return\",\"One\",\"Control\",\"Latin Small Letter O With Diaeresis\","
                + "\"Euro Sign\",\"Emoji: Grinning Face\",\"Hebrew Letter Dalet With Dagesh\"}");
  }

  /** Up to a hundred names, many of which begin alike. */
  @Property
  void sortsAnyNumberOfNames(
      @ForAll @Size(max = 100)
          Set<@StringLength(max = 5) @Chars({'a', 'b', '\0', '\ud800'}) String> names) {
    JsonObject.Builder object = JsonObject.builder();
    names.forEach(name -> object.put(name, true));

    assertThat(JsonReader.read(CanonicalJson.of(object.build())).asObject().orElseThrow())
        .extracting(CanonicalJsonTest::namesOf)
        .isEqualTo(List.copyOf(new TreeSet<>(names)));
  }

  private static List<String> namesOf(JsonObject object) {
    return IntStream.range(0, object.size()).mapToObj(object::nameAt).toList();
  }

  @Test
  void givesANumberAndTheStringOfItsShortestFormOneHash() {
    assertThat(sha256("100.50")).isEqualTo(sha256("100.5")).isEqualTo(sha256("\"100.5\""));
    assertThat(sha256("\"100.50\"")).isNotEqualTo(sha256("\"100.5\""));
  }

  @Test
  void keepsTheDigitsThatADoubleWouldLose() {
    assertThat(sha256("9007199254740993")).isNotEqualTo(sha256("9007199254740992"));
  }

  @Test
  void staysSmallForAnExponentThatWouldFillTheMemory() {
    assertThat(CanonicalJson.of(new JsonNumber("1e999999999"))).isEqualTo("\"1e999999999\"");
  }

  @Property
  void writesEveryDecimalOfOneValueAlike(
      @ForAll @BigRange(min = "-1e30", max = "1e30") @Scale(12) BigDecimal value,
      @ForAll @IntRange(min = -40, max = 40) int shift) {
    BigDecimal padded = value.setScale(20);
    String scientific = value.scaleByPowerOfTen(-shift).toPlainString() + "e" + shift;
    String expected =
        "\"" + (value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString()) + "\"";

    assertThat(CanonicalJson.of(new JsonNumber(padded.toPlainString()))).isEqualTo(expected);
    assertThat(CanonicalJson.of(new JsonNumber(scientific))).isEqualTo(expected);
  }

  @Property
  void isReadBackAsTheSameText(@ForAll String text) {
    String canonical = CanonicalJson.of(Json.of(text));

    assertThat(JsonReader.read(canonical)).isEqualTo(Json.of(text));
    assertThat(new String(canonical.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(canonical);
  }

  private static String sha256(String json) {
    return CanonicalJson.sha256(JsonReader.read(json));
  }

  private static List<JsonObject> vectors() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            CanonicalJsonTest.class.getResourceAsStream("/hash-vectors/vectors.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> JsonReader.read(line).asObject().orElseThrow())
          .filter(vector -> vector.has("json"))
          .toList();
    }
  }
}
