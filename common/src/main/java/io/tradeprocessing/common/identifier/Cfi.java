package io.tradeprocessing.common.identifier;

import io.tradeprocessing.common.reference.InstrumentClass;
import io.tradeprocessing.common.reference.InstrumentClasses;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.reference.OlderInstrumentClass;
import java.util.Optional;

/**
 * Classification of financial instruments (ISO 10962): letters for category, group and four
 * attributes, without a check digit. Pattern: {@code [A-Z]{6}}.
 *
 * @param value for example {@code ESVUFR}
 */
public record Cfi(String value) {

  private static final int LENGTH = 6;
  private static final int ATTRIBUTES = 2;

  public Cfi {
    check(value).orThrow("a CFI");
  }

  public static Optional<Cfi> parse(String text) {
    return check(text).isOk() ? Optional.of(new Cfi(text)) : Optional.empty();
  }

  public static IdentifierCheck check(String text) {
    if (text.length() != LENGTH) {
      return IdentifierCheck.BAD_FORMAT;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (!Characters.isLetter(text.charAt(i))) {
        return IdentifierCheck.BAD_FORMAT;
      }
    }
    return IdentifierCheck.OK;
  }

  /** Category and group, for example {@code ES}. */
  public String group() {
    return value.substring(0, ATTRIBUTES);
  }

  /**
   * The kind that the category stands for; empty if the standard has no such category. Until 2015
   * funds were a group of the equities (EU).
   */
  public Optional<InstrumentKind> kind() {
    return value.startsWith("EU")
        ? Optional.of(InstrumentKind.COLLECTIVE_INVESTMENT_VEHICLE)
        : InstrumentKind.ofCategory(value.charAt(0));
  }

  /** Whether the standard has this category and group, and these attributes for it. */
  public boolean isListed() {
    Optional<InstrumentClass> group = InstrumentClasses.find(group());
    return group.isPresent() && isAllowedBy(group.get());
  }

  /** The edition before the current one that has this code; empty where none has. */
  public Optional<String> olderEdition() {
    return InstrumentClasses.findOlder(group())
        .filter(older -> isAllowedBy(older.attributes()))
        .map(OlderInstrumentClass::edition);
  }

  private boolean isAllowedBy(InstrumentClass group) {
    for (int i = ATTRIBUTES; i < LENGTH; i++) {
      if (!group.allows(i - ATTRIBUTES, value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
