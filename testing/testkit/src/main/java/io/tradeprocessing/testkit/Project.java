package io.tradeprocessing.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the project that tests read. */
public final class Project {

  /** The folder of the root POM; the build passes it as the system property {@code root}. */
  public static final Path ROOT = Path.of(System.getProperty("root", ".")).toAbsolutePath();

  private Project() {}

  /** The file at a path relative to the project's root. */
  public static Path file(String name) {
    return ROOT.resolve(name);
  }

  /** The text of a file. */
  public static String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON value in a file. */
  public static JsonNode json(String name) {
    return parse(text(name));
  }

  /** One JSON value with its numbers exactly as written. */
  public static JsonNode parse(String json) {
    return TestJson.read(json);
  }
}
