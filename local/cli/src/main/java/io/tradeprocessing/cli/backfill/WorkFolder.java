package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.cli.console.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a backfill's objects on this machine: the user's, or a temporary one. */
public final class WorkFolder implements AutoCloseable {

  private final Path path;
  private final boolean temporary;
  private boolean needed;

  private WorkFolder(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * Opens the folder.
   *
   * @param wished by the user, who keeps it
   */
  public static WorkFolder of(Optional<Path> wished) {
    try {
      return wished.isPresent()
          ? new WorkFolder(wished.get(), false)
          : new WorkFolder(Files.createTempDirectory("trades-backfill"), true);
    } catch (IOException e) {
      throw new UserError("there is no temporary folder: " + UserError.reason(e), e);
    }
  }

  public Path path() {
    return path;
  }

  /** Its objects. */
  public FolderObjects objects() {
    return new FolderObjects(path);
  }

  /** Says whether a temporary folder is still needed; one that is needed is not deleted. */
  void keep(boolean keep) {
    needed = keep;
  }

  @Override
  public void close() {
    if (!temporary || needed) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
