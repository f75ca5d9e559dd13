package io.tradeprocessing.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LoggingTest {

  private static String printed(String... options) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Telemetry telemetry =
        CommandLine.populateCommand(new Logging(), options)
            .telemetry(new PrintStream(err, true, StandardCharsets.UTF_8));
    telemetry.info("handled", Map.of());
    telemetry.warn("the last settings stay in force", Map.of());
    telemetry.error("invocation failed", Map.of());
    telemetry.count("Conflicts", Map.of());
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void onlyWarningsArePrintedForFailuresAreInTheResults() {
    assertThat(printed().lines()).singleElement().asString().contains("the last settings stay");
  }

  @Test
  void theHandlersLogAndMetricsArePrintedWhereTheyAreAskedFor() {
    assertThat(printed("-v").lines())
        .hasSize(4)
        .anyMatch(line -> line.contains("invocation failed"))
        .anyMatch(line -> line.contains("\"Conflicts\":1"));
  }
}
