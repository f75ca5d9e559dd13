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
 * @param random the source of random numbers
 * @param allowance how much data functions may still produce
 */
public record Scope(
    String state,
    JsonNode input,
    Supplier<JsonNode> context,
    RandomGenerator random,
    Allowance allowance) {

  /** A scope whose functions may still produce as much data as one attempt may. */
  public Scope(String state, JsonNode input, Supplier<JsonNode> context, RandomGenerator random) {
    this(state, input, context, random, new Allowance());
  }

  public Scope withInput(JsonNode other) {
    return new Scope(state, other, context, random, allowance);
  }

  /** The scope of another attempt, with its context object. */
  public Scope withContext(Supplier<JsonNode> other) {
    return new Scope(state, input, other, random);
  }

  public StateFailure runtimeFailure(String cause) {
    return StateFailure.runtime(state, cause);
  }
}
