package io.tradeprocessing.asl.parse;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A definition is not one that Step Functions would accept, or uses what this interpreter does not
 * support.
 */
public final class InvalidDefinitionException extends Exception {

  private final transient List<DefinitionProblem> problems;

  public InvalidDefinitionException(List<DefinitionProblem> problems) {
    super(
        problems.stream()
            .map(DefinitionProblem::toString)
            .collect(Collectors.joining(System.lineSeparator())));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, in the order of the definition. */
  public List<DefinitionProblem> problems() {
    return problems;
  }
}
