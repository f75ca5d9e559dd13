package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page in docs/ that shows the figures. Its text is written by hand; its tables are generated.
 */
final class Document {

  private static final String BEGIN = "<!-- measured: begin -->\n";
  private static final String END = "<!-- measured: end -->\n";

  private Document() {}

  /** Replaces the tables between the page's two marks. */
  static void write(Path page, Results results) throws IOException {
    Files.writeString(page, replaced(Files.readString(page), measured(results)));
  }

  /**
   * The page with other tables.
   *
   * @throws IOException if a mark is missing
   */
  static String replaced(String page, String tables) throws IOException {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          "the page has no place for the tables: it needs the lines "
              + BEGIN.strip()
              + " and "
              + END.strip());
    }
    return page.substring(0, begin + BEGIN.length()) + tables + page.substring(end);
  }

  private static String measured(Results results) {
    Machine machine = results.machine();
    StringBuilder text = new StringBuilder();
    text.append("\nMeasured on ")
        .append(results.date())
        .append(" by `")
        .append(results.command())
        .append("` on ")
        .append(machine.cpu())
        .append(", ")
        .append(machine.cores())
        .append(" cores, ")
        .append(machine.kernel())
        .append("; ")
        .append(machine.jdk());
    machine.python().ifPresent(python -> text.append("; ").append(python));
    text.append(". A figure that misses its goal is marked with !.\n");
    section(Report.goals(results), text);
    section(Report.throughput(results), text);
    section(Cost.table(results), text);
    section(Report.figures(results), text);
    return text.append('\n').toString();
  }

  private static void section(Table table, StringBuilder text) {
    text.append("\n### ").append(table.title()).append("\n\n").append(table.toMarkdown());
  }
}
