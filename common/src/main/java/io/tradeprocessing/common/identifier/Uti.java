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

  /** The entity that generated it. */
  public Lei generator() {
    return new Lei(value.substring(0, Lei.LENGTH));
  }

  @Override
  public String toString() {
    return value;
  }
}
