package io.tradeprocessing.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Results as tables, with the goals beside the figures. */
final class Report {

  private static final String NOT_MEASURED = "–";

  private static final List<Figure> RATIOS =
      List.of(
          Figure.PRIMED_FIRST_VS_PYTHON,
          Figure.COLD_CPU_VS_PYTHON,
          Figure.COLD_VS_PYTHON,
          Figure.COLD_AOT_VS_PYTHON,
          Figure.COLD_CPU_VS_NOOP,
          Figure.WARM_P50_VS_PYTHON,
          Figure.ON_DEMAND_WARM_P50_VS_PYTHON,
          Figure.LOCAL_WARM_P50_VS_PYTHON,
          Figure.WARM_CPU_VS_PYTHON,
          Figure.ZIP_MB);

  private Report() {}

  /** Ratios and sizes with their goals; a figure that misses its goal is marked. */
  static Table goals(Results results) {
    return functions(results, "Goals", RATIOS, true);
  }

  /** Everything else that was measured of the functions. */
  static Table figures(Results results) {
    List<Figure> rest = new ArrayList<>(List.of(Figure.values()));
    rest.removeAll(RATIOS);
    return functions(results, "Figures", rest, false);
  }

  static Table throughput(Results results) {
    List<List<String>> rows = new ArrayList<>();
    for (Throughput figure : Throughput.values()) {
      OptionalDouble value = results.figure(figure);
      rows.add(
          List.of(
              figure.label(),
              value.isPresent() ? cell(figure, value.getAsDouble()) : NOT_MEASURED,
              figure.atLeast().isPresent()
                  ? "≥ " + thousands(figure.atLeast().getAsDouble())
                  : ""));
    }
    return new Table("Throughput", List.of("", "measured", "goal"), rows);
  }

  static Table backfill(Results results) {
    List<List<String>> rows = new ArrayList<>();
    for (BackfillFigure figure : BackfillFigure.values()) {
      OptionalDouble goal = figure.atLeast();
      rows.add(
          List.of(
              figure.label(),
              cell(figure, results.backfill().figure(figure)),
              goal.isPresent() ? "≥ " + number(goal.getAsDouble()) + " " + figure.unit() : ""));
    }
    return new Table("Backfill", List.of("", "measured", "goal"), rows);
  }

  private static String cell(BackfillFigure figure, OptionalDouble value) {
    if (value.isEmpty()) {
      return NOT_MEASURED;
    }
    double measured = value.getAsDouble();
    return (measured < figure.atLeast().orElse(0) ? "! " : "")
        + (figure.unit().isEmpty() ? thousands(measured) : number(measured) + " " + figure.unit());
  }

  private static Table functions(
      Results results, String title, List<Figure> figures, boolean goals) {
    List<String> header = new ArrayList<>(List.of(""));
    results.functions().forEach(result -> header.add(result.function().module()));
    if (goals) {
      header.add("goal");
    }
    List<List<String>> rows = new ArrayList<>();
    for (Figure figure : figures) {
      List<String> row = new ArrayList<>(List.of(figure.label()));
      for (FunctionResult result : results.functions()) {
        row.add(cell(figure, result.figure(figure)));
      }
      if (goals) {
        row.add(figure.limit().map(goal -> "≤ " + number(goal) + " " + figure.unit()).orElse(""));
      }
      rows.add(row);
    }
    return new Table(title, header, rows);
  }

  /** A figure that misses its goal is marked. */
  private static String cell(Figure figure, OptionalDouble value) {
    if (value.isEmpty()) {
      return NOT_MEASURED;
    }
    Optional<Double> goal = figure.limit();
    boolean missed = goal.isPresent() && value.getAsDouble() > goal.get();
    return (missed ? "! " : "") + number(value.getAsDouble()) + " " + figure.unit();
  }

  private static String cell(Throughput figure, double value) {
    return (value < figure.atLeast().orElse(0) ? "! " : "") + thousands(value);
  }

  /** With three significant digits. */
  static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static String thousands(double value) {
    return String.format(Locale.ROOT, "%,d", Math.round(value));
  }
}
