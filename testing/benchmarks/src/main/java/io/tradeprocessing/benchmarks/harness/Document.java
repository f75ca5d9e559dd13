package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The page in docs/ that shows the figures. Its text is written by hand; its tables are generated.
 */
final class Document {

  private Document() {}

  /** A place for tables, between two lines of the page. */
  enum Place {
    /** The live functions, and throughput. */
    MEASURED,
    BACKFILL;

    private String mark(String which) {
      return "<!-- " + name().toLowerCase(Locale.ROOT) + ": " + which + " -->\n";
    }
  }

  /** Replaces the tables of what was measured. */
  static void write(Path page, Results results) throws IOException {
    String text = Files.readString(page);
    if (!results.functions().isEmpty()) {
      text = replaced(text, Place.MEASURED, measured(results));
    }
    if (!results.backfill().equals(BackfillResult.NONE)) {
      String table = Report.backfill(results).toMarkdown();
      text = replaced(text, Place.BACKFILL, origin(results) + '\n' + table + '\n');
    }
    Files.writeString(page, text);
  }

  /**
   * The page with other tables in one of its places.
   *
   * @throws IOException if a mark is missing
   */
  static String replaced(String page, Place place, String tables) throws IOException {
    String first = place.mark("begin");
    String last = place.mark("end");
    int begin = page.indexOf(first);
    int end = page.indexOf(last);
    if (begin < 0 || end < begin) {
      throw new IOException(
          "the page has no place for the tables: it needs the lines "
              + first.strip()
              + " and "
              + last.strip());
    }
    return page.substring(0, begin + first.length()) + tables + page.substring(end);
  }

  /** When, how and on what the figures were measured. */
  private static String origin(Results results) {
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
    return text.append(". A figure that misses its goal is marked with !.\n").toString();
  }

  private static String measured(Results results) {
    StringBuilder text = new StringBuilder(origin(results));
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
