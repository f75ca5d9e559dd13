package io.tradeprocessing.simulation.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Days under load: {@code ./simulate --load}, and the figures of {@code docs/capacity.md}. */
public final class Load {

  /** Trades a second, mean of the day. */
  public static final List<Integer> MEANS = List.of(100, 1_000, 10_000);

  private final Map<Way, Workload> workloads = new EnumMap<>(Way.class);
  private final long seed;

  private Load(long seed) {
    this.seed = seed;
  }

  /**
   * The days of a template's workflows.
   *
   * @param seed of the arrivals and of the jitter of retries
   */
  public static Load of(Path template, long seed) {
    DeploymentTemplate stack = DeploymentTemplate.read(template);
    DeploymentTemplate.Rule rule = stack.rules().getFirst();
    Load load = new Load(seed);
    Workload standard = Workload.of(Definition.parse(stack.definition()), rule);
    load.workloads.put(Way.STANDARD, standard);
    load.workloads.put(
        Way.EXPRESS,
        Workload.of(Definition.parse(stack.definition(DeploymentTemplate.EXPRESS_WORKFLOW)), rule));
    load.workloads.put(Way.BACKFILL, standard);
    return load;
  }

  /** Scenarios and their results, in the order of the page. */
  Map<Scenario, Result> run(List<Integer> means) {
    Map<Scenario, Result> results = new LinkedHashMap<>();
    for (int mean : means) {
      for (Quotas.Account account : Quotas.Account.values()) {
        for (Way way : Way.values()) {
          Scenario scenario = new Scenario(way, account, mean);
          results.put(scenario, scenario.run(workloads, seed));
        }
      }
    }
    return results;
  }

  /** The tables of the page. */
  public String markdown(List<Integer> means) {
    return markdown(means, run(means));
  }

  String markdown(List<Integer> means, Map<Scenario, Result> results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "A day of eight hours that opens with ten times the mean, seed "
            + seed
            + ". By `./simulate --load`.");
    for (int mean : means) {
      lines.add("");
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d trades a second (%,.1f million a day, %,d a second at the opening):",
              mean,
              mean * Day.SECONDS / 1e6,
              Math.round(new Day(mean).peak())));
      lines.add("");
      lines.add("| quotas | way | p50 | p99 | longest | throttled | dead letters | done |");
      lines.add("|---|---|--:|--:|--:|---|--:|--:|");
      results.forEach(
          (scenario, result) -> {
            if (scenario.mean() == mean) {
              lines.add(row(scenario, result));
            }
          });
    }
    lines.add("");
    lines.addAll(asked(means));
    lines.add("");
    lines.addAll(quotas());
    return String.join("\n", lines) + "\n";
  }

  private String row(Scenario scenario, Result result) {
    return "| %s | %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            scenario.account().text(),
            scenario.way().text(),
            time(result.quantile(0.5)),
            time(result.quantile(0.99)),
            time(result.quantile(1)),
            throttled(result),
            count(result.deadLetters()),
            result.end() <= Day.SECONDS + 60
                ? "with the day"
                : "+ " + time(result.end() - Day.SECONDS));
  }

  private static String throttled(Result result) {
    String refused =
        result.throttled().entrySet().stream()
            .map(each -> each.getKey().text() + " " + count(each.getValue()))
            .collect(Collectors.joining(", "));
    String paces =
        result.paces().stream().map(Result.Limit::text).collect(Collectors.joining(", "));
    if (!paces.isEmpty()) {
      return "paced by " + paces;
    }
    return refused.isEmpty() ? "nothing" : refused;
  }

  private String time(int seconds) {
    if (seconds == 0) {
      return workloads.values().iterator().next().unhindered() + " s";
    }
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200
        ? Math.round(seconds / 60.0) + " min"
        : String.format(Locale.ROOT, "%.1f h", seconds / 3_600.0);
  }

  private static String count(long count) {
    return count < 1_000_000
        ? String.format(Locale.ROOT, "%,d", count)
        : String.format(Locale.ROOT, "%,.1f million", count / 1e6);
  }

  /** What raised quotas are, where they are not the default. */
  private List<String> asked(List<Integer> means) {
    List<String> lines = new ArrayList<>();
    lines.add("Raised quotas, where they differ from the default:");
    lines.add("");
    lines.add("| trades a second | way | ask for |");
    lines.add("|--:|---|---|");
    for (int mean : means) {
      for (Way way : Way.values()) {
        Workload workload = workloads.get(way);
        Day day = new Day(mean);
        if (workload != null) {
          Quotas byDefault = Quotas.of(Quotas.Account.DEFAULT, way, day, workload);
          Quotas raised = Quotas.of(Quotas.Account.RAISED, way, day, workload);
          String asks =
              Stream.concat(
                      Quotas.all().stream().map(Quotas.Quota::id), Stream.of(Quotas.EVENT_AGE))
                  .filter(id -> raised.of(id) > byDefault.of(id))
                  .map(id -> String.format(Locale.ROOT, "`%s` %,.0f", id, raised.of(id)))
                  .collect(Collectors.joining(", "));
          lines.add(
              String.format(
                  Locale.ROOT,
                  "| %,d | %s | %s |",
                  mean,
                  way.text(),
                  asks.isEmpty() ? "nothing" : asks));
        }
      }
    }
    return lines;
  }

  private static List<String> quotas() {
    List<String> lines = new ArrayList<>();
    lines.add("Quotas of us-east-1, as of " + Quotas.CHECKED + ":");
    lines.add("");
    lines.add("| quota | new account | default | can be raised | what | source |");
    lines.add("|---|--:|--:|---|---|---|");
    Quotas.all()
        .forEach(
            quota ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "| `%s` | %,.0f | %,.0f | %s | %s | [AWS](%s) |",
                        quota.id(),
                        quota.newAccount(),
                        quota.byDefault(),
                        quota.adjustable() ? "yes" : "no",
                        quota.what(),
                        quota.source())));
    return lines;
  }

  /** The results as JSON, a line for each scenario. */
  public List<ObjectNode> json(List<Integer> means) {
    List<ObjectNode> lines = new ArrayList<>();
    run(means)
        .forEach(
            (scenario, result) -> {
              ObjectNode line = JsonNodeFactory.instance.objectNode();
              line.put("mean", scenario.mean()).put("quotas", scenario.account().text());
              line.put("way", scenario.way().text()).put("recorded", result.recorded());
              line.put("p50Seconds", result.quantile(0.5)).put("p99Seconds", result.quantile(0.99));
              line.put("maxSeconds", result.quantile(1)).put("deadLetters", result.deadLetters());
              ObjectNode throttled = line.putObject("throttled");
              result.throttled().forEach((limit, count) -> throttled.put(limit.text(), count));
              var paces = line.putArray("pacedBy");
              result.paces().forEach(limit -> paces.add(limit.text()));
              lines.add(line);
            });
    return lines;
  }
}
