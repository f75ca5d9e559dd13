package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders and files that the benchmarks use.
 *
 * @param home the project's root
 * @param jdk the JDK that runs the functions, and this
 */
record Workplace(Path home, Path jdk) {

  /** From the system property {@code benchmarks.home}, which the launcher sets, and this JVM. */
  static Workplace ofThisProcess() {
    return new Workplace(
        Path.of(System.getProperty("benchmarks.home", ".")).toAbsolutePath().normalize(),
        Path.of(System.getProperty("java.home")));
  }

  Path java() {
    return jdk.resolve("bin/java");
  }

  /** A folder for this and later runs. */
  Path folder(String name) throws IOException {
    return Files.createDirectories(home.resolve("testing/benchmarks/target/work").resolve(name));
  }

  /**
   * A file, or a folder that may not exist, for this and later runs.
   *
   * @param name with the folder that it is in, such as {@code java/runtime.jsa}
   */
  Path scratch(String name) throws IOException {
    int slash = name.lastIndexOf('/');
    return folder(name.substring(0, slash)).resolve(name.substring(slash + 1));
  }

  /** A function's unpacked package, as {@code sam build} makes it. */
  Path unpacked(Function function) {
    return home.resolve(function.module()).resolve("target/function");
  }

  /** The jars of Java's runtime client, in the order of the managed runtime's class path. */
  List<Path> runtimeClient() throws IOException {
    return Stream.of(
            "aws-lambda-java-core",
            "aws-lambda-java-serialization",
            "aws-lambda-java-runtime-interface-client",
            "utils-lite")
        .map(name -> library(home.resolve("testing/benchmarks/target/lib"), name))
        .toList();
  }

  /**
   * A jar in a folder that the build has filled.
   *
   * @param name of the jar without its version
   */
  static Path library(Path folder, String name) {
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(jar -> jar.getFileName().toString().matches(name + "-[0-9].*\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(folder + " lacks " + name));
    } catch (IOException e) {
      throw new IllegalStateException(
          folder + " cannot be read; testing/benchmarks/run creates it", e);
    }
  }
}
