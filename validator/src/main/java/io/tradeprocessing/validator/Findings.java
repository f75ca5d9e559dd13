package io.tradeprocessing.validator;

import java.util.ArrayList;
import java.util.List;

/** Collects violations in the order in which they are found. Costs nothing while there are none. */
final class Findings {

  private List<Violation> violations = List.of();

  /**
   * Adds a violation.
   *
   * @param what was found; the rule adds what it demands
   */
  void add(Field field, ViolationCode code, Message what) {
    add(field, code, field.pointer(), what);
  }

  /** Adds a violation in a place that its field does not name. */
  void add(Field field, ViolationCode code, String pointer, Message what) {
    if (violations.isEmpty()) {
      violations = new ArrayList<>();
    }
    violations.add(
        new Violation(
            code, pointer, what.text() + "; " + Rule.of(field, code).demands(), what.attributes()));
  }

  List<Violation> list() {
    return violations;
  }
}
