package io.tradeprocessing.common.json;

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
}
