package io.tradeprocessing.cli.input;

import io.tradeprocessing.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import picocli.CommandLine.Parameters;

/** The input file of the commands that read events. */
public final class InputFile {

  @Parameters(
      paramLabel = "FILE",
      description =
          "Events: JSON Lines or a JSON array, of EventBridge envelopes, bare trades or dead"
              + " letters; - is standard input.")
  private String file = "-";

  /**
   * Opens the file or standard input.
   *
   * @throws UserError if it cannot be read
   */
  public EventReader open() {
    return path().map(EventReader::open).orElseGet(InputFile::standardInput);
  }

  /** Set by the launcher: where standard input is closed, Java reads from some other file. */
  private static EventReader standardInput() {
    if (System.getProperty("trades.stdin", "").equals("closed")) {
      throw new UserError("standard input is closed: give a file of events, or pipe events in");
    }
    return EventReader.of(System.in);
  }

  /** The file; nothing for standard input. */
  public Optional<Path> path() {
    if (file.isEmpty()) {
      throw new UserError("FILE is empty: give a file of events, or - for standard input");
    }
    return file.equals("-") ? Optional.empty() : Optional.of(Path.of(file));
  }

  /** As messages call it. */
  public String name() {
    return path().isEmpty() ? "standard input" : file;
  }

  /** How much of the file a reader has read, 0 to 1; NaN for standard input. */
  public DoubleSupplier share(EventReader reader) {
    try {
      double size = path().isEmpty() ? Double.NaN : Files.size(Path.of(file));
      return () -> reader.bytesRead() / size;
    } catch (IOException e) {
      return () -> Double.NaN;
    }
  }
}
