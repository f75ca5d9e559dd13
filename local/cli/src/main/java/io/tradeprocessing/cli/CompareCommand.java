package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.compare.Comparison;
import io.tradeprocessing.cli.compare.Judgements;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Terminal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trades compare}: what changed between two sets of results. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Shows which events changed outcome, codes or enrichment between two sets of results, and"
          + " counts the changes.",
      "A and B are result files of 'run --json' or 'backfill --json', or store folders. Exit code 1"
          + " if anything changed."
    })
final class CompareCommand implements Callable<Integer> {

  /** Changes that are printed without {@code --json}. */
  private static final int SHOWN = 20;

  @Parameters(index = "0", paramLabel = "A", description = "What was before.")
  private @Nullable Path first;

  @Parameters(index = "1", paramLabel = "B", description = "What is now.")
  private @Nullable Path second;

  @Option(
      names = "--json",
      description = "Print one change per line as JSON; the counts go to standard error.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private int shown;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    Comparison comparison =
        new Comparison(
            Judgements.at(Objects.requireNonNull(first)),
            Judgements.at(Objects.requireNonNull(second)));
    comparison.run(change -> print(change, out));
    if (!json && shown > SHOWN) {
      out.printf("and %,d more; --json prints every change%n", shown - SHOWN);
    }
    PrintWriter to = json ? err : out;
    to.print(comparison.text());
    to.flush();
    return comparison.differs() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private void print(ObjectNode change, PrintWriter out) {
    if (json) {
      out.println(Terminal.json(ExactJson.write(change)));
      return;
    }
    shown++;
    if (shown <= SHOWN) {
      ObjectNode rest = change.deepCopy();
      rest.remove("event");
      out.println(
          Terminal.printable(rest.remove("tradeId").asText())
              + " "
              + Terminal.json(ExactJson.write(rest)));
    }
  }
}
