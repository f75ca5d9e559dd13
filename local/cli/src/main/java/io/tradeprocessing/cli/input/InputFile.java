package io.tradeprocessing.cli.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import picocli.CommandLine.Parameters;

/** What the commands that read events have in common: the file. */
public final class InputFile {

  @Parameters(
      paramLabel = "FILE",
      description =
          "Events: JSON Lines or a JSON array, of EventBridge envelopes or bare trades; - is"
              + " standard input.")
  private String file = "-";

  public EventReader open() {
    return path().map(EventReader::open).orElseGet(() -> EventReader.of(System.in));
  }

  /** The file; nothing for standard input. */
  public Optional<Path> path() {
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
