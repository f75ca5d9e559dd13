package io.tradeprocessing.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.simulation.Simulation;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.fault.Fault;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {

  private static final int SEEDS =
      Integer.parseInt(Objects.requireNonNull(System.getProperty("simulation.seeds")));

  private final Simulation simulation =
      Simulation.of(
          Path.of(Objects.requireNonNull(System.getProperty("root")), "template.yaml"),
          Design.AS_BUILT);

  @Test
  void everyPropertyHoldsOfEverySeed() {
    Set<Fault> happened = EnumSet.noneOf(Fault.class);
    Set<Plot> plots = EnumSet.noneOf(Plot.class);
    for (long seed = 1; seed <= SEEDS; seed++) {
      World.Result result = simulation.run(seed);
      happened.addAll(result.counts().keySet());
      plots.add(result.plot());
      assertThat(result.failures()).as("./simulate --seed " + seed).isEmpty();
    }

    assertThat(plots).containsExactlyInAnyOrder(Plot.values());
    assertThat(happened).containsExactlyInAnyOrder(Fault.values());
  }

  /** Found by long runs. */
  @ParameterizedTest
  @ValueSource(longs = {217_257, 293_778, 674_028})
  void everyPropertyHoldsOfASeedThatOnceFailed(long seed) {
    assertThat(simulation.run(seed).failures()).isEmpty();
  }
}
