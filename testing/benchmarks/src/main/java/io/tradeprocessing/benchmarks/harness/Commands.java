package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs programs to completion. */
final class Commands {

  /** How many characters of a failed program's output the error shows. */
  private static final int SHOWN = 2_000;

  private Commands() {}

  /** Finds a program on the PATH. */
  static Optional<Path> find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs a program and returns its output.
   *
   * @throws CommandFailedException with the end of its output, if its exit code is not 0
   */
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    Process process = builder(folder, command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    check(command, process.waitFor(), output);
    return output;
  }

  /**
   * Runs a program with its output in a file.
   *
   * @throws CommandFailedException with the end of its error output, if its exit code is not 0
   */
  static void run(Path folder, List<String> command, Path file)
      throws IOException, InterruptedException {
    Process process = builder(folder, command).redirectOutput(file.toFile()).start();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    check(command, process.waitFor(), errors);
  }

  private static ProcessBuilder builder(Path folder, List<String> command) {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
  }

  private static void check(List<String> command, int exit, String output)
      throws CommandFailedException {
    if (exit != 0) {
      throw new CommandFailedException(
          String.join(" ", command)
              + " ended with exit code "
              + exit
              + ":\n"
              + output.substring(Math.max(0, output.length() - SHOWN)));
    }
  }
}
