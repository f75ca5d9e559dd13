package io.tradeprocessing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.simulation.world.Plot;
import io.tradeprocessing.simulation.world.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

  private static final List<String> EVENTS = IntStream.range(0, 12).mapToObj(i -> "e" + i).toList();
  private static final List<String> FAULTS =
      IntStream.range(0, 80).mapToObj(i -> "fault@" + i).toList();

  private static World.Result result(List<String> failures) {
    return new World.Result(Plot.STANDBY, EVENTS, FAULTS, Map.of(), "", failures);
  }

  private static Set<String> shrunk(Predicate<Set<String>> fails) {
    return Shrinker.shrink(
        result(List.of("STATES: wrong")),
        kept -> result(fails.test(kept) ? List.of("STATES: wrong") : List.of()));
  }

  @Test
  void findsTheFewestThatFail() {
    Set<String> needed = Set.of("e3", "fault@17", "fault@18", "fault@71");

    assertThat(shrunk(kept -> kept.containsAll(needed))).isEqualTo(needed);
  }

  @Test
  void findsOne() {
    assertThat(shrunk(kept -> kept.contains("e11"))).containsExactly("e11");
  }

  @Test
  void doesNotTakeAnotherFailureForTheSame() {
    Set<String> fewest =
        Shrinker.shrink(
            result(List.of("STATES: wrong")),
            kept ->
                result(
                    kept.contains("fault@5") && kept.contains("e1")
                        ? List.of("STATES: wrong")
                        : List.of("VERIFIES: other")));

    assertThat(fewest).containsExactlyInAnyOrder("fault@5", "e1");
  }

  @Test
  void leavesAloneWhatDoesNotFailAgain() {
    assertThat(shrunk(_ -> false)).hasSize(EVENTS.size() + FAULTS.size());
  }
}
