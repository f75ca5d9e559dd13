package io.tradeprocessing.common.reference;

import java.time.LocalDate;
import java.util.Optional;

/** Reads cells of a reference table that may be empty. */
final class Cell {

  private Cell() {}

  /** A date, YYYY-MM-DD. The JDK's formatter would add five milliseconds to a cold start. */
  static Optional<LocalDate> date(String cell) {
    return cell.isEmpty()
        ? Optional.empty()
        : Optional.of(
            LocalDate.of(
                Integer.parseInt(cell, 0, 4, 10),
                Integer.parseInt(cell, 5, 7, 10),
                Integer.parseInt(cell, 8, 10, 10)));
  }

  static Optional<Integer> number(String cell) {
    return cell.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(cell));
  }
}
