package io.tradeprocessing.simulation.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class KernelTest {

  private static final Instant START = Instant.parse("2026-01-12T15:00:00Z");

  private final Kernel kernel = new Kernel(START);
  private final List<String> events = new ArrayList<>();

  private void note(String what) {
    events.add(Duration.between(START, kernel.now()).toSeconds() + " " + what);
  }

  @Test
  void timePassesOnlyInWaits() {
    kernel.start(
        () -> {
          kernel.sleep(Duration.ofHours(5));
          note("late");
        });
    kernel.start(
        () -> {
          kernel.sleep(Duration.ofSeconds(1));
          note("early");
        });

    assertThat(kernel.run()).isZero();

    assertThat(events).containsExactly("1 early", "18000 late");
  }

  @Test
  void whatIsDueAtTheSameTimeHappensInTheOrderInWhichItWasAsked() {
    for (int i = 0; i < 5; i++) {
      String name = "line " + i;
      kernel.start(
          () -> {
            kernel.sleep(Duration.ofSeconds(1));
            note(name);
          });
    }

    kernel.run();

    assertThat(events).containsExactly("1 line 0", "1 line 1", "1 line 2", "1 line 3", "1 line 4");
  }

  @Test
  void aVirtualThreadOfCodeThatKnowsNothingOfItRunsUnderIt() {
    kernel.start(
        () -> {
          FutureTask<String> task =
              new FutureTask<>(
                  () -> {
                    kernel.sleep(Duration.ofSeconds(3));
                    return "read";
                  });
          Thread.ofVirtual().start(task);
          try {
            note(task.get());
          } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
          }
        });

    kernel.run();

    assertThat(events).containsExactly("3 read");
  }

  @Test
  void aPromiseWakesAllThatWaitForItAndKeepsItsFirstValue() {
    Promise<String> promise = new Promise<>(kernel);
    kernel.start(() -> note("a " + promise.await()));
    kernel.start(() -> note("b " + promise.await()));
    kernel.after(Duration.ofSeconds(2), () -> promise.keep("first"));
    kernel.after(Duration.ofSeconds(3), () -> promise.keep("second"));

    kernel.run();

    assertThat(events).containsExactly("2 a first", "2 b first");
    assertThat(promise.now()).contains("first");
  }

  @Test
  void aClosedGateHoldsLinesUntilItOpens() {
    Gate gate = new Gate(kernel);
    gate.close();
    kernel.start(
        () -> {
          gate.pass();
          note("passed");
        });
    kernel.after(Duration.ofSeconds(9), gate::open);

    kernel.run();

    assertThat(events).containsExactly("9 passed");
  }

  @Test
  void whatStillWaitsAtTheEndIsCountedAndEnded() {
    Gate gate = new Gate(kernel);
    gate.close();
    List<String> ended = new ArrayList<>();
    kernel.start(
        () -> {
          try {
            gate.pass();
          } finally {
            ended.add("ended");
          }
        });

    assertThat(kernel.run()).isEqualTo(1);

    assertThat(ended).containsExactly("ended");
  }

  @Test
  void aFailureThatNothingHandlesEndsTheRun() {
    kernel.start(
        () -> {
          throw new IllegalArgumentException("a bug");
        });

    assertThatThrownBy(kernel::run).hasMessageContaining("a bug");
  }

  @Test
  void aRunThatTurnsInACircleEnds() {
    kernel.start(
        () -> {
          while (true) {
            kernel.sleep(Duration.ofMillis(1));
          }
        });

    assertThatThrownBy(kernel::run).hasMessageContaining("does not end");
  }

  @Test
  void aClockCanBeWrong() {
    assertThat(kernel.clock(Duration.ofSeconds(2)).instant()).isEqualTo(START.plusSeconds(2));
  }
}
