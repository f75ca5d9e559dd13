package io.tradeprocessing.benchmarks.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The cost model against the definitions, and the documentation against the cost model. */
class CostModelTest {

  private static final Path ROOT = Path.of(System.getProperty("root", "../..")).toAbsolutePath();

  private static final String BEGIN = "<!-- cost: begin -->\n";
  private static final String END = "<!-- cost: end -->\n";

  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?");

  private final CostModel model = new CostModel(ROOT, Stated.DEFAULT);
  private final Prices prices = Prices.load();

  private double dollars(String way, String... prefixes) {
    return model.ways().stream()
        .filter(each -> each.name().equals(way))
        .findFirst()
        .orElseThrow()
        .usage()
        .dollars(prices, prefixes)
        .doubleValue();
  }

  /** Seven states on the way of an accepted trade, at 25 dollars a million transitions. */
  @Test
  void stepFunctionsIsNineTenthsOfTheStandardWay() {
    assertThat(dollars("STANDARD", "states-")).isEqualTo(175.0, within(0.001));
    assertThat(dollars("STANDARD", "states-")).isGreaterThan(0.9 * dollars("STANDARD", ""));
  }

  @Test
  void expressAndBackfillCostAFractionOfIt() {
    assertThat(dollars("EXPRESS", "")).isLessThan(dollars("STANDARD", "") / 10);
    assertThat(dollars("backfill", "")).isLessThan(dollars("EXPRESS", ""));
    assertThat(dollars("backfill", "states-")).isEqualTo(500 * 4 * 0.000025, within(0.0001));
  }

  /** A record and a head in a transaction, and the record in the index. */
  @Test
  void aTradeWritesTheSameHoweverItComes() {
    assertThat(dollars("backfill", "dynamodb-write"))
        .isEqualTo(dollars("STANDARD", "dynamodb-write"), within(0.2));
  }

  /**
   * Small changes of records and log lines do not make the page wrong. Larger ones do: write what
   * {@code testing/benchmarks/cost} prints between the page's marks.
   */
  @Test
  void thePageShowsWhatTheModelComputes() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/cost.md"));
    String shown = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)).strip();
    String computed = model.markdown().strip();

    assertThat(NUMBER.matcher(shown).replaceAll("#"))
        .isEqualTo(NUMBER.matcher(computed).replaceAll("#"));
    List<Double> expected = numbers(computed);
    List<Double> actual = numbers(shown);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i))
          .as("figure " + (i + 1))
          .isEqualTo(expected.get(i), within(Math.max(0.05, 0.05 * expected.get(i))));
    }
  }

  @Test
  void theReadmeQuotesTheTotalsOfThePage() throws IOException {
    Matcher quoted =
        Pattern.compile(
                "(\\d+) dollars a million trades as STANDARD executions, (\\d+) as EXPRESS ones and"
                    + " (\\d+) in a\\s+backfill")
            .matcher(Files.readString(ROOT.resolve("README.md")));
    assertThat(quoted.find()).isTrue();
    assertThat(Double.parseDouble(quoted.group(1)))
        .isEqualTo(dollars("STANDARD", ""), within(10.0));
    assertThat(Double.parseDouble(quoted.group(2))).isEqualTo(dollars("EXPRESS", ""), within(1.0));
    assertThat(Double.parseDouble(quoted.group(3))).isEqualTo(dollars("backfill", ""), within(0.8));
  }

  /** At least the CPU that it was measured to take, and not much more. */
  @Test
  void theStatedTimeOfABackfilledEventFollowsFromItsMeasuredCpu() throws IOException {
    Matcher measured =
        Pattern.compile("\\n\\| CPU of an event \\| ([0-9.]+) ms \\|")
            .matcher(Files.readString(ROOT.resolve("docs/performance.md")));
    assertThat(measured.find()).isTrue();
    double cpuMs = Double.parseDouble(measured.group(1));
    assertThat(Stated.DEFAULT.backfillMs()).isBetween(1.5 * cpuMs, 3 * cpuMs);
  }

  /** An alarm is charged for each metric that it watches. */
  @Test
  void theStatedAlarmsAreThoseOfTheTemplate() throws IOException {
    Matcher alarm =
        Pattern.compile("\\n    Type: AWS::CloudWatch::Alarm\\n((?:    .*\\n)+)")
            .matcher(Files.readString(ROOT.resolve("template.yaml")));
    int metrics = 0;
    while (alarm.find()) {
      String text = alarm.group(1);
      if (!text.contains("Condition: ArchivesRecords")
          && !text.contains("Condition: HasBackfill")
          && !text.contains("Condition: RunsExpress")
          && !text.contains("Condition: HasSystem")) {
        metrics += Math.max(1, text.split("MetricStat:", -1).length - 1);
      }
    }
    assertThat(metrics).isEqualTo(Stated.DEFAULT.alarmMetrics());
    assertThat(
            Pattern.compile("\\n    Type: AWS::CloudWatch::CompositeAlarm\\n    DeletionPolicy")
                .matcher(Files.readString(ROOT.resolve("template.yaml")))
                .results())
        .hasSize(Stated.DEFAULT.compositeAlarms());
  }

  private static List<Double> numbers(String text) {
    return NUMBER.matcher(text).results().map(m -> Double.parseDouble(m.group())).toList();
  }
}
