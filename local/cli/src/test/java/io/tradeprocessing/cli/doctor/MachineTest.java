package io.tradeprocessing.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.cli.Cli;
import io.tradeprocessing.cli.doctor.Machine.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code trades doctor} without an environment. */
class MachineTest {

  private static final long GIGABYTE = 1L << 30;

  private static List<String> levels(int jdk, long heap, Store store) {
    return new Machine(jdk, heap, store, true, true)
        .findings().stream().map(Finding::level).toList();
  }

  private static Store store(long space, int milliseconds) {
    return new Store(Path.of("s"), space, Duration.ofMillis(milliseconds), Optional.empty());
  }

  @Test
  void aMachineWithEnoughOfEverythingIsSound() {
    assertThat(levels(25, GIGABYTE, store(100 * GIGABYTE, 1))).containsOnly("OK");
  }

  @Test
  void whatIsTooLittleIsFound() {
    assertThat(levels(24, GIGABYTE, store(100 * GIGABYTE, 1))).startsWith("FAIL");
    assertThat(levels(25, GIGABYTE / 16, store(100 * GIGABYTE, 1))).startsWith("OK", "WARN");
    assertThat(levels(25, GIGABYTE, store(GIGABYTE, 1))).startsWith("OK", "OK", "WARN");
    assertThat(levels(25, GIGABYTE, store(GIGABYTE / 16, 1))).startsWith("OK", "OK", "FAIL");
    assertThat(levels(25, GIGABYTE, store(100 * GIGABYTE, 40)))
        .startsWith("OK", "OK", "OK", "WARN");
  }

  @Test
  void withoutDockerOrSamNothingFails() {
    Machine machine = new Machine(25, GIGABYTE, store(100 * GIGABYTE, 1), false, false);

    assertThat(machine.findings()).noneMatch(Finding::fails);
    assertThat(machine.findings()).filteredOn(f -> f.level().equals("WARN")).hasSize(2);
  }

  @Test
  void theFolderIsTriedAndLeftAsItWas(@TempDir Path folder) throws IOException {
    Path store = folder.resolve("new").resolve("store");

    Cli.Ended ended = Cli.run("doctor", "--store", store.toString());

    assertThat(ended.out())
        .contains("store " + store + " takes ", " ms to make a write durable", "JDK is 25");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFolderThatCannotBeMadeFails(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path store = file.resolve("store");

    Cli.Ended ended = Cli.run("doctor", "--store", store.toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .contains("FAIL     store " + store + " cannot be written: " + file + " is not a folder");
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThat(Cli.run("doctor", "--environment", "dev", "--store", "x").code()).isEqualTo(2);
    assertThat(Cli.run("doctor", "--stack", "x").err()).contains("need --environment");
  }
}
