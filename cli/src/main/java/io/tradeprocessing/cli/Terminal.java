package io.tradeprocessing.cli;

/** What may be printed for people. */
final class Terminal {

  private Terminal() {}

  /** A text that comes from outside, unable to steer the terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
