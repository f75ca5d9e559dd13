package io.tradeprocessing.cli;

import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command in a process of its own, under limits of the operating system. */
final class OwnProcess {

  private OwnProcess() {}

  /**
   * Starts the command; its output is to be read.
   *
   * @param before a command that starts the one in its further arguments; empty for none
   * @param err takes what goes to stderr
   * @param command its name
   */
  static Process start(List<String> before, Path err, String command, String... arguments)
      throws IOException {
    List<String> all = new ArrayList<>(before);
    all.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-Dtrades.terminal=false",
            "-Dtrades.home=" + Project.file("."),
            "-cp",
            System.getProperty("java.class.path"),
            "io.tradeprocessing.cli.Trades",
            command));
    all.addAll(List.of(arguments));
    return new ProcessBuilder(all).redirectError(err.toFile()).start();
  }

  /** Whether a command can be started after {@code before} on this machine. */
  static boolean works(List<String> before) throws InterruptedException {
    try {
      return new ProcessBuilder(Stream.concat(before.stream(), Stream.of("true")).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
