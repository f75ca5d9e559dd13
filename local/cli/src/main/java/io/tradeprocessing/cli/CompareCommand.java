package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.compare.Comparison;
import io.tradeprocessing.cli.compare.Judgements;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Terminal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      out.println(Terminal.printable(change.path("tradeId").asText() + "  " + sentence(change)));
    }
  }

  /** A change in one line: what changed, with short values; {@code --json} has them all. */
  private static String sentence(ObjectNode change) {
    if (change.has("only")) {
      return "only in the " + change.path("only").asText();
    }
    List<String> parts = new ArrayList<>();
    if (change.has("outcome")) {
      parts.add("outcome " + change(change.path("outcome")));
    }
    change.at("/codes/added").forEach(code -> parts.add("+ " + code.asText()));
    change.at("/codes/removed").forEach(code -> parts.add("- " + code.asText()));
    change
        .path("enrichment")
        .properties()
        .forEach(field -> parts.add((field.getKey() + " " + change(field.getValue())).strip()));
    return String.join(", ", parts);
  }

  private static String change(JsonNode change) {
    JsonNode from = change.path("from");
    JsonNode to = change.path("to");
    return from.isContainerNode() || to.isContainerNode()
        ? ""
        : from.asText() + " -> " + to.asText();
  }
}
