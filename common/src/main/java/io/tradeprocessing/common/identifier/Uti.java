package io.tradeprocessing.common.identifier;

import java.util.Optional;

/**
 * Unique transaction identifier (ISO 23897): the LEI of the entity that generated it, and up to 32
 * letters or digits that are unique to that entity. Pattern: {@code
 * [A-Z0-9]{18}[0-9]{2}[A-Z0-9]{1,32}}.
 *
 * @param value for example {@code 5493000F4ZO33MV32P92T2026011200001}
 */
public record Uti(String value) {

  private static final int MAX_LENGTH = 52;

  public Uti {
    check(value).orThrow("a UTI");
  }

  public static Optional<Uti> parse(String text) {
    return check(text).isOk() ? Optional.of(new Uti(text)) : Optional.empty();
  }

  /** {@link IdentifierCheck#BAD_CHECK_DIGIT} is about the LEI that it starts with. */
  public static IdentifierCheck check(String text) {
    return text.length() > Lei.LENGTH
            && text.length() <= MAX_LENGTH
            && Characters.areAlphanumeric(text, Lei.LENGTH, text.length())
        ? Lei.checkStart(text)
        : IdentifierCheck.BAD_FORMAT;
  }

  /**
   * Whether a text has the form of an identifier that the UTI replaced: the trade identifier of
   * EMIR before its Refit of 2024 (up to 52 letters, digits and {@code : . - _}, these neither
   * first nor last; Regulation 2017/105), or the CFTC's USI (ten characters of a namespace and up
   * to 32), which is one of these.
   */
  public static boolean isOlderForm(String text) {
    int length = text.length();
    if (length == 0
        || length > MAX_LENGTH
        || isMark(text.charAt(0))
        || isMark(text.charAt(length - 1))) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (!Characters.isAlphanumeric(c) && !(c >= 'a' && c <= 'z') && !isMark(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMark(char c) {
    return c == ':' || c == '.' || c == '-' || c == '_';
  }

  /** The entity that generated it. */
  public Lei generator() {
    return new Lei(value.substring(0, Lei.LENGTH));
  }

  @Override
  public String toString() {
    return value;
  }
}
