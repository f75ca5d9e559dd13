package io.tradeprocessing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.simulation.check.Property;
import io.tradeprocessing.simulation.defect.Defect;
import io.tradeprocessing.simulation.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/simulation.md} list what the code has. */
class SimulationPageTest {

  private static final Pattern FIRST_COLUMN =
      Pattern.compile("(?m)^\\| `?([A-Za-z_-]+)`? \\|(?! holds| what happens| found within)(.*)$");

  private static List<String> rows(String table) throws IOException {
    String page =
        Files.readString(
            Path.of(Objects.requireNonNull(System.getProperty("root")), "docs/simulation.md"));
    int from = page.indexOf("<!-- " + table + " -->");
    return FIRST_COLUMN
        .matcher(page.substring(from, page.indexOf("<!-- end -->", from)))
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  @Test
  void hasEveryFault() throws IOException {
    assertThat(rows("faults"))
        .containsExactlyElementsOf(Arrays.stream(Fault.values()).map(Fault::id).toList());
  }

  @Test
  void hasEveryProperty() throws IOException {
    assertThat(rows("properties"))
        .containsExactlyElementsOf(Arrays.stream(Property.values()).map(Enum::name).toList());
  }

  @Test
  void hasEveryDefectWithItsSeeds() throws IOException {
    assertThat(rows("defects"))
        .containsExactlyElementsOf(Arrays.stream(Defect.values()).map(Enum::name).toList());
    String page =
        Files.readString(
            Path.of(Objects.requireNonNull(System.getProperty("root")), "docs/simulation.md"));
    for (Defect defect : Defect.values()) {
      assertThat(page).contains("| " + defect.name() + " | " + defect.withinSeeds() + " |");
    }
  }
}
