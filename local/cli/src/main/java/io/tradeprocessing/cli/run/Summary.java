package io.tradeprocessing.cli.run;

import io.tradeprocessing.cli.run.Result.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts results: by source and outcome, rejections by code, and accepted events by flag. */
public final class Summary {

  private static final String NO_SOURCE = "(none)";

  private final Map<String, Map<Outcome, Long>> bySource = new TreeMap<>();
  private final Map<String, Rejections> rejectionsByCode = new TreeMap<>();
  private final Map<Flag, Flagged> flagged = new EnumMap<>(Flag.class);

  /** The flags of a record; see {@link io.tradeprocessing.common.store.Flags}. */
  public enum Flag {
    CONFLICT,
    UNMATCHED,
    REPLACES;

    private String field() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Accepted events with one flag.
   *
   * @param line of the first of them in the input
   * @param tradeId of the first of them
   */
  public record Flagged(long events, long line, String tradeId) {

    private Flagged oneMore() {
      return new Flagged(events + 1, line, tradeId);
    }
  }

  /**
   * The trades that were rejected for one code.
   *
   * @param first what it said about the first of them
   */
  public record Rejections(long trades, Example first) {

    private Rejections oneMore() {
      return new Rejections(trades + 1, first);
    }
  }

  /**
   * A violation.
   *
   * @param line where its event stood in the input
   * @param field a JSON Pointer into the trade
   */
  public record Example(long line, String field, String message) {}

  public void add(Result result) {
    String source = result.sourceSystem();
    bySource
        .computeIfAbsent(source == null ? NO_SOURCE : source, _ -> new EnumMap<>(Outcome.class))
        .merge(result.outcome(), 1L, Long::sum);
    if (result.outcome() == Outcome.ACCEPTED) {
      for (Flag flag : Flag.values()) {
        if (result.output().path("record").path(flag.field()).asBoolean()) {
          Flagged first = new Flagged(1, result.line(), String.valueOf(result.tradeId()));
          flagged.merge(flag, first, (known, _) -> known.oneMore());
        }
      }
    }
    if (result.outcome() == Outcome.REJECTED) {
      Set<String> codes = new HashSet<>();
      result
          .violations()
          .forEach(
              violation -> {
                String code = violation.path("code").asText();
                if (violation.path("severity").asText().equals("ERROR") && codes.add(code)) {
                  Example example =
                      new Example(
                          result.line(),
                          violation.path("field").asText(),
                          violation.path("message").asText());
                  rejectionsByCode.merge(
                      code, new Rejections(1, example), (known, _) -> known.oneMore());
                }
              });
    }
  }

  /** Events by outcome, by source; outcomes that did not happen are left out. */
  public Map<String, Map<Outcome, Long>> bySource() {
    return Collections.unmodifiableMap(bySource);
  }

  /** Events of all sources by outcome. */
  public Map<Outcome, Long> byOutcome() {
    Map<Outcome, Long> all = new EnumMap<>(Outcome.class);
    bySource.values().forEach(row -> row.forEach((o, n) -> all.merge(o, n, Long::sum)));
    return all;
  }

  /** Rejections by code, the most frequent first. */
  public List<Map.Entry<String, Rejections>> rejections() {
    return rejectionsByCode.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getValue().trades(), Comparator.reverseOrder()))
        .toList();
  }

  /** Accepted events by flag; flags that no event has are left out. */
  public Map<Flag, Flagged> flagged() {
    return Collections.unmodifiableMap(flagged);
  }

  public long total() {
    return bySource.values().stream().flatMap(row -> row.values().stream()).mapToLong(n -> n).sum();
  }

  public boolean hasFailures() {
    return bySource.values().stream()
        .flatMap(row -> row.keySet().stream())
        .anyMatch(Outcome::isFailure);
  }

  /** The table with its closing lines, each ended by a line feed. */
  public String text(Duration elapsed) {
    StringBuilder text = new StringBuilder();
    text.append("%-10s".formatted("source"));
    for (Outcome outcome : Outcome.values()) {
      text.append("  ").append(outcome);
    }
    text.append("     TOTAL\n");
    bySource.forEach((source, row) -> row(text, source, row));
    row(text, "total", byOutcome());
    if (!rejectionsByCode.isEmpty()) {
      text.append("rejected for");
      rejections()
          .forEach(
              e ->
                  text.append(' ')
                      .append(e.getKey())
                      .append(' ')
                      .append(e.getValue().trades())
                      .append(','));
      text.setLength(text.length() - 1);
      text.append('\n');
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%,d %s in %.1f s, %,.0f a second%n",
            total(),
            total() == 1 ? "event" : "events",
            seconds(elapsed),
            rate(elapsed)));
    return text.toString();
  }

  /** Events a second. */
  public double rate(Duration elapsed) {
    return total() / seconds(elapsed);
  }

  private static double seconds(Duration elapsed) {
    return Math.max(elapsed.toMillis(), 1) / 1_000.0;
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
