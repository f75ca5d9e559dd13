package io.tradeprocessing.cli.template;

import io.tradeprocessing.cli.console.Installation;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The template of the commands that process events locally. */
public final class TemplateFile {

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "The SAM template to deploy locally (default: the project's).")
  private Path file = Installation.home().resolve("template.yaml");

  /** The name in reports. */
  public String name() {
    return file.toString();
  }

  public DeploymentTemplate read() {
    return DeploymentTemplate.read(file);
  }
}
