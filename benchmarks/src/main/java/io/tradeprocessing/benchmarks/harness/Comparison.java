package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.Bench.ColdStart;
import io.tradeprocessing.benchmarks.harness.Bench.Restored;
import io.tradeprocessing.benchmarks.harness.Bench.Warm;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a choice's alternatives, all from the same rounds.
 *
 * @param measured in the choice's order; the first is the project's way, and what ratios are to
 */
record Comparison(Choice choice, List<Measured> measured) {

  /**
   * What was measured of one alternative.
   *
   * @param zipMb the package as it is uploaded
   */
  record Measured(
      String label, List<ColdStart> cold, List<Restored> primed, Warm warm, double zipMb) {

    Measured {
      cold = List.copyOf(cold);
      primed = List.copyOf(primed);
    }
  }

  private enum Column {
    COLD_CPU_MS("cold, CPU"),
    COLD_MS("cold, wall"),
    PRIMED_FIRST_MS("first after priming"),
    WARM_P50_MS("warm, median"),
    WARM_CPU_MS("warm, CPU"),
    RSS_MB("resident"),
    ZIP_MB("package");

    private final String label;

    Column(String label) {
      this.label = label;
    }

    /** The name in the JSON. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    double of(Measured measured) {
      return switch (this) {
        case COLD_CPU_MS -> Statistics.median(measured.cold, ColdStart::cpuMs);
        case COLD_MS -> Statistics.median(measured.cold, ColdStart::wallMs);
        case PRIMED_FIRST_MS -> Statistics.median(measured.primed, Restored::firstMs);
        case WARM_P50_MS -> measured.warm.p50Ms();
        case WARM_CPU_MS -> measured.warm.cpuMs();
        case RSS_MB -> measured.warm.rssMb();
        case ZIP_MB -> measured.zipMb;
      };
    }

    String text(Measured measured) {
      return Report.number(of(measured)) + (key().endsWith("_mb") ? " MB" : " ms");
    }

    String ratio(Measured measured, Measured to) {
      return Report.number(of(measured) / of(to)) + " x";
    }
  }

  Comparison {
    measured = List.copyOf(measured);
  }

  /** The project's way in its units, the others as ratios to it. */
  Table table() {
    List<String> header = new ArrayList<>(List.of(""));
    for (Column column : Column.values()) {
      header.add(column.label);
    }
    Measured first = measured.getFirst();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      Measured each = measured.get(i);
      List<String> row = new ArrayList<>(List.of(each.label));
      for (Column column : Column.values()) {
        row.add(i == 0 ? column.text(each) : column.ratio(each, first));
      }
      rows.add(row);
    }
    return new Table(choice.title(), header, rows);
  }

  /** {@code [{"alternative", "cold_cpu_ms", …}, …]}. */
  JsonArray toJson() {
    List<Json> all = new ArrayList<>();
    for (Measured each : measured) {
      JsonObject.Builder figures = JsonObject.builder().put("alternative", each.label);
      for (Column column : Column.values()) {
        figures.put(column.key(), Results.number(column.of(each)));
      }
      all.add(figures.build());
    }
    return new JsonArray(all);
  }
}
