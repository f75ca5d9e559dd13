package io.tradeprocessing.validator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects violations. Costs nothing while there are none. */
final class Findings {

  private record Finding(Field field, Violation violation) {}

  private final boolean cancel;
  private final boolean overridden;
  private List<Finding> findings = List.of();

  /**
   * @param cancel whether the event is a CANCEL, which only the fields that it needs can reject: a
   *     trade that its source has taken back must not stay live for a fault in its terms
   * @param overridden whether reviewers accept what may be overridden
   */
  Findings(boolean cancel, boolean overridden) {
    this.cancel = cancel;
    this.overridden = overridden;
  }

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
    if (findings.isEmpty()) {
      findings = new ArrayList<>();
    }
    Rule rule = Rule.of(field, code);
    Severity severity = cancel && !rule.rejectsCancel() ? Severity.WARNING : rule.severity();
    boolean accepted = overridden && severity == Severity.ERROR && rule.isOverridable();
    Message found = accepted ? what.with("overridden", "true") : what;
    findings.add(
        new Finding(
            field,
            new Violation(
                code,
                pointer,
                accepted ? Severity.WARNING : severity,
                found.text() + "; " + rule.demands() + (accepted ? "; overridden" : ""),
                found.attributes())));
  }

  /** The violations in the contract's order of fields; those of one field as they were found. */
  List<Violation> list() {
    if (findings.isEmpty()) {
      return List.of();
    }
    return findings.stream()
        .sorted(Comparator.comparing(Finding::field))
        .map(Finding::violation)
        .toList();
  }
}
