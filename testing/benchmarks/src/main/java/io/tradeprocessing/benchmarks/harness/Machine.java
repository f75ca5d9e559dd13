package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the figures were measured on.
 *
 * @param cpu the model
 * @param cores how many the operating system shows
 * @param kernel name and version
 * @param jdk vendor and version of the JVM that ran functions and harness
 * @param python the version of the peer, if there is one
 * @param load the load average of the minute before the run
 */
record Machine(
    String cpu, int cores, String kernel, String jdk, Optional<String> python, String load) {

  static Machine current(Optional<String> python) {
    return new Machine(
        first("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
        python,
        loadAverage());
  }

  private static String first(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String loadAverage() {
    try {
      String text = Files.readString(Path.of("/proc/loadavg"));
      return text.substring(0, text.indexOf(' '));
    } catch (IOException e) {
      return "unknown";
    }
  }
}
