package io.tradeprocessing.cli;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file in place of a setting whose value is a JSON object. */
final class SettingFile {

  private SettingFile() {}

  /**
   * Reads it.
   *
   * @param option that names the file
   * @param content what the object has, for people
   * @throws UserError if it cannot be read, or saying everything that is wrong with it
   */
  static <T> T read(String option, Path file, String content, Settings.ObjectReader<T> reader) {
    String name = option + " " + file;
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UserError(name + " does not exist: name a JSON file " + content, e);
    } catch (IOException e) {
      throw new UserError(name + " cannot be read: " + UserError.reason(e), e);
    }
    List<String> problems = new ArrayList<>();
    return reader
        .read(text, name, problems)
        .orElseThrow(() -> new UserError(String.join("\n", problems)));
  }
}
