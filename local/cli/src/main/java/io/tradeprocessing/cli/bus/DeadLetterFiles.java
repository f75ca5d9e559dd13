package io.tradeprocessing.cli.bus;

import io.tradeprocessing.cli.console.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The dead letters that local runs left in a store folder, a file for each queue. */
public final class DeadLetterFiles {

  private static final String PREFIX = "dead-letters-";
  private static final String SUFFIX = ".jsonl";

  private DeadLetterFiles() {}

  /**
   * Passes on each dead letter with the name of its queue. Its message identifier is file and line.
   *
   * @throws UserError if a file cannot be read
   */
  public static void read(Path folder, BiConsumer<String, DeadLetter> action) {
    for (Path file : files(folder)) {
      String name = String.valueOf(file.getFileName());
      String queue = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          number++;
          action.accept(
              queue,
              new DeadLetter(name + ":" + number, modified, DeadLetter.read(line, Map.of())));
        }
      } catch (IOException e) {
        throw new UserError(file + " cannot be read: " + UserError.reason(e), e);
      }
    }
  }

  /** Where a folder keeps the dead letters of a queue. */
  public static Path file(Path folder, String queue) {
    return folder.resolve(PREFIX + queue + SUFFIX);
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      all.forEach(files::add);
    } catch (IOException e) {
      throw new UserError(folder + " cannot be read: " + UserError.reason(e), e);
    }
    files.sort(null);
    return files;
  }
}
