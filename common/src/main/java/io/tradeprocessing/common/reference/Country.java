package io.tradeprocessing.common.reference;

/**
 * The meaning of an alpha-2 code.
 *
 * @param code for example {@code US}
 * @param kind which list it is of
 * @param name English short name
 */
public record Country(String code, Kind kind, String name) {

  /** The list that defines a code. */
  public enum Kind {
    /** A country of ISO 3166-1. */
    ISO,
    /** A former country (ISO 3166-3) whose ISINs are still in use, such as AN8068571086. */
    FORMER,
    /** Not a country: another prefix of ISINs, such as XS. */
    ISIN
  }

  static Country of(String[] cells) {
    return new Country(cells[0], Kind.valueOf(cells[1]), cells[2]);
  }
}
