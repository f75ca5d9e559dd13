package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** How the commands that start functions run and end. */
final class Program {

  private Program() {}

  /** Runs the command and exits with its code. However that ends, what it started ends with it. */
  static void run(Object command, String[] args) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
    System.exit(
        new CommandLine(command)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(Program::failed)
            .execute(args));
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    System.err.println("benchmarks: " + e.getMessage());
    if (!(e instanceof IOException) && !(e instanceof FunctionFailedException)) {
      e.printStackTrace(System.err);
    }
    return 1;
  }

  /** Whether a function can be kept on one core; says what is missing where not. */
  static boolean hasTaskset() {
    boolean found = Commands.find("taskset").isPresent();
    if (!found) {
      System.err.println(
          "benchmarks: taskset is needed to keep a function on one core and is not on the PATH:"
              + " install util-linux; it exists for Linux only");
    }
    return found;
  }

  /**
   * Where results go: in UTF-8 whatever the terminal's locale, for what reads the JSON expects it.
   */
  static PrintStream out() {
    return new PrintStream(System.out, true, StandardCharsets.UTF_8);
  }

  static void progress(String step) {
    System.err.println("benchmarks: " + step);
  }
}
