package io.tradeprocessing.common.reference;

import java.util.List;
import java.util.Optional;

/**
 * The currencies of ISO 4217, in use and withdrawn, and the codes of minor units that are used like
 * currencies. Source: {@link ReferenceData#sources()}.
 */
public final class Currencies {

  private static final ReferenceTable<Currency> TABLE =
      new ReferenceTable<>("currencies.tsv") {
        @Override
        Currency row(String[] cells) {
          return Currency.of(cells);
        }
      };

  private static final ReferenceTable<MinorUnit> MINOR_UNITS =
      new ReferenceTable<>("minor-unit-codes.tsv") {
        @Override
        MinorUnit row(String[] cells) {
          return MinorUnit.of(cells);
        }
      };

  private Currencies() {}

  /** The currency of an ISO 4217 code, whether in use or withdrawn. */
  public static Optional<Currency> find(String code) {
    return TABLE.find(code);
  }

  /**
   * The minor unit that a code stands for: one of the known codes, such as GBX, or a currency's
   * code with its last letter in lower case, as terminals write them ({@code GBp}, {@code ZAr}).
   */
  public static Optional<MinorUnit> minorUnit(String code) {
    Optional<MinorUnit> known = MINOR_UNITS.find(code);
    return known.isPresent() ? known : byLowerCase(code);
  }

  private static Optional<MinorUnit> byLowerCase(String code) {
    if (code.length() != 3 || code.charAt(2) < 'a' || code.charAt(2) > 'z') {
      return Optional.empty();
    }
    String currency = code.substring(0, 2) + (char) (code.charAt(2) - 'a' + 'A');
    return find(currency)
        .flatMap(Currency::minorUnits)
        .filter(decimals -> decimals > 0)
        .map(decimals -> new MinorUnit(code, currency, power(decimals)));
  }

  private static int power(int decimals) {
    int result = 1;
    for (int i = 0; i < decimals; i++) {
      result *= 10;
    }
    return result;
  }

  /** All currencies, by code. Reads the whole table: not for a function's path. */
  public static List<Currency> all() {
    return TABLE.all();
  }
}
