package io.tradeprocessing.simulation;

import io.tradeprocessing.simulation.world.World;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes a failing seed small: leaves out events and faults as long as the same property fails, by
 * halves, then quarters, down to single ones (delta debugging).
 */
final class Shrinker {

  /** Runs at most, so that a large seed ends, too. */
  private static final int MOST_RUNS = 2_000;

  private final Function<Set<String>, World.Result> run;
  private final String property;
  private int runs;

  /**
   * @param run of the seed with these events and faults and no others
   */
  private Shrinker(Function<Set<String>, World.Result> run, String property) {
    this.run = run;
    this.property = property;
  }

  /** The fewest events and faults, by name, with which the first failed property still fails. */
  static Set<String> shrink(World.Result failed, Function<Set<String>, World.Result> run) {
    Set<String> all = new LinkedHashSet<>(failed.events());
    all.addAll(failed.faults());
    Shrinker shrinker = new Shrinker(run, property(failed.failures().getFirst()));
    return shrinker.fails(all) ? shrinker.smallest(new ArrayList<>(all)) : all;
  }

  private static String property(String failure) {
    return failure.substring(0, Math.max(0, failure.indexOf(':')));
  }

  private Set<String> smallest(List<String> kept) {
    List<String> names = kept;
    int parts = 2;
    while (names.size() > 1 && runs < MOST_RUNS) {
      List<String> smaller = withoutOnePart(names, parts);
      if (smaller.size() < names.size()) {
        names = smaller;
        parts = Math.max(2, parts - 1);
      } else if (parts >= names.size()) {
        break;
      } else {
        parts = Math.min(names.size(), parts * 2);
      }
    }
    return new LinkedHashSet<>(names);
  }

  private List<String> withoutOnePart(List<String> names, int parts) {
    for (int part = 0; part < parts; part++) {
      int from = part * names.size() / parts;
      int to = (part + 1) * names.size() / parts;
      List<String> rest = new ArrayList<>(names.subList(0, from));
      rest.addAll(names.subList(to, names.size()));
      if (from < to && fails(new LinkedHashSet<>(rest))) {
        return rest;
      }
    }
    return names;
  }

  private boolean fails(Set<String> kept) {
    runs++;
    return run.apply(kept).failures().stream()
        .anyMatch(failure -> property(failure).equals(property));
  }
}
