package io.tradeprocessing.cli;

import io.tradeprocessing.testkit.Project;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The command as a user calls it, in this process. */
public final class Cli {

  /** What a call printed and how it ended. */
  public record Ended(int code, String out, String err) {
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  private Cli() {}

  /** Calls it; the commands that read the template are given the project's own. */
  public static Ended run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (List.of("run", "validate", "graph").contains(arguments[0]) && !all.contains("--template")) {
      all.add("--template");
      all.add(Project.file("template.yaml").toString());
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Trades.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = commandLine.execute(all.toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }
}
