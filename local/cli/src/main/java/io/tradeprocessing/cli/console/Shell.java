package io.tradeprocessing.cli.console;

import java.util.regex.Pattern;

/** Words of a command that is shown to be pasted into a POSIX shell. */
public final class Shell {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Shell() {}

  /** A text as one word, whatever is in it, without control characters. */
  public static String quoted(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : "'" + Terminal.printable(text).replace("'", "'\\''") + "'";
  }
}
