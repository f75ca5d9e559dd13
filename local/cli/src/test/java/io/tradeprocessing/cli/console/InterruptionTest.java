package io.tradeprocessing.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals to a process, for only a process can show how it ends. */
@DisabledOnOs(OS.WINDOWS)
class InterruptionTest {

  /** Works until it is killed: it says when it is ready, and when it is asked to stop. */
  public static final class Endless {
    private Endless() {}

    public static void main(String[] args) throws InterruptedException {
      try (Interruption _ = new Interruption(() -> System.out.println("stopping"))) {
        System.out.println("ready");
        new CountDownLatch(1).await();
      }
    }
  }

  /**
   * A shell starts a job in the background with SIGINT ignored; every process below inherits that.
   */
  private static boolean isSigintIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  @Test
  void aSecondCtrlCEndsTheProcessAtOnce() throws Exception {
    assumeFalse(
        isSigintIgnored(), "SIGINT is ignored, as in a job that a shell runs in the background");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Endless.class.getName())
            .redirectErrorStream(true)
            .start();
    CompletableFuture.delayedExecutor(30, TimeUnit.SECONDS).execute(process::destroyForcibly);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("ready");
      interrupt(process);
      assertThat(out.readLine()).isEqualTo("stopping");
      assertThat(out.readLine()).contains("press Ctrl-C again");
      assertThat(process.isAlive()).isTrue();

      interrupt(process);

      assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(Interruption.EXIT_CODE);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor())
        .isZero();
  }
}
