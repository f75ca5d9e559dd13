package io.tradeprocessing.common.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

  @Test
  void writesEveryKindOfValueWithoutBlanks() {
    String text = "{\"a\":[1.50,-2e-7,\"x\",true,false,null],\"b\":{},\"c\":[],\"\":0}";

    assertThat(JsonWriter.toString(JsonReader.read(text))).isEqualTo(text);
  }

  @Test
  void escapesAsRecordsHaveItAndNothingElse() {
    assertThat(written("\" \\ / \b \t \n \f \r \u0000 \u001f \u007f \u00e9 \u2028 \ud83d\udcc8"))
        .isEqualTo(
            "\"\\\" \\\\ / \\b \\t \\n"
                + " \\f \\r"
                + " \\u0000 \\u001F \u007f \u00e9 \u2028 \ud83d\udcc8\"");
    assertThat(written("\udc00\ud800")).isEqualTo("\"\\udc00\\ud800\"");
    assertThat(written("\ud800\ud83d\ude00")).isEqualTo("\"\\ud800\ud83d\ude00\"");
  }

  @Test
  void writtenJsonKeepsALoneSurrogateThroughUtf8() throws IOException {
    Json value = JsonReader.read("{\"\\ud800\":\"a\\udc00b \\ud83d\\ude00\"}");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    JsonWriter.write(value, out);

    assertThat(JsonReader.read(out.toByteArray())).isEqualTo(value);
  }

  /** Jackson's generator is another implementation; it knows nothing of lone surrogates. */
  @Property
  void writesTextAsJacksonDoes(@ForAll String text) throws IOException {
    String sound = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    StringWriter expected = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(expected)) {
      generator.writeStartObject();
      generator.writeStringField(sound, sound);
      generator.writeEndObject();
    }
    JsonObject object = JsonObject.builder().put(sound, sound).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    JsonWriter.write(object, bytes);

    assertThat(JsonWriter.toString(object)).isEqualTo(expected.toString());
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
  }

  @Test
  void longTextOfAnyCharactersIsWrittenWhole() {
    for (String part :
        List.of("x", "\"", "\u0001", "\u00e9", "\u2028", "\ud83d\udcc8", "\ud800.")) {
      Json text = new JsonString(part.repeat(10_000));

      assertThat(JsonReader.read(JsonWriter.toString(text))).isEqualTo(text);
    }
  }

  @Test
  void anObjectWhoseTextIsKnownIsWrittenAsAnyOther() {
    String part = "Zo\u00eb \ud83d\udcc8 \\u0001 \\ud800 ".repeat(500);
    String text = "{\"a\":{\"b\":\"" + part + "\"},\"c\":[1]}";
    JsonObject fresh = (JsonObject) JsonReader.read(text);
    JsonObject known = (JsonObject) JsonReader.read(text);
    assertThat(known.object("a").orElseThrow().toString()).isNotEmpty();

    assertThat(JsonWriter.utf8(known)).isEqualTo(JsonWriter.utf8(fresh));
    assertThat(JsonWriter.toString(known)).isEqualTo(JsonWriter.toString(fresh));
  }

  private static String written(String text) {
    return JsonWriter.toString(new JsonString(text));
  }
}
