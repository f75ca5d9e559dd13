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

  /** Bytes of the longest encoding of one character. */
  private static final int MAX_CHARACTER = 4;

  /** What an ASCII character is written as: itself, an escape of two characters, or longer. */
  private static final byte[] ESCAPES = escapes();

  private static final byte PLAIN = 0;
  private static final byte LONG = -1;

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

  private static byte[] escapes() {
    byte[] escapes = new byte[0x80];
    Arrays.fill(escapes, 0, ' ', LONG);
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    return escapes;
  }

  /** Adds an ASCII character unchanged. */
  void add(char ascii) {
    reserve(1);
    bytes[size++] = (byte) ascii;
  }

  /** Adds ASCII text unchanged. */
  void add(String ascii) {
    int length = ascii.length();
    reserve(length);
    byte[] to = bytes;
    int at = size;
    for (int i = 0; i < length; i++) {
      to[at++] = (byte) ascii.charAt(i);
    }
    size = at;
  }

  /** Adds JSON text as {@link #toString} gives it. */
  void addText(String json) {
    add(json.getBytes(StandardCharsets.UTF_8));
  }

  private void add(byte[] utf8) {
    reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  /**
   * Adds a string in quotes. Control characters become two-character escapes, or {@code \\u00xx}
   * where there is none; lone surrogates, which UTF-8 cannot represent, become escapes in lower
   * case.
   */
  void addQuoted(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (isPlain(utf8)) {
      add('"');
      add(utf8);
      add('"');
    } else {
      addEscaped(text);
    }
  }

  /**
   * Whether text may be added as it was encoded, which nearly all text may and which is twice as
   * fast. It may not with a question mark, which may be what a lone surrogate was encoded as.
   */
  private static boolean isPlain(byte[] utf8) {
    for (byte b : utf8) {
      if (b < ' ' || b == '"' || b == '\\' || b == '?') {
        return false;
      }
    }
    return true;
  }

  private void addEscaped(String text) {
    int length = text.length();
    reserve(2 * length + 2);
    byte[] to = bytes;
    int at = size;
    to[at++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      byte escape = c < ESCAPES.length ? ESCAPES[c] : LONG;
      if (escape == PLAIN) {
        to[at++] = (byte) c;
      } else if (escape != LONG) {
        to[at++] = '\\';
        to[at++] = escape;
      } else {
        size = at;
        i = addLong(text, i);
        reserve(2 * (length - i) + 2);
        to = bytes;
        at = size;
      }
    }
    to[at++] = '"';
    size = at;
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

  /** Adds a character that takes more than two bytes, and returns the index of its last char. */
  private int addLong(String text, int index) {
    char c = text.charAt(index);
    if (c < ' ') {
      add("\\u" + hex.toHexDigits(c));
    } else if (isLoneSurrogate(text, index)) {
      add("\\u" + HexFormat.of().toHexDigits(c));
    } else {
      int point = text.codePointAt(index);
      reserve(MAX_CHARACTER);
      addEncoded(point);
      return index + Character.charCount(point) - 1;
    }
    return index;
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
