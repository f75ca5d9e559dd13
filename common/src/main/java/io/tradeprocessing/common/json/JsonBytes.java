package io.tradeprocessing.common.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.BiConsumer;

/**
 * A buffer of JSON text in UTF-8. Hashing and sending need bytes, and a string would have to be
 * encoded once more.
 */
final class JsonBytes {

  /** Bytes of the longest form of one character, an escape. */
  private static final int MAX_CHARACTER = 6;

  private final HexFormat hex;
  private byte[] bytes = new byte[1_024];
  private int size;

  /**
   * An empty buffer.
   *
   * @param hex of the digits in the escapes of control characters
   */
  JsonBytes(HexFormat hex) {
    this.hex = hex;
  }

  /** Adds an ASCII character unchanged. */
  void add(char ascii) {
    reserve(1);
    bytes[size++] = (byte) ascii;
  }

  /** Adds ASCII text unchanged. */
  void add(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[size++] = (byte) ascii.charAt(i);
    }
  }

  /**
   * Adds a string in quotes. Control characters become two-character escapes, or {@code \\u00xx}
   * where there is none; lone surrogates, which UTF-8 cannot represent, become escapes in lower
   * case.
   */
  void addQuoted(String text) {
    int length = text.length();
    add('"');
    int i = 0;
    while (i < length) {
      reserve(length - i);
      i = addPlain(text, i);
      if (i < length) {
        i += addSpecial(text, i);
      }
    }
    add('"');
  }

  /**
   * Adds an array.
   *
   * @param element adds one of its elements
   */
  void addArray(JsonArray array, BiConsumer<Json, JsonBytes> element) {
    add('[');
    for (int i = 0; i < array.values().size(); i++) {
      if (i > 0) {
        add(',');
      }
      element.accept(array.values().get(i), this);
    }
    add(']');
  }

  /** Adds characters up to the first that is not plain ASCII, and returns its index. */
  private int addPlain(String text, int from) {
    byte[] to = bytes;
    int at = size;
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
        break;
      }
      to[at++] = (byte) c;
      i++;
    }
    size = at;
    return i;
  }

  /** Adds a character that is not plain ASCII, and returns its number of chars. */
  private int addSpecial(String text, int index) {
    reserve(MAX_CHARACTER);
    char c = text.charAt(index);
    switch (c) {
      case '"', '\\' -> addEscape(c);
      case '\b' -> addEscape('b');
      case '\t' -> addEscape('t');
      case '\n' -> addEscape('n');
      case '\f' -> addEscape('f');
      case '\r' -> addEscape('r');
      default -> {
        if (c < ' ') {
          add("\\u" + hex.toHexDigits(c));
        } else if (isLoneSurrogate(text, index)) {
          add("\\u" + HexFormat.of().toHexDigits(c));
        } else {
          int point = text.codePointAt(index);
          addEncoded(point);
          return Character.charCount(point);
        }
      }
    }
    return 1;
  }

  /**
   * Whether a char is one half of a UTF-16 pair without the other, which JSON represents as an
   * escape.
   */
  private static boolean isLoneSurrogate(String text, int index) {
    char c = text.charAt(index);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isHighSurrogate(c)
        ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
        : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
  }

  private void addEscape(char c) {
    bytes[size++] = '\\';
    bytes[size++] = (byte) c;
  }

  /** RFC 3629, section 3; of two bytes or more. */
  private void addEncoded(int point) {
    if (point < 0x800) {
      bytes[size++] = (byte) (0xC0 | (point >> 6));
    } else {
      if (point < 0x10000) {
        bytes[size++] = (byte) (0xE0 | (point >> 12));
      } else {
        bytes[size++] = (byte) (0xF0 | (point >> 18));
        bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
      }
      bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
    }
    bytes[size++] = (byte) (0x80 | (point & 0x3F));
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }

  /** Passes on the array that begins with the bytes, and their number. */
  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
