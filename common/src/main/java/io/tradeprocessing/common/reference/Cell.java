package io.tradeprocessing.common.reference;

import java.util.Optional;
import java.util.function.Function;

/** A cell of a reference table. */
final class Cell {

  private Cell() {}

  /** Reads a cell that may be empty. */
  static <T> Optional<T> optional(String cell, Function<String, T> reader) {
    return cell.isEmpty() ? Optional.empty() : Optional.of(reader.apply(cell));
  }
}
