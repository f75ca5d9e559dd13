package io.tradeprocessing.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of a report.
 *
 * @param title what it shows
 * @param header names of the columns
 * @param rows cells, as many in each as there are columns; the first is a label
 */
record Table(String title, List<String> header, List<List<String>> rows) {

  Table {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException("a row of another width than its header: " + row);
      }
    }
  }

  /** For a terminal: columns of equal width. */
  String toText() {
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    all.addAll(rows);
    StringBuilder text = new StringBuilder(title).append('\n');
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder("  ");
      for (int column = 0; column < row.size(); column++) {
        pad(line, row.get(column), width(all, column), column == 0);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static void pad(StringBuilder line, String cell, int width, boolean left) {
    if (left) {
      line.append(cell).repeat(' ', width - cell.length());
    } else {
      line.append("  ").repeat(' ', width - cell.length()).append(cell);
    }
  }

  /** For a document: Markdown, without the title. */
  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    row(header, text);
    text.append("|---").append("|---:".repeat(header.size() - 1)).append("|\n");
    rows.forEach(row -> row(row, text));
    return text.toString();
  }

  private static void row(List<String> cells, StringBuilder text) {
    cells.forEach(cell -> text.append("| ").append(cell).append(' '));
    text.append("|\n");
  }
}
