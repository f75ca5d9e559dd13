package io.tradeprocessing.common.identifier;

import java.util.Optional;

/**
 * Stock exchange daily official list number of the London Stock Exchange: six characters and a
 * check digit. Numbers allocated before 2004-01-26 are all digits; since then they start with a
 * letter, and have no vowels. All zeros, which feeds send for "none", is not valid. Pattern: {@code
 * [0-9]{7}} or {@code [B-DF-HJ-NP-TV-Z][0-9B-DF-HJ-NP-TV-Z]{5}[0-9]}.
 *
 * @param value for example {@code 0263494} or {@code B03MLX2}
 */
public record Sedol(String value) {

  private static final int LENGTH = 7;
  private static final int[] WEIGHTS = {1, 3, 1, 7, 3, 9};

  public Sedol {
    check(value).orThrow("a SEDOL");
  }

  public static Optional<Sedol> parse(String text) {
    return check(text).isOk() ? Optional.of(new Sedol(text)) : Optional.empty();
  }

  public static IdentifierCheck check(String text) {
    if (text.length() != LENGTH || !Characters.isDigit(text.charAt(LENGTH - 1))) {
      return IdentifierCheck.BAD_FORMAT;
    }
    boolean old = Characters.isDigit(text.charAt(0));
    int sum = 0;
    for (int i = 0; i < LENGTH - 1; i++) {
      char c = text.charAt(i);
      if (!Characters.isDigit(c) && (old || !Characters.isConsonant(c))) {
        return IdentifierCheck.BAD_FORMAT;
      }
      sum += WEIGHTS[i] * Characters.value(c);
    }
    if (sum == 0) {
      return IdentifierCheck.BAD_FORMAT;
    }
    return IdentifierCheck.ofCheckDigit(
        (sum + Characters.value(text.charAt(LENGTH - 1))) % 10 == 0);
  }

  @Override
  public String toString() {
    return value;
  }
}
