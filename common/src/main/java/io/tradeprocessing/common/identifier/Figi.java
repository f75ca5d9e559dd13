package io.tradeprocessing.common.identifier;

import java.util.Optional;

/**
 * Financial instrument global identifier (ANSI X9.145): two consonants, the letter G, eight
 * consonants or digits, a check digit. The first two letters are none of BS, BM, GG, GB, GH, KY and
 * VG, so that no FIGI can be taken for an ISIN.
 *
 * @param value for example {@code BBG000BLNQ16}
 */
public record Figi(String value) {

  private static final int LENGTH = 12;

  public Figi {
    check(value).orThrow("a FIGI");
  }

  public static Optional<Figi> parse(String text) {
    return check(text).isOk() ? Optional.of(new Figi(text)) : Optional.empty();
  }

  public static IdentifierCheck check(String text) {
    if (text.length() != LENGTH
        || !Characters.isDigit(text.charAt(LENGTH - 1))
        || !Characters.isConsonant(text.charAt(0))
        || !Characters.isConsonant(text.charAt(1))
        || text.charAt(2) != 'G'
        || isReserved(text.charAt(0), text.charAt(1))) {
      return IdentifierCheck.BAD_FORMAT;
    }
    int sum = 0;
    for (int i = 0; i < LENGTH - 1; i++) {
      char c = text.charAt(i);
      if (!Characters.isDigit(c) && !Characters.isConsonant(c)) {
        return IdentifierCheck.BAD_FORMAT;
      }
      int value = Characters.value(c);
      sum += Characters.digitSum(i % 2 == 0 ? value : 2 * value);
    }
    return IdentifierCheck.ofCheckDigit(text.charAt(LENGTH - 1) == Characters.checkDigit(sum));
  }

  private static boolean isReserved(char first, char second) {
    return switch (first) {
      case 'B' -> second == 'S' || second == 'M';
      case 'G' -> second == 'G' || second == 'B' || second == 'H';
      case 'K' -> second == 'Y';
      case 'V' -> second == 'G';
      default -> false;
    };
  }

  @Override
  public String toString() {
    return value;
  }
}
