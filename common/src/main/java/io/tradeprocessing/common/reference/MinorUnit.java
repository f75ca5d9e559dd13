package io.tradeprocessing.common.reference;

/**
 * A code that vendors and venues use for the minor unit of a currency. None is ISO 4217, and a
 * price in one is a hundred or a thousand times too high for its currency.
 *
 * @param code for example {@code GBX}
 * @param currency the ISO 4217 code of the currency it belongs to, for example {@code GBP}
 * @param perUnit minor units in one unit of the currency: 100 or 1,000
 */
public record MinorUnit(String code, String currency, int perUnit) {

  static MinorUnit of(String[] cells) {
    return new MinorUnit(cells[0], cells[1], Integer.parseInt(cells[2]));
  }
}
