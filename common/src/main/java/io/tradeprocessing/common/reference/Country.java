package io.tradeprocessing.common.reference;

/**
 * What an alpha-2 code stands for.
 *
 * @param code for example {@code US}
 * @param kind which list it is of
 * @param name English short name
 */
public record Country(String code, Kind kind, String name) {

  /** The lists that codes come from. */
  public enum Kind {
    /** A country of ISO 3166-1. */
    ISO,
    /** Formerly one (ISO 3166-3), with ISINs that outlived it: AN8068571086 still trades. */
    FORMER,
    /** No country: a prefix that ISINs have besides, such as XS. */
    ISIN
  }

  static Country of(String[] cells) {
    return new Country(cells[0], Kind.valueOf(cells[1]), cells[2]);
  }
}
