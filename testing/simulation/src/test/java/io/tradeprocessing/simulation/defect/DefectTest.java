package io.tradeprocessing.simulation.defect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.simulation.Simulation;
import io.tradeprocessing.simulation.world.World;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that finds nothing proves nothing: each planted defect is found. */
class DefectTest {

  @ParameterizedTest
  @EnumSource
  void isFoundWithinItsSeeds(Defect defect) {
    Simulation simulation =
        Simulation.of(Path.of(System.getProperty("root"), "template.yaml"), defect.design());

    List<String> failures =
        LongStream.rangeClosed(1, defect.withinSeeds())
            .mapToObj(simulation::run)
            .map(World.Result::failures)
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElse(List.of());

    assertThat(failures).as("what the first %d seeds find", defect.withinSeeds()).isNotEmpty();
    assertThat(failures)
        .as("properties of which one must fail")
        .anyMatch(failure -> defect.isShownBy(failure));
  }
}
