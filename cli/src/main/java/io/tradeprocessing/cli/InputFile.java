package io.tradeprocessing.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that read events have in common: the file, and the template. */
final class InputFile {

  @Parameters(
      paramLabel = "FILE",
      description =
          "Events: JSON Lines or a JSON array, of EventBridge envelopes or bare trades; - is"
              + " standard input.")
  String file = "-";

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "The SAM template to deploy locally (default: the project's own).")
  Path template = Trades.home().resolve("template.yaml");

  EventReader open() {
    return file.equals("-") ? EventReader.of(System.in) : EventReader.open(Path.of(file));
  }

  DeploymentTemplate template() {
    return DeploymentTemplate.read(template);
  }

  /** How much of the file a reader has read, 0 to 1; NaN for standard input. */
  DoubleSupplier share(EventReader reader) {
    try {
      double size = file.equals("-") ? Double.NaN : Files.size(Path.of(file));
      return () -> reader.bytesRead() / size;
    } catch (IOException e) {
      return () -> Double.NaN;
    }
  }
}
