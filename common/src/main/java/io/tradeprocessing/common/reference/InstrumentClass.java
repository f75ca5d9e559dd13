package io.tradeprocessing.common.reference;

import java.util.List;

/**
 * A group of ISO 10962 and what the four attributes of its codes may be.
 *
 * @param group category and group, for example {@code ES}: equities, common shares
 * @param attributes four strings, each of the letters that stand for something in that place; X,
 *     not applicable or undefined, may stand in every place and is not among them
 */
public record InstrumentClass(String group, List<String> attributes) {

  static InstrumentClass of(String[] cells) {
    return new InstrumentClass(cells[0], List.of(cells[1], cells[2], cells[3], cells[4]));
  }

  /**
   * Whether a letter may stand in a place.
   *
   * @param place of the attribute, 0 to 3
   */
  public boolean allows(int place, char letter) {
    return letter == 'X' || attributes.get(place).indexOf(letter) >= 0;
  }
}
