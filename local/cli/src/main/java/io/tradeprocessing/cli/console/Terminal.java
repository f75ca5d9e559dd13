package io.tradeprocessing.cli.console;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text from outside, made safe to print: it must not control the terminal that shows it. */
public final class Terminal {

  /** C0 and C1 controls, characters that change the direction of text, and lone surrogates. */
  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]");

  private Terminal() {}

  /** One line of text, with a question mark for each control character. */
  public static String printable(String text) {
    return isPlain(text) ? text : CONTROLS.matcher(text).replaceAll("?");
  }

  /** Several lines of text, each of them {@link #printable}. */
  public static String printableLines(String text) {
    return text.lines().map(Terminal::printable).collect(Collectors.joining("\n"));
  }

  /**
   * JSON text with the same value and its control characters escaped.
   *
   * @param compact JSON without line breaks, so that control characters are in its strings only
   */
  public static String json(String compact) {
    return isPlain(compact)
        ? compact
        : CONTROLS
            .matcher(compact)
            .replaceAll(control -> "\\\\u%04x".formatted((int) control.group().charAt(0)));
  }

  /** Most text is, and the pattern would take a sixth of a run's time to find nothing in it. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }
}
