package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code scripts/dashboard}, which draws the dashboard of the template. */
final class DashboardScript {

  private DashboardScript() {}

  /** The lines that it prints. */
  static List<String> call(String argument) {
    try {
      Process process =
          new ProcessBuilder("python3", Project.file("scripts/dashboard").toString(), argument)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      return output.lines().toList();
    } catch (IOException e) {
      assumeTrue(System.getenv("CI") != null, "there is no python3");
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
