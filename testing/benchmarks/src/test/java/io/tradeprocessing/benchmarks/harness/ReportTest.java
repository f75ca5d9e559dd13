package io.tradeprocessing.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tradeprocessing.benchmarks.harness.Bench.Batch;
import io.tradeprocessing.benchmarks.harness.Bench.ColdStart;
import io.tradeprocessing.benchmarks.harness.Bench.Restored;
import io.tradeprocessing.benchmarks.harness.Bench.Warm;
import io.tradeprocessing.benchmarks.harness.Document.Place;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final FunctionResult RECORDER =
      new FunctionResult(
          Function.RECORDER,
          List.of(cold(900), cold(600), cold(700)),
          List.of(cold(200)),
          List.of(cold(70)),
          List.of(),
          List.of(new Restored(2_000, 12, 6)),
          Optional.of(new Warm(1.5, 3, 1, 140)),
          Optional.of(new Warm(2, 4, 1, 150)),
          Optional.of(new Warm(0.1, 0.2, 0.1, 60)),
          Optional.of(new Warm(5, 9, 4, 80)),
          Optional.empty(),
          Optional.empty(),
          8.5);

  private static final Results RESULTS =
      new Results(
          LocalDate.of(2026, 11, 24),
          "testing/benchmarks/run",
          new Machine("a CPU", 2, "Linux 6", "Temurin 25", Optional.of("Python 3.11.7"), "0.10"),
          List.of(RECORDER),
          Map.of(Throughput.VALIDATE_PER_CORE_S, 345_678.0, Throughput.RUN_TRADES_PER_S, 456.0),
          new BackfillResult(
              Optional.of(new Batch(2_500, 0.5)),
              Optional.of(new Batch(500, 2)),
              Optional.of(new Batch(250, 0.5)),
              Optional.empty(),
              OptionalDouble.of(1.5)));

  private static ColdStart cold(double cpuMs) {
    return new ColdStart(cpuMs + 100, cpuMs, 10, 120);
  }

  @Test
  void aRatioIsOfMedians() {
    assertThat(RECORDER.figure(Figure.COLD_CPU_VS_PYTHON)).hasValue(3.5);
    assertThat(RECORDER.figure(Figure.WARM_P50_VS_PYTHON)).hasValue(0.3);
    assertThat(RECORDER.figure(Figure.COLD_AOT_VS_PYTHON)).isEmpty();
  }

  @Test
  void marksAFigureThatMissesItsGoal() {
    assertThat(Report.goals(RESULTS).toMarkdown())
        .contains("| package, zipped | ! 8.50 MB | ≤ 8.00 MB |")
        .contains("| warm, median, relative to Python's | 0.30 x | ≤ 0.38 x |")
        .contains("| cold with an AOT cache, CPU, relative to Python's | – | ≤ 2.00 x |");
  }

  @Test
  void comparesTheCpuOfABackfilledEventWithThatOfTheLiveWay() {
    assertThat(Report.backfill(RESULTS).toMarkdown())
        .contains("| events per CPU second, relative to the live way's | ! 3.00 x | ≥ 10.0 x |")
        .contains("| events per CPU second | 2,000 |  |")
        .contains("| events per second on DynamoDB Local | 250 |  |")
        .contains("| CPU of an event, relative to Python's | 0.25 x |  |")
        .contains("| Python: events per second on DynamoDB Local | – |  |");
  }

  @Test
  void whatWasNotMeasuredIsNullInTheJson() {
    assertThat(JsonWriter.toString(RESULTS.toJson()))
        .contains("\"events_per_cpu_s_vs_live\":3", "\"python_local_events_per_s\":null")
        .contains("\"cold_cpu_vs_python\":3.5", "\"cold_aot_vs_python\":null")
        .contains("\"validate_per_core_s\":345700", "\"enrich_per_core_s\":null");
  }

  @Test
  void whatTakesCpuCostsTheSameBelowAWholeCoreButTheWaitsCostLess() {
    double request = 0.20;
    // 10 ms of CPU: 35 ms at 512 MB, 18 ms at 1024 MB
    assertThat(Cost.dollars(10, 10, 512)).isCloseTo(request + 35 * 0.0066667, within(0.001));
    assertThat(Cost.dollars(10, 10, 1_024)).isCloseTo(request + 18 * 0.0133334, within(0.001));
    assertThat(Cost.dollars(1, 101, 512)).isLessThan(Cost.dollars(1, 101, 1_024));
  }

  @Test
  void replacesTheTablesOfThePageAndLeavesItsText(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("performance.md");
    Files.writeString(
        page,
        """
        # Title
        <!-- measured: begin -->
        last week's
        <!-- measured: end -->
        ## Backfill
        <!-- backfill: begin -->
        last week's
        <!-- backfill: end -->
        ## After
        """);

    Document.write(page, RESULTS);

    assertThat(Files.readString(page))
        .startsWith("# Title\n<!-- measured: begin -->\n\nMeasured on 2026-11-24 by")
        .contains(
            "a CPU, 2 cores",
            "### Throughput",
            "Temurin 25; Python 3.11.7.",
            "| 345,678 |  |",
            "| ! 456 | ≥ 1,000 |",
            "<!-- measured: end -->\n## Backfill\n<!-- backfill: begin -->\n\nMeasured on 2026")
        .doesNotContain("last week's")
        .endsWith("\n\n<!-- backfill: end -->\n## After\n");
  }

  @Test
  void aPageWithoutAPlaceForTheTablesIsLeftAlone() {
    assertThatThrownBy(() -> Document.replaced("# Title\n", Place.MEASURED, "tables"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("<!-- measured: begin -->");
  }

  @Test
  void theProjectsPageHasItsPlaces() throws IOException {
    Path page = Path.of("../../docs/performance.md");

    for (Place place : Place.values()) {
      assertThat(Document.replaced(Files.readString(page), place, "\n")).contains("# Performance");
    }
  }

  @Test
  void percentilesAreOfTheSortedValues() {
    double[] values = {5, 1, 4, 2, 3};
    assertThat(Statistics.percentile(50, values)).isEqualTo(3);
    assertThat(Statistics.percentile(99, values)).isBetween(4.0, 5.0);
  }

  @Test
  void aTableHasCellsForEachColumn() {
    assertThatThrownBy(() -> new Table("t", List.of("a", "b"), List.of(List.of("1"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Table("t", List.of("", "b"), List.of(List.of("row", "1"))).toText())
        .isEqualTo("t\n       b\n  row  1\n");
  }
}
