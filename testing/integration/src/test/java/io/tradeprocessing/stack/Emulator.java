package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code scripts/emulator}, as a user starts it in a terminal. */
final class Emulator implements AutoCloseable {

  private static final String LAST_LINE = "Ctrl-C stops it";

  private final Process process;
  private final Path output;

  private Emulator(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it and waits until it says what to do. */
  static Emulator start(Path folder) throws IOException {
    Path output = folder.resolve("emulator.log");
    Emulator emulator =
        new Emulator(
            new ProcessBuilder(Project.file("scripts/emulator").toString(), "--minutes", "15")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start(),
            output);
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> !emulator.process.isAlive() || emulator.text().contains(LAST_LINE));
    assertThat(emulator.process.isAlive()).as(emulator.text()).isTrue();
    return emulator;
  }

  private String text() throws IOException {
    return Files.readString(output);
  }

  /** The line that it prints with this beginning. */
  String line(String beginning) throws IOException {
    return text().lines().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  /** The address that it prints. */
  String endpoint() throws IOException {
    return line("The emulator is ready at ").split(" ", -1)[5];
  }

  /** Ends it as Ctrl-C would. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(text()).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  static List<String> container() {
    return List.of("docker", "container", "inspect", "trade-processing-emulator");
  }
}
