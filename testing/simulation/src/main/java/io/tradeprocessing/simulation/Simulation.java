package io.tradeprocessing.simulation;

import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.simulation.aws.Blueprint;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.check.Evidence;
import io.tradeprocessing.simulation.world.World;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/** Runs seeds of a design. */
public final class Simulation {

  private final Blueprint blueprint;

  private Simulation(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  /**
   * The system that a template deploys.
   *
   * @param design as built, or with a planted defect
   */
  public static Simulation of(Path template, Design design) {
    return new Simulation(Blueprint.of(DeploymentTemplate.read(template), design));
  }

  /** Runs a seed with everything that it brings. */
  public World.Result run(long seed) {
    return World.run(blueprint, seed, _ -> true, _ -> {}, _ -> {});
  }

  /**
   * Runs a seed with some of its events and faults.
   *
   * @param kept names of those; all others are left out
   */
  public World.Result run(long seed, Set<String> kept) {
    return World.run(blueprint, seed, kept::contains, _ -> {}, _ -> {});
  }

  /** The same, with a reader of the trace. */
  World.Result trace(long seed, Set<String> kept, Consumer<String> reader) {
    return World.run(
        blueprint, seed, name -> kept.isEmpty() || kept.contains(name), reader, _ -> {});
  }

  /**
   * Runs a seed for the stores that it leaves, sound and damaged.
   *
   * @param examined is given each of them, with what {@code trades verify} says of it
   */
  void examine(long seed, Consumer<Evidence.Examined> examined) {
    World.run(blueprint, seed, _ -> true, _ -> {}, examined);
  }

  /** The fewest events and faults with which a seed that failed still fails in the same way. */
  public Set<String> shrink(long seed, World.Result failed) {
    return Shrinker.shrink(failed, kept -> run(seed, kept));
  }
}
