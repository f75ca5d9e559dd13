package io.tradeprocessing.asl.model;

import java.util.List;
import java.util.Optional;

/**
 * The shape of a definition, or of a part of it: enough to draw it or to check it.
 *
 * @param startAt the state where it begins
 * @param states its states, in the order of the definition
 */
public record Outline(String startAt, List<Outline.Node> states) {

  /**
   * One state.
   *
   * @param pointer its place in the definition, a JSON Pointer
   * @param comment its {@code Comment}, empty if it has none
   * @param resource the {@code Resource} of a Task, otherwise nothing
   * @param distributed whether it is a Map that runs each item in an execution of its own
   * @param transitions where it can lead
   * @param parts the branches of a Parallel, the one processor of a Map, otherwise none
   */
  public record Node(
      String name,
      StateType type,
      String pointer,
      String comment,
      Optional<String> resource,
      boolean distributed,
      List<Transition> transitions,
      List<Outline> parts) {

    /** Whether the flow ends here. */
    public boolean terminal() {
      return type != StateType.CHOICE
          && transitions.stream().allMatch(t -> t.kind() == Transition.Kind.CATCH);
    }
  }

  public static Outline of(Flow flow) {
    return new Outline(flow.startAt(), flow.states().values().stream().map(Outline::node).toList());
  }

  private static Node node(State state) {
    return new Node(
        state.head().name(),
        type(state),
        state.head().pointer(),
        state.head().comment(),
        state instanceof State.Task task ? Optional.of(task.resource()) : Optional.empty(),
        state instanceof State.DistributedMap,
        Transition.of(state),
        switch (state) {
          case State.Parallel parallel -> parallel.branches().stream().map(Outline::of).toList();
          case State.MapEach map -> List.of(of(map.flow()));
          case State.DistributedMap map -> List.of(of(map.flow()));
          default -> List.of();
        });
  }

  private static StateType type(State state) {
    return switch (state) {
      case State.Pass _ -> StateType.PASS;
      case State.Task _ -> StateType.TASK;
      case State.Choice _ -> StateType.CHOICE;
      case State.Wait _ -> StateType.WAIT;
      case State.Succeed _ -> StateType.SUCCEED;
      case State.Fail _ -> StateType.FAIL;
      case State.Parallel _ -> StateType.PARALLEL;
      case State.MapEach _, State.DistributedMap _ -> StateType.MAP;
    };
  }
}
