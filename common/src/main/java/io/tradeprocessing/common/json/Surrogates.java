package io.tradeprocessing.common.json;

import java.util.HexFormat;

/**
 * Lone surrogates: halves of a UTF-16 pair without the other half. JSON can carry them as escapes,
 * UTF-8 cannot carry them at all, so text of ours keeps them escaped.
 */
final class Surrogates {

  private Surrogates() {}

  static boolean isLone(CharSequence text, int index) {
    char c = text.charAt(index);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isHighSurrogate(c)
        ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
        : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
  }

  static void appendEscape(char c, StringBuilder out) {
    out.append("\\u").append(HexFormat.of().toHexDigits(c));
  }

  /** JSON text with its lone surrogates, which only strings can hold, escaped. */
  static String escapeLone(String json) {
    for (int i = 0; i < json.length(); i++) {
      if (isLone(json, i)) {
        return escapeLoneFrom(i, json);
      }
    }
    return json;
  }

  private static String escapeLoneFrom(int start, String json) {
    StringBuilder out = new StringBuilder(json.length() + 16).append(json, 0, start);
    for (int i = start; i < json.length(); i++) {
      if (isLone(json, i)) {
        appendEscape(json.charAt(i), out);
      } else {
        out.append(json.charAt(i));
      }
    }
    return out.toString();
  }
}
