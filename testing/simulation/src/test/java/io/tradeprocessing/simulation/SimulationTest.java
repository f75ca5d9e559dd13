package io.tradeprocessing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.world.World;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final Path TEMPLATE =
      Path.of(Objects.requireNonNull(System.getProperty("root")), "template.yaml");

  private final Simulation simulation = Simulation.of(TEMPLATE, Design.AS_BUILT);

  @Test
  void theSameSeedGivesTheSameTrace() {
    for (long seed = 1; seed <= 20; seed++) {
      World.Result first = simulation.run(seed);
      World.Result second = Simulation.of(TEMPLATE, Design.AS_BUILT).run(seed);

      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void anotherSeedGivesAnotherTrace() {
    assertThat(simulation.run(1).trace()).isNotEqualTo(simulation.run(2).trace());
  }

  @Test
  void whatIsLeftOutDoesNotHappen() {
    World.Result all = simulation.run(7);
    String fault = all.faults().getFirst();
    Set<String> kept = Set.of(all.events().getFirst(), fault);

    World.Result some = simulation.run(7, kept);

    assertThat(some.events()).containsExactly(all.events().getFirst());
    assertThat(some.faults()).isSubsetOf(fault);
  }
}
