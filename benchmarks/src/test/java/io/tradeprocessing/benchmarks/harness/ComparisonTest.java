package io.tradeprocessing.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.benchmarks.harness.Bench.ColdStart;
import io.tradeprocessing.benchmarks.harness.Bench.Restored;
import io.tradeprocessing.benchmarks.harness.Bench.Warm;
import io.tradeprocessing.benchmarks.harness.Choice.Alternative;
import io.tradeprocessing.benchmarks.harness.Comparison.Measured;
import io.tradeprocessing.common.json.JsonWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComparisonTest {

  private static final Comparison COMPARISON =
      new Comparison(
          Choice.JSON, List.of(measured("ours", 400, 0.2), measured("theirs", 600, 0.1)));

  private static Measured measured(String label, double coldCpuMs, double warmMs) {
    return new Measured(
        label,
        List.of(new ColdStart(500, coldCpuMs, 10, 120)),
        List.of(new Restored(2_000, 12, 6)),
        new Warm(warmMs, 3, 1, 140),
        5);
  }

  @Test
  void showsTheProjectsWayInItsUnitsAndTheOthersAsRatiosToIt() {
    assertThat(COMPARISON.table().toMarkdown())
        .contains("| ours | 400 ms | 500 ms | 6.00 ms | 0.20 ms | 1.00 ms | 140 MB | 5.00 MB |")
        .contains("| theirs | 1.50 x | 1.00 x | 1.00 x | 0.50 x | 1.00 x | 1.00 x | 1.00 x |");
  }

  @Test
  void aProgramGetsEachFigure() {
    assertThat(JsonWriter.toString(COMPARISON.toJson()))
        .contains("{\"alternative\":\"theirs\",\"cold_cpu_ms\":600,\"cold_ms\":500,")
        .contains("\"zip_mb\":5");
  }

  @ParameterizedTest
  @EnumSource
  void aChoiceIsBetweenWaysThatDiffer(Choice choice) {
    assertThat(choice.alternatives()).extracting(Alternative::label).doesNotHaveDuplicates();
    assertThat(choice.alternatives())
        .extracting(each -> each.handler() + each.libraries() + each.options())
        .doesNotHaveDuplicates();
  }
}
