package io.tradeprocessing.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the commands that run events here have in common: the template. */
final class TemplateFile {

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "The SAM template to deploy locally (default: the project's own).")
  private Path file = Trades.home().resolve("template.yaml");

  /** As a report calls it. */
  String name() {
    return file.toString();
  }

  DeploymentTemplate read() {
    return DeploymentTemplate.read(file);
  }
}
