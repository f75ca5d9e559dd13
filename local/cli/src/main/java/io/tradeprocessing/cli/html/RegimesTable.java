package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.html.HtmlTable.Column;
import io.tradeprocessing.cli.html.HtmlTable.Kind;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The reporting regimes of an enrichment, a row each. */
final class RegimesTable {

  private static final String REGIMES = "regimes";

  private RegimesTable() {}

  /**
   * The table; nothing where the enrichment has no regimes.
   *
   * @param id unique in the page
   */
  static List<Html> of(JsonObject enrichment, String id) {
    if (!(enrichment.get(REGIMES) instanceof JsonArray regimes) || regimes.values().isEmpty()) {
      return List.of();
    }
    List<List<Html>> rows = new ArrayList<>();
    for (Json each : regimes.values()) {
      JsonObject ruling = each.asObject().orElse(JsonObject.empty());
      rows.add(
          List.of(
              text(ruling, "regime"),
              text(ruling, "status"),
              text(ruling, "deadline"),
              text(ruling, "because"),
              text(ruling, "source")));
    }
    return List.of(
        new HtmlTable(
                id,
                "Reporting regimes",
                List.of(
                    new Column(Html.text("Regime"), Kind.CODE),
                    Column.text("Status"),
                    Column.text("Deadline"),
                    new Column(Html.text("Because"), Kind.PROSE),
                    new Column(Html.text("Source"), Kind.PROSE)),
                rows,
                List.of())
            .html());
  }

  private static Html text(JsonObject ruling, String name) {
    return Html.text(ruling.text(name).orElse("–"));
  }

  /** The rest of the enrichment, which is listed value by value. */
  static JsonObject withoutRegimes(JsonObject enrichment) {
    JsonObject.Builder rest = JsonObject.builder();
    enrichment.forEach(
        (name, value) -> {
          if (!name.equals(REGIMES)) {
            rest.put(name, value);
          }
        });
    return rest.build();
  }
}
