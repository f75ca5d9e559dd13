package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a flow is, and the branches, items or children of the state that it is in: what a redrive
 * goes on from. Written by the line of control that runs the flow, read when all have ended.
 */
final class Progress {

  private @Nullable String state;
  private @Nullable JsonNode input;
  private @Nullable JsonNode output;
  private @Nullable List<Progress> parts;
  private @Nullable MapRun mapRun;

  /** A state is entered. */
  void enters(String name, JsonNode with) {
    state = name;
    input = with;
    forgetParts();
  }

  /** The state that the flow is in begins anew. */
  void forgetParts() {
    parts = null;
    mapRun = null;
  }

  /** The flow has succeeded. */
  void succeeds(JsonNode with) {
    output = with;
  }

  /** The output of a flow that has succeeded. */
  @Nullable JsonNode output() {
    return output;
  }

  /** The state that the flow is in; null before its first. */
  @Nullable String state() {
    return state;
  }

  /** The input of that state. */
  JsonNode input() {
    return Objects.requireNonNull(input);
  }

  /** The flows that make up the state that the flow is in. */
  List<Progress> parts(int count) {
    List<Progress> known = parts;
    if (known == null) {
      known = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        known.add(new Progress());
      }
      parts = known;
    }
    return known;
  }

  /** The Map Run of the state that the flow is in; null if it has none yet. */
  @Nullable MapRun mapRun() {
    return mapRun;
  }

  void begins(MapRun run) {
    mapRun = run;
  }
}
