package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What paths and functions of a state can see.
 *
 * @param state the state's name, for messages
 * @param input what {@code $} is
 * @param context what {@code $$} is
 * @param random where random numbers come from
 */
public record Scope(
    String state, JsonNode input, Supplier<JsonNode> context, RandomGenerator random) {

  public Scope withInput(JsonNode other) {
    return new Scope(state, other, context, random);
  }

  /** The same scope with another context object. */
  public Scope withContext(Supplier<JsonNode> other) {
    return new Scope(state, input, other, random);
  }

  public StateFailure runtimeFailure(String cause) {
    return StateFailure.runtime(state, cause);
  }
}
