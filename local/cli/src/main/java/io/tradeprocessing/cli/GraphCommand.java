package io.tradeprocessing.cli;

import io.tradeprocessing.asl.diagram.MermaidDiagram;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Installation;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trades graph}: the workflow as a diagram. */
@Command(
    name = "graph",
    mixinStandardHelpOptions = true,
    description = "Prints the state machine as a Mermaid diagram.")
final class GraphCommand implements Callable<Integer> {

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "The SAM template whose state machine to draw (default: the project's).")
  private Path template = Installation.home().resolve("template.yaml");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String diagram =
        MermaidDiagram.render(
            Definition.parse(DeploymentTemplate.read(template).definition()).outline());
    Objects.requireNonNull(spec).commandLine().getOut().print(diagram);
    return ExitCode.DONE;
  }
}
