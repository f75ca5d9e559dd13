package io.tradeprocessing.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.ExactJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project's own files, as the tests of the command use them. */
public final class Project {

  static final Path ROOT = Path.of(System.getProperty("root")).toAbsolutePath();

  private Project() {}

  public static Path file(String name) {
    return ROOT.resolve(name);
  }

  public static String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(String name) {
    return parse(text(name));
  }

  public static JsonNode parse(String json) {
    try {
      return ExactJson.read(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
