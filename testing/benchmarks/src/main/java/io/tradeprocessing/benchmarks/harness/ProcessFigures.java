package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of a running process.
 *
 * @param cpuNanoseconds user and system time of all its threads, those that ended among them; in
 *     steps of the clock tick, 10 ms
 * @param rssBytes what is resident now
 * @param peakRssBytes the most that was
 */
record ProcessFigures(long cpuNanoseconds, long rssBytes, long peakRssBytes) {

  /** USER_HZ: fixed at 100 on every platform that Linux runs Java on. */
  private static final long NANOSECONDS_A_TICK = 10_000_000;

  static ProcessFigures of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      String status = Files.readString(process.resolve("status"));
      return new ProcessFigures(
          cpu(Files.readString(process.resolve("stat"))),
          bytes(status, "VmRSS:"),
          bytes(status, "VmHWM:"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code utime + stime} of proc(5)'s stat; the name before them may hold blanks. */
  static long cpu(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOSECONDS_A_TICK;
  }

  /** A line such as {@code VmRSS: 140000 kB} of proc(5)'s status. */
  static long bytes(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .orElseThrow(() -> new IllegalArgumentException("no line " + name));
  }
}
