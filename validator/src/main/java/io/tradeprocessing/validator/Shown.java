package io.tradeprocessing.validator;

/**
 * Input as messages may show it: 64 characters at most, and none that does not print or that turns
 * the text around it, so that no trade can write into a log what is not there.
 */
final class Shown {

  static final int MAX_LENGTH = 64;

  private Shown() {}

  static String quoted(String text) {
    return "'" + plain(text) + "'";
  }

  static String plain(String text) {
    int length = Math.min(text.length(), MAX_LENGTH);
    StringBuilder shown = new StringBuilder(length + 1);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      shown.append(prints(c) ? c : '?');
    }
    return text.length() > MAX_LENGTH ? shown.append('…').toString() : shown.toString();
  }

  /** Surrogates do not: half of one may stand at the end of the cut. */
  private static boolean prints(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
