package io.tradeprocessing.common.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Writes a {@link Json} tree as JSON text: numbers as they were read, and lone surrogates as
 * escapes, so that the text is valid in any encoding.
 *
 * <p>Records contain this text and their hashes cover it, so its form must not change.
 */
public final class JsonWriter {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private JsonWriter() {}

  /** Writes UTF-8 and does not close the stream. */
  public static void write(Json value, OutputStream out) throws IOException {
    JsonBytes bytes = bytes(value);
    out.write(bytes.array(), 0, bytes.size());
  }

  /** Writes UTF-8 and a line feed in one call, so that lines of several threads do not mix. */
  public static void writeLine(Json value, OutputStream out) throws IOException {
    JsonBytes bytes = bytes(value);
    bytes.add('\n');
    out.write(bytes.array(), 0, bytes.size());
  }

  /** The text in UTF-8. */
  public static byte[] utf8(Json value) {
    JsonBytes bytes = bytes(value);
    return Arrays.copyOf(bytes.array(), bytes.size());
  }

  /** The text; that of an object is made once, and kept as long as the object. */
  public static String toString(Json value) {
    return value instanceof JsonObject object ? object.toString() : encoded(value);
  }

  static String encoded(Json value) {
    return bytes(value).toString();
  }

  private static JsonBytes bytes(Json value) {
    JsonBytes bytes = new JsonBytes(HEX);
    add(value, bytes);
    return bytes;
  }

  private static void add(Json value, JsonBytes out) {
    switch (value) {
      case JsonObject object -> {
        String known = object.knownText();
        if (known == null) {
          addObject(object, out);
        } else {
          out.addText(known);
        }
      }
      case JsonArray array -> out.addArray(array, JsonWriter::add);
      case JsonString string -> out.addQuoted(string.value());
      case JsonNumber number -> out.add(number.literal());
      case JsonBoolean bool -> out.add(String.valueOf(bool.value()));
      case JsonNull _ -> out.add("null");
    }
  }

  private static void addObject(JsonObject object, JsonBytes out) {
    out.add('{');
    for (int i = 0; i < object.size(); i++) {
      if (i > 0) {
        out.add(',');
      }
      out.addQuoted(object.nameAt(i));
      out.add(':');
      add(object.valueAt(i), out);
    }
    out.add('}');
  }
}
