package io.tradeprocessing.validator;

/**
 * Input as messages may show it: 64 characters at most, and none that does not print or that turns
 * the text around it, so that no trade can forge a log entry.
 */
final class Shown {

  static final int MAX_LENGTH = 64;

  private Shown() {}

  static String plain(String text) {
    int length = Math.min(text.length(), MAX_LENGTH);
    StringBuilder shown = new StringBuilder(length + 1);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      shown.append(prints(c) ? c : '?');
    }
    return text.length() > MAX_LENGTH ? shown.append('…').toString() : shown.toString();
  }

  /** Surrogates do not: the cut may leave half of one. */
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
