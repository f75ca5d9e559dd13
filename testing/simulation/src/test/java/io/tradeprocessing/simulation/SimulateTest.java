package io.tradeprocessing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulateTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void findTheTemplate() {
    System.setProperty("simulate.home", System.getProperty("root"));
  }

  private int simulate(String... args) {
    CommandLine command = Simulate.command();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(args);
  }

  @Test
  void printsWhatHappensInOneSeed() {
    assertThat(simulate("--seed", "7", "--trace")).isZero();

    assertThat(out.toString())
        .contains("plot", "on the bus: e0", "answers RECORDED", "no more faults", "trace ")
        .contains("1 seed, ")
        .endsWith("all hold" + System.lineSeparator());
  }

  @Test
  void endsWithOneLineOfJson() {
    assertThat(simulate("--seeds", "1-5", "--json")).isZero();

    assertThat(out.toString().strip())
        .startsWith("{\"seeds\":5,\"events\":")
        .contains("\"faults\":{\"event-delivered-twice\":")
        .endsWith("\"failures\":[]}");
  }

  @Test
  void runsForSoManyMinutes() {
    assertThat(simulate("--minutes", "0.005", "--json")).isZero();

    assertThat(out.toString()).contains("\"seeds\":");
  }

  @Test
  void keepsOnlyWhatIsNamed() {
    assertThat(simulate("--seed", "7", "--trace", "--keep", "e0")).isZero();

    assertThat(out.toString()).contains("on the bus: e0").doesNotContain("on the bus: e1");
  }

  @Test
  void refusesOptionsThatDoNotGoTogether() {
    assertThat(simulate()).isEqualTo(2);
    assertThat(simulate("--seeds", "1-3", "--trace")).isEqualTo(2);
    assertThat(simulate("--seed", "1", "--minutes", "1")).isEqualTo(2);

    assertThat(err.toString()).contains("give --seed N, perhaps with --trace and --keep");
  }

  @Test
  void refusesARangeThatIsNone() {
    assertThat(simulate("--seeds", "many")).isEqualTo(2);
    assertThat(simulate("--seeds", "7-6")).isEqualTo(2);

    assertThat(err.toString())
        .contains("--seeds many is not a range such as 1-1000")
        .contains("--seeds 7-6 has no seed: the first comes after the last");
  }
}
