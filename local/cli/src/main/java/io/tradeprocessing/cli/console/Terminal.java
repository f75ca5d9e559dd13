package io.tradeprocessing.cli.console;

import java.util.regex.Pattern;

/** What may be printed for people. */
public final class Terminal {

  /** Control characters, C1 included, those that turn the direction of text, lone surrogates. */
  private static final Pattern STEERING =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]");

  private Terminal() {}

  /** A text that comes from outside, unable to steer what shows it. */
  public static String printable(String text) {
    return STEERING.matcher(text).replaceAll("?");
  }
}
