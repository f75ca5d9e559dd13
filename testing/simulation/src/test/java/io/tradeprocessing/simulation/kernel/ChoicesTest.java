package io.tradeprocessing.simulation.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoicesTest {

  /** Computed once; the same on every machine and in every version of Java. */
  @Test
  void followFromSeedPlaceAndCountAlone() {
    Choices choices = new Choices(42);

    assertThat(List.of(choices.next("a"), choices.next("b"), choices.next("a")))
        .containsExactly(FIRST_A, FIRST_B, SECOND_A);
    assertThat(new Choices(42).next("b")).isEqualTo(FIRST_B);
  }

  private static final long FIRST_A = -2787257483985292397L;
  private static final long FIRST_B = -1703035539222959183L;
  private static final long SECOND_A = -6610549641074967857L;

  @Test
  void areSpreadEvenly() {
    int[] counts = new int[10];
    for (long seed = 0; seed < 10_000; seed++) {
      counts[new Choices(seed).below("place", 10)]++;
    }

    for (int count : counts) {
      assertThat(count).isBetween(900, 1_100);
    }
  }

  @Test
  void staysBelowTheBound() {
    Choices choices = new Choices(1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(choices.between("time", Duration.ofMillis(5), Duration.ofMillis(8)))
          .isBetween(Duration.ofMillis(5), Duration.ofMillis(7));
    }
  }

  /** The hash of a trace that depends on the kernel alone, and so changes with nothing else. */
  @Test
  void andVirtualTimeGiveTheSameTraceOnEveryMachine() {
    Kernel kernel = new Kernel(Instant.EPOCH);
    Choices choices = new Choices(7);
    Trace trace = new Trace(kernel, _ -> {});
    for (int i = 0; i < 10; i++) {
      String name = "line " + i;
      kernel.start(
          () -> {
            for (int step = 0; step < 20; step++) {
              kernel.sleep(choices.between(name, Duration.ZERO, Duration.ofHours(1)));
              trace.add(name, "step " + step);
            }
          });
    }
    kernel.run();

    assertThat(trace.lines()).isEqualTo(200);
    assertThat(trace.hash())
        .isEqualTo("eace8715acf7ccf3ecf30bf484416999dba03dd8398fd884275f1f7a112a9634");
  }
}
