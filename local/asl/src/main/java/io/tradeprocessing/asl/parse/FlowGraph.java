package io.tradeprocessing.asl.parse;

import io.tradeprocessing.asl.model.State;
import io.tradeprocessing.asl.model.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether transitions lead somewhere, every state can be reached and the flow can end. */
record FlowGraph(Fields fields, Set<String> names, List<State> states) {

  void check(String startAt) {
    boolean sound = checkTarget(fields.at("StartAt"), startAt);
    for (State state : states) {
      for (Transition transition : Transition.of(state)) {
        sound &= checkTarget(state.head().pointer() + transition.pointer(), transition.target());
      }
    }
    if (states.size() < names.size()) {
      return;
    }
    if (states.stream().noneMatch(FlowGraph::isTerminal)) {
      fields.problem(
          "States", "The flow has no terminal state: none is Succeed or Fail or has 'End': true");
    } else if (sound) {
      checkReachable(startAt);
    }
  }

  private boolean checkTarget(String pointer, String target) {
    if (!names.contains(target)) {
      fields.problems().add(pointer, "There is no state '" + target + "' in this flow");
    }
    return names.contains(target);
  }

  private void checkReachable(String startAt) {
    Set<String> reached = new HashSet<>();
    List<String> next = new ArrayList<>(List.of(startAt));
    Map<String, State> byName = new HashMap<>();
    states.forEach(state -> byName.put(state.head().name(), state));
    while (!next.isEmpty()) {
      State state = byName.get(next.removeLast());
      if (state != null && reached.add(state.head().name())) {
        Transition.of(state).stream().map(Transition::target).forEach(next::add);
      }
    }
    for (State state : states) {
      if (!reached.contains(state.head().name())) {
        fields
            .problems()
            .add(state.head().pointer(), "State '" + state.head().name() + "' is not reachable");
      }
    }
  }

  private static boolean isTerminal(State state) {
    return state.head().next() == null && !(state instanceof State.Choice);
  }
}
