package io.tradeprocessing.common.identifier;

import java.util.Optional;

/**
 * Market identifier code (ISO 10383): four letters or digits, without a check digit. Pattern:
 * {@code [A-Z0-9]{4}}. Whether the registry has it is a question to {@link
 * io.tradeprocessing.common.reference.Venues}.
 *
 * @param value for example {@code XNYS}
 */
public record Mic(String value) {

  private static final int LENGTH = 4;

  public Mic {
    check(value).orThrow("a MIC");
  }

  public static Optional<Mic> parse(String text) {
    return check(text).isOk() ? Optional.of(new Mic(text)) : Optional.empty();
  }

  public static IdentifierCheck check(String text) {
    return text.length() == LENGTH && Characters.areAlphanumeric(text, 0, LENGTH)
        ? IdentifierCheck.OK
        : IdentifierCheck.BAD_FORMAT;
  }

  @Override
  public String toString() {
    return value;
  }
}
