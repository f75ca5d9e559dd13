package io.tradeprocessing.simulation.defect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.simulation.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A simulation that finds nothing proves nothing: each planted defect is found.
 *
 * <p>{@code seeds.properties} has the seed that found a defect before. It is run first, for the
 * first seeds that find some are hundreds away, and one seed proves as much as another. If it finds
 * the defect no longer, all seeds are run, and the one that does is printed for the file.
 */
class DefectTest {

  private static final Properties SEEDS = new Properties();

  static {
    try (InputStream file = DefectTest.class.getResourceAsStream("seeds.properties")) {
      SEEDS.load(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFoundWithinItsSeeds(Defect defect) {
    Simulation simulation =
        Simulation.of(Path.of(System.getProperty("root"), "template.yaml"), defect.design());
    long known = Long.parseLong(SEEDS.getProperty(defect.name(), "1"));
    assertThat(known).isBetween(1L, (long) defect.withinSeeds());

    List<String> failures = simulation.run(known).failures();
    if (failures.isEmpty()) {
      failures = firstFailures(defect, simulation);
    }

    assertThat(failures).as("what the first %d seeds find", defect.withinSeeds()).isNotEmpty();
    assertThat(failures)
        .as("properties of which one must fail")
        .anyMatch(failure -> defect.isShownBy(failure));
  }

  private static List<String> firstFailures(Defect defect, Simulation simulation) {
    for (long seed = 1; seed <= defect.withinSeeds(); seed++) {
      List<String> failures = simulation.run(seed).failures();
      if (!failures.isEmpty()) {
        System.out.printf("seeds.properties: %s=%d%n", defect, seed);
        return failures;
      }
    }
    return List.of();
  }
}
