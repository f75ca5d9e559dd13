package io.tradeprocessing.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.random.RandomGenerator;

/**
 * What paths and functions of a state can see.
 *
 * @param state the state's name, for messages
 * @param input what {@code $} is
 * @param context what {@code $$} is
 * @param random where random numbers come from
 */
record Scope(String state, JsonNode input, ContextObject context, RandomGenerator random) {

  Scope withInput(JsonNode other) {
    return new Scope(state, other, context, random);
  }

  StateFailure runtimeFailure(String cause) {
    return StateFailure.runtime(state, cause);
  }
}
