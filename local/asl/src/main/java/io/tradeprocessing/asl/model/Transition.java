package io.tradeprocessing.asl.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A transition from one state to another in the same flow.
 *
 * @param kind what it is for
 * @param target the state it leads to
 * @param label when it is taken: the condition of a choice, the errors of a catcher; empty if
 *     always
 * @param pointer where the state names the target, relative to the state, for example {@code
 *     /Catch/0/Next}
 */
public record Transition(Kind kind, String target, String label, String pointer) {

  /** What a transition is taken for. */
  public enum Kind {
    /** {@code Next} of a state. */
    NEXT,
    /** A rule of a Choice. */
    CHOICE,
    /** {@code Default} of a Choice. */
    DEFAULT,
    /** A catcher. */
    CATCH
  }

  public static List<Transition> of(State state) {
    List<Transition> transitions = new ArrayList<>();
    String next = state.head().next();
    if (next != null) {
      transitions.add(new Transition(Kind.NEXT, next, "", "/Next"));
    }
    if (state instanceof State.Choice choice) {
      for (int i = 0; i < choice.rules().size(); i++) {
        State.Rule rule = choice.rules().get(i);
        transitions.add(
            new Transition(
                Kind.CHOICE, rule.next(), rule.condition().toString(), "/Choices/" + i + "/Next"));
      }
      if (choice.otherwise() != null) {
        transitions.add(new Transition(Kind.DEFAULT, choice.otherwise(), "otherwise", "/Default"));
      }
    }
    if (state instanceof State.Work work) {
      List<State.Catcher> catchers = work.handling().catchers();
      for (int i = 0; i < catchers.size(); i++) {
        State.Catcher catcher = catchers.get(i);
        transitions.add(
            new Transition(
                Kind.CATCH,
                catcher.next(),
                String.join(", ", catcher.errorEquals()),
                "/Catch/" + i + "/Next"));
      }
    }
    return transitions;
  }
}
