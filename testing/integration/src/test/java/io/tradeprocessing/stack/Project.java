package io.tradeprocessing.stack;

import java.nio.file.Path;

/** The files of the project that the tests read. */
final class Project {

  static final Path ROOT = Path.of(System.getProperty("root", "..")).toAbsolutePath().normalize();

  static final Path TEMPLATE = ROOT.resolve("template.yaml");

  static Path file(String path) {
    return ROOT.resolve(path);
  }

  private Project() {}
}
