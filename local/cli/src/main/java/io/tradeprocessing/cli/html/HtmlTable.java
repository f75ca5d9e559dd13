package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.html.Html.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of a page: every column and row has its heading, and where the page is narrow the table
 * scrolls in its own box.
 *
 * @param id unique in the page
 * @param caption what the table shows
 * @param rows the first cell of each is the row's heading
 * @param total a last row apart from the others, or none
 */
record HtmlTable(
    String id, String caption, List<Column> columns, List<List<Html>> rows, List<Html> total) {

  /**
   * A column.
   *
   * @param kind the class of its cells
   */
  record Column(Html heading, Kind kind) {

    static Column text(String heading) {
      return new Column(Html.text(heading), Kind.TEXT);
    }

    static Column number(String heading) {
      return new Column(Html.text(heading), Kind.NUMBER);
    }
  }

  /** What a column's cells hold. */
  enum Kind {
    /** Words. */
    TEXT("text"),
    /** Figures, aligned on the right. */
    NUMBER("number"),
    /** Sentences, which wrap. */
    PROSE("prose"),
    /** Identifiers, hashes and pointers. */
    CODE("code"),
    /** A drawing. */
    CHART("chart");

    private final String cssClass;

    Kind(String cssClass) {
      this.cssClass = cssClass;
    }
  }

  HtmlTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    total = List.copyOf(total);
  }

  Element html() {
    List<Html> heads = new ArrayList<>();
    columns.forEach(
        column ->
            heads.add(cell(column, Html.element("th").with("scope", "col").add(column.heading()))));
    List<Html> body = new ArrayList<>();
    rows.forEach(row -> body.add(row(row)));
    Element table =
        Html.element("table")
            .with("aria-labelledby", id)
            .add(
                Html.element("thead").add(Html.element("tr").add(heads)),
                Html.element("tbody").add(body));
    // Not a caption, which would be as wide as the table and leave a narrow page with it.
    return Html.element("figure")
        .add(
            Html.element("figcaption", caption).with("id", id),
            scrolling(
                id, total.isEmpty() ? table : table.add(Html.element("tfoot").add(row(total)))));
  }

  private Element row(List<Html> cells) {
    List<Html> row = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Element cell = i == 0 ? Html.element("th").with("scope", "row") : Html.element("td");
      row.add(cell(columns.get(i), cell.add(cells.get(i))));
    }
    return Html.element("tr").add(row);
  }

  private static Element cell(Column column, Element cell) {
    return cell.with("class", column.kind().cssClass);
  }

  /** A box that scrolls sideways, also by the keyboard. */
  static Element scrolling(String labelId, Element content) {
    return Html.element("div")
        .with("class", "scroll")
        .with("role", "region")
        .with("tabindex", "0")
        .with("aria-labelledby", labelId)
        .add(content);
  }
}
