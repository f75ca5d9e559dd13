package io.tradeprocessing.common.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes a {@link Json} tree as JSON text: numbers as they were read, lone surrogates as escapes,
 * so that the text is sound in any encoding.
 */
public final class JsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonWriter() {}

  /** Writes UTF-8 and closes nothing. */
  public static void write(Json value, OutputStream out) throws IOException {
    out.write(toString(value).getBytes(StandardCharsets.UTF_8));
  }

  public static String toString(Json value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Surrogates.escapeLone(text.toString());
  }

  private static void write(Json value, JsonGenerator generator) throws IOException {
    switch (value) {
      case JsonObject object -> {
        generator.writeStartObject();
        for (int i = 0; i < object.size(); i++) {
          generator.writeFieldName(object.nameAt(i));
          write(object.valueAt(i), generator);
        }
        generator.writeEndObject();
      }
      case JsonArray array -> {
        generator.writeStartArray();
        for (Json element : array.values()) {
          write(element, generator);
        }
        generator.writeEndArray();
      }
      case JsonString string -> generator.writeString(string.value());
      case JsonNumber number -> generator.writeNumber(number.literal());
      case JsonBoolean bool -> generator.writeBoolean(bool.value());
      case JsonNull _ -> generator.writeNull();
    }
  }
}
