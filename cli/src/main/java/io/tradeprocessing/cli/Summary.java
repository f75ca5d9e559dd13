package io.tradeprocessing.cli;

import io.tradeprocessing.cli.Result.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts results: by source and outcome, and rejections by code. */
final class Summary {

  private static final String NO_SOURCE = "(none)";

  private final Map<String, Map<Outcome, Long>> bySource = new TreeMap<>();
  private final Map<String, Long> rejectionsByCode = new TreeMap<>();

  void add(Result result) {
    String source = result.sourceSystem();
    bySource
        .computeIfAbsent(source == null ? NO_SOURCE : source, _ -> new EnumMap<>(Outcome.class))
        .merge(result.outcome(), 1L, Long::sum);
    if (result.outcome() == Outcome.REJECTED) {
      Set<String> codes = new LinkedHashSet<>();
      result
          .violations()
          .forEach(
              violation -> {
                if (violation.path("severity").asText().equals("ERROR")) {
                  codes.add(violation.path("code").asText());
                }
              });
      codes.forEach(code -> rejectionsByCode.merge(code, 1L, Long::sum));
    }
  }

  long total() {
    return bySource.values().stream().flatMap(row -> row.values().stream()).mapToLong(n -> n).sum();
  }

  boolean hasFailures() {
    return bySource.values().stream()
        .flatMap(row -> row.keySet().stream())
        .anyMatch(Outcome::isFailure);
  }

  /** The table with its closing lines, each ended by a line feed. */
  String text(Duration elapsed) {
    StringBuilder text = new StringBuilder();
    text.append("%-10s".formatted("source"));
    for (Outcome outcome : Outcome.values()) {
      text.append("  ").append(outcome);
    }
    text.append("     TOTAL\n");
    bySource.forEach((source, row) -> row(text, source, row));
    Map<Outcome, Long> all = new EnumMap<>(Outcome.class);
    bySource.values().forEach(row -> row.forEach((o, n) -> all.merge(o, n, Long::sum)));
    row(text, "total", all);
    if (!rejectionsByCode.isEmpty()) {
      text.append("rejected for");
      rejectionsByCode.entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
          .forEach(
              e ->
                  text.append(' ').append(e.getKey()).append(' ').append(e.getValue()).append(','));
      text.setLength(text.length() - 1);
      text.append('\n');
    }
    double seconds = Math.max(elapsed.toMillis(), 1) / 1_000.0;
    text.append(
        String.format(
            Locale.ROOT,
            "%,d %s in %.1f s, %,.0f a second%n",
            total(),
            total() == 1 ? "event" : "events",
            seconds,
            total() / seconds));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, Map<Outcome, Long> counts) {
    text.append("%-10s".formatted(name.length() > 10 ? name.substring(0, 10) : name));
    Arrays.stream(Outcome.values())
        .forEach(
            outcome ->
                text.append("  ")
                    .append(
                        ("%" + outcome.name().length() + "d")
                            .formatted(counts.getOrDefault(outcome, 0L))));
    text.append("%10d%n".formatted(counts.values().stream().mapToLong(n -> n).sum()));
  }
}
