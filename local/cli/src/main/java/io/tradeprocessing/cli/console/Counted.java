package io.tradeprocessing.cli.console;

import java.util.Locale;

/** Counts with their nouns. */
public final class Counted {

  private Counted() {}

  /** {@code 1 record}, {@code 2,000 records}. */
  public static String of(long count, String noun) {
    return of(count, noun, noun + "s");
  }

  /** For a noun whose plural has no s alone: {@code 2 discrepancies}. */
  public static String of(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }
}
