package io.tradeprocessing.cli.console;

import java.nio.file.Path;

/** Where the command is installed, and its version. */
public final class Installation {

  private Installation() {}

  /** The project's folder: that of the launcher, or the current folder. */
  public static Path home() {
    return Path.of(System.getProperty("trades.home", ""));
  }

  /** The version of the command, from its jar. */
  public static String version() {
    String version = Installation.class.getPackage().getImplementationVersion();
    return "trades " + (version == null ? "(not packaged)" : version);
  }
}
