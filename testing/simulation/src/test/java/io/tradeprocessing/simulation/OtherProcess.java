package io.tradeprocessing.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The command in a JVM that differs in all that a run must not depend on: salts of sets and maps,
 * identity hashes, collector, compiler, language and time zone.
 */
record OtherProcess(Process process) implements AutoCloseable {

  static OtherProcess simulate(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2",
                "-XX:+UseParallelGC",
                "-XX:ParallelGCThreads=1",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Duser.language=tr",
                "-Duser.timezone=Pacific/Chatham",
                "-Dsimulate.home=" + Objects.requireNonNull(System.getProperty("root")),
                "-cp",
                System.getProperty("java.class.path"),
                Simulate.class.getName()));
    command.addAll(List.of(arguments));
    return new OtherProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** What it prints until its end, without the last line break. */
  String output() throws IOException, InterruptedException {
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int code = process.waitFor();
    return code == 0 ? output : output + " exit code " + code;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
