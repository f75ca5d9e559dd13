package io.tradeprocessing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.simulation.aws.Design;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherMachineTest {

  private final Simulation simulation =
      Simulation.of(
          Path.of(Objects.requireNonNull(System.getProperty("root")), "template.yaml"),
          Design.AS_BUILT);

  @ParameterizedTest
  @ValueSource(longs = {7, 42, 140})
  void theSameSeedGivesTheSameTraceInAnotherJvm(long seed)
      throws IOException, InterruptedException {
    try (OtherProcess other = OtherProcess.simulate("--seed", Long.toString(seed))) {
      assertThat(other.output()).startsWith("trace " + simulation.run(seed).trace());
    }
  }
}
