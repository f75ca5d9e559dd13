package io.tradeprocessing.asl.model;

import java.util.Map;
import java.util.Objects;

/**
 * States and where to start among them: a whole definition, a branch of a Parallel, the processor
 * of a Map.
 */
public record Flow(String startAt, Map<String, State> states) {

  public State start() {
    return state(startAt);
  }

  public State state(String name) {
    return Objects.requireNonNull(
        states.get(name), "transitions were checked when the definition was loaded");
  }
}
