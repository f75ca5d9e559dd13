package io.tradeprocessing.stack;

import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the tools that a user would run, in the project's folder. */
final class Shell {

  /**
   * @param exitCode the command's
   * @param output both streams in order
   */
  record Result(int exitCode, String output) {}

  /** A tool of AWS: from a variable such as {@code SAM_CLI}, {@code .venv} or the PATH. */
  static Optional<Path> tool(String name) {
    return Stream.concat(
            Stream.of(
                System.getenv().getOrDefault(name.toUpperCase(Locale.ROOT) + "_CLI", ""),
                Project.file(".venv/bin/" + name).toString()),
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> folder + "/" + name))
        .filter(file -> !file.isEmpty())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Result run(List<String> command, Map<String, String> environment, Duration timeout) {
    try {
      Path output = Files.createTempFile("output", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Project.ROOT.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " ran for over " + timeout + "\n" + text(output));
      }
      return new Result(process.exitValue(), text(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String text(Path file) throws IOException {
    String text = Files.readString(file);
    Files.delete(file);
    return text;
  }

  private Shell() {}
}
