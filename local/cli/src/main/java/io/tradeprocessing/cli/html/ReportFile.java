package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that a command writes when its work is done. Whether it can be written is checked before
 * the work starts, and it is replaced as a whole, so that nobody sees half of it.
 */
public final class ReportFile {

  private final String option;
  private final Path named;
  private final Path target;

  private ReportFile(String option, Path named, Path target) {
    this.option = option;
    this.named = named;
    this.target = target;
  }

  /**
   * Checks that a file can be written.
   *
   * @param option the option that names it, for messages
   * @throws UserError if it cannot be written
   */
  public static ReportFile of(String option, Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new UserError(
          option
              + " "
              + file
              + (Files.isDirectory(file) ? " is a folder" : " is not a regular file")
              + ": name a file to write, such as report.html");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UserError(
          option + " " + file + " cannot be written to: there is no folder " + folder);
    }
    try {
      // What a link leads to is replaced, not the link.
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      if (Files.exists(target) && !Files.isWritable(target)) {
        throw new UserError(option + " " + file + " exists and is read-only: name another file");
      }
      ReportFile report = new ReportFile(option, file, target);
      Path probe = report.part();
      Files.writeString(probe, "", StandardOpenOption.CREATE_NEW);
      Files.delete(probe);
      return report;
    } catch (IOException e) {
      throw new UserError(option + " " + file + " cannot be written to: " + UserError.reason(e), e);
    }
  }

  /** Whether this is the file that the path leads to. */
  public boolean is(Path other) {
    try {
      return Files.exists(target) && Files.exists(other) && Files.isSameFile(target, other);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes the file.
   *
   * @throws UserError if it can no longer be written
   */
  public void write(String text) {
    Path part = part();
    try {
      try {
        Files.writeString(part, text, StandardOpenOption.CREATE_NEW);
        Files.move(
            part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw UserError.midway(
          option + " " + named + " cannot be written to: " + UserError.reason(e), e);
    }
  }

  private Path part() {
    return target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
  }

  @Override
  public String toString() {
    return named.toString();
  }
}
