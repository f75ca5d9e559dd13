package io.tradeprocessing.common.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that events usually are: an object in ASCII, without escapes, within the limits.
 * It gives up on everything else, sound or not, which {@link JsonReader}'s parser then reads or
 * refuses with a message. So it takes half the time of that parser and decides nothing: what it
 * reads, the parser would read as the same, and a test holds the two together.
 */
final class PlainJson {

  /** Instead of a character. */
  private static final int END = -1;

  private static final int UNEXPECTED = -2;

  /** A trade's, and a few more. */
  private static final int MEMBERS = 24;

  private static final JsonArray EMPTY_ARRAY = new JsonArray(List.of());

  private final byte[] text;
  private int at;

  private PlainJson(byte[] text) {
    this.text = text;
  }

  /**
   * Reads a document.
   *
   * @param levels of objects and arrays within each other, 1 or more
   * @return nothing where it gives up
   */
  static @Nullable JsonObject read(byte[] utf8, int levels) {
    PlainJson reader = new PlainJson(utf8);
    if (reader.next() != '{') {
      return null;
    }
    JsonObject object = reader.object(levels - 1);
    return object != null && reader.next() == END ? object : null;
  }

  /** Takes the next character that is no white space. */
  private int next() {
    while (at < text.length) {
      byte b = text[at++];
      if (b > ' ') {
        return b;
      }
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return UNEXPECTED;
      }
    }
    return END;
  }

  private @Nullable Json value(int first, int levels) {
    return switch (first) {
      case '"' -> string();
      case '{' -> levels == 0 ? null : object(levels - 1);
      case '[' -> levels == 0 ? null : array(levels - 1);
      case 't' -> literal("true", JsonBoolean.TRUE);
      case 'f' -> literal("false", JsonBoolean.FALSE);
      case 'n' -> literal("null", JsonNull.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> null;
    };
  }

  private @Nullable JsonObject object(int levels) {
    int c = next();
    if (c == '}') {
      return JsonObject.empty();
    }
    String[] names = new String[MEMBERS];
    Json[] values = new Json[MEMBERS];
    int size = 0;
    long seen = 0;
    while (c == '"') {
      String name = name();
      if (name == null || next() != ':') {
        return null;
      }
      // A bit for each name: where it is new, so is the name, and no other has to be looked at.
      long bit = 1L << name.hashCode();
      if ((seen & bit) != 0 && JsonObject.indexOf(names, size, name) >= 0) {
        return null;
      }
      seen |= bit;
      Json value = value(next(), levels);
      if (value == null) {
        return null;
      }
      if (size == names.length) {
        names = Arrays.copyOf(names, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      names[size] = name;
      values[size] = value;
      size++;
      c = next();
      if (c == '}') {
        return JsonObject.ofDistinct(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
      }
      c = c == ',' ? next() : UNEXPECTED;
    }
    return null;
  }

  private @Nullable JsonArray array(int levels) {
    int c = next();
    if (c == ']') {
      return EMPTY_ARRAY;
    }
    List<Json> values = new ArrayList<>();
    while (true) {
      Json value = value(c, levels);
      if (value == null) {
        return null;
      }
      values.add(value);
      c = next();
      if (c == ']') {
        return new JsonArray(values);
      }
      if (c != ',') {
        return null;
      }
      c = next();
    }
  }

  private @Nullable String name() {
    int start = at;
    int end = endOfString();
    return end < 0 || end - start > JsonReader.MAX_NAME ? null : CommonNames.name(text, start, end);
  }

  private @Nullable JsonString string() {
    int start = at;
    int end = endOfString();
    return end < 0 || end - start > JsonReader.MAX_STRING
        ? null
        : new JsonString(ascii(start, end));
  }

  /** Takes the characters of a string and its closing quote; returns where that is, or -1. */
  private int endOfString() {
    int i = at;
    while (i < text.length) {
      byte b = text[i];
      if (b == '"') {
        at = i + 1;
        return i;
      }
      // Bytes of characters beyond ASCII are negative.
      if (b < ' ' || b == '\\') {
        return -1;
      }
      i++;
    }
    return -1;
  }

  private @Nullable Json literal(String literal, Json value) {
    for (int i = 1; i < literal.length(); i++) {
      if (at == text.length || text[at++] != literal.charAt(i)) {
        return null;
      }
    }
    return value;
  }

  /** The grammar of RFC 8259, section 6; what follows a number is looked at by whoever is next. */
  private @Nullable JsonNumber number() {
    int start = at - 1;
    int integer = text[start] == '-' ? at : start;
    at = integer;
    if (!skipDigits() || (text[integer] == '0' && at > integer + 1)) {
      return null;
    }
    if (at < text.length && text[at] == '.') {
      at++;
      if (!skipDigits()) {
        return null;
      }
    }
    if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      if (at < text.length && (text[at] == '+' || text[at] == '-')) {
        at++;
      }
      if (!skipDigits()) {
        return null;
      }
    }
    return at - start > JsonReader.MAX_NUMBER ? null : new JsonNumber(ascii(start, at));
  }

  /** Whether there were any. */
  private boolean skipDigits() {
    int from = at;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at > from;
  }

  private String ascii(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
