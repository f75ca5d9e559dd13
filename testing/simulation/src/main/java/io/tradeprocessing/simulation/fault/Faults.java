package io.tradeprocessing.simulation.fault;

import io.tradeprocessing.simulation.kernel.Choices;
import io.tradeprocessing.simulation.kernel.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Decides which faults of a run happen. */
public final class Faults {

  /** How much of a fault a seed has, in parts of its usual rate; seeds differ, so bugs meet. */
  private static final List<Integer> INTENSITIES = List.of(0, 0, 1, 1, 2, 5);

  private final Choices choices;
  private final Trace trace;
  private final Predicate<String> allowed;
  private final Map<Fault, Integer> rates = new EnumMap<>(Fault.class);
  private final Map<String, Integer> occasions = new HashMap<>();
  private final List<String> happened = new ArrayList<>();
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private boolean calm;

  /**
   * @param allowed the faults that may happen, by {@link #happened() name}
   */
  public Faults(Choices choices, Trace trace, Predicate<String> allowed) {
    this.choices = choices;
    this.trace = trace;
    this.allowed = allowed;
    for (Fault fault : Fault.values()) {
      rates.put(fault, fault.perThousand() * choices.one("intensity/" + fault.id(), INTENSITIES));
    }
  }

  /**
   * Whether a fault happens where it could.
   *
   * @param place what it would hit, without blanks; the same place may ask again and again
   */
  public boolean happens(Fault fault, String place) {
    int rate = rates.getOrDefault(fault, 0);
    if (calm || rate == 0 || !choices.chance(fault.id() + "@" + place, rate)) {
      return false;
    }
    return strike(fault, place);
  }

  /**
   * A fault that the scenario wants.
   *
   * @return whether it is allowed
   */
  public boolean strike(Fault fault, String place) {
    String site = fault.id() + "@" + place;
    int occasion = occasions.merge(site, 1, Integer::sum);
    String name = occasion == 1 ? site : site + "#" + occasion;
    if (!allowed.test(name)) {
      return false;
    }
    happened.add(name);
    counts.merge(fault, 1, Integer::sum);
    trace.add("fault", name);
    return true;
  }

  /** From here on nothing goes wrong by itself. */
  public void calm() {
    calm = true;
    trace.add("fault", "no more faults");
  }

  /** The names of those that happened, each once: fault, place and, from the second on, number. */
  public List<String> happened() {
    return Collections.unmodifiableList(happened);
  }

  /** How many happened of each. */
  public Map<Fault, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }
}
