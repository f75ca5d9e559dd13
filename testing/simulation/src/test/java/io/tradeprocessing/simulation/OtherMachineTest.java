package io.tradeprocessing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OtherMachineTest {

  /** All plots and faults happen in these. */
  private static final String[] SEEDS = {"--seeds", "1-40", "--json"};

  @Test
  void theSameSeedsGiveTheSameTracesInAnotherJvm() throws IOException, InterruptedException {
    System.setProperty("simulate.home", Objects.requireNonNull(System.getProperty("root")));
    StringWriter here = new StringWriter();

    try (OtherProcess other = OtherProcess.simulate(SEEDS)) {
      Simulate.command().setOut(new PrintWriter(here)).execute(SEEDS);

      assertThat(other.output()).contains("\"traces\":").isEqualTo(here.toString().strip());
    }
  }
}
