package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Runs the commands of the benchmarks. */
final class Program {

  private Program() {}

  /** Runs the command and exits with its code. All processes that it started end with it. */
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

  /** Whether a function can be bound to one core; if not, prints what is missing. */
  static boolean hasTaskset() {
    boolean found = Commands.find("taskset").isPresent();
    if (!found) {
      System.err.println(
          "benchmarks: taskset, which binds a function to one core, is not on the PATH; install"
              + " util-linux (Linux only)");
    }
    return found;
  }

  /**
   * Standard output in UTF-8, whatever the terminal's locale: programs that read the JSON expect
   * it.
   */
  static PrintStream out() {
    return new PrintStream(System.out, true, StandardCharsets.UTF_8);
  }

  static void progress(String step) {
    System.err.println("benchmarks: " + step);
  }
}
