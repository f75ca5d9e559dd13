package io.tradeprocessing.cli.template;

import io.tradeprocessing.cli.console.Installation;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the commands that run events here have in common: the template. */
public final class TemplateFile {

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "The SAM template to deploy locally (default: the project's own).")
  private Path file = Installation.home().resolve("template.yaml");

  /** As a report calls it. */
  public String name() {
    return file.toString();
  }

  public DeploymentTemplate read() {
    return DeploymentTemplate.read(file);
  }
}
