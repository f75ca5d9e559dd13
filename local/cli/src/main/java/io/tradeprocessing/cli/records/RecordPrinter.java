package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;

/** Prints records one after the other. */
public final class RecordPrinter {

  /** How a record is printed. */
  public enum Format {
    /** A table with a legend. */
    TEXT,
    /** A line of JSON each. */
    JSON,
    /** RFC 4180. */
    CSV
  }

  private final Format format;
  private final PrintWriter out;
  private final Set<Mark> used = EnumSet.noneOf(Mark.class);
  private boolean headed;
  private long printed;

  public RecordPrinter(Format format, PrintWriter out) {
    this.format = format;
    this.out = out;
  }

  /** The heading, before the first record or where there is none. */
  public void heading() {
    if (!headed) {
      switch (format) {
        case TEXT -> out.println(RecordLine.HEADING.stripTrailing());
        case CSV -> out.println(RecordLine.CSV_HEADING);
        case JSON -> {}
      }
    }
    headed = true;
  }

  /** A record. */
  public void print(RecordLine line) {
    heading();
    printed++;
    used.addAll(line.marks());
    out.println(
        switch (format) {
          case TEXT -> line.text();
          case JSON -> Terminal.json(JsonWriter.toString(line.json()));
          case CSV -> line.csv();
        });
  }

  /** What the words beside the records mean. */
  public void legend() {
    if (format != Format.TEXT || used.isEmpty()) {
      return;
    }
    out.println();
    used.forEach(mark -> out.println("  " + mark.label() + ": " + mark.meaning()));
  }

  /** How many records were printed. */
  public long printed() {
    return printed;
  }

  /** Whether somebody still reads. */
  public boolean isRead() {
    return !out.checkError();
  }
}
