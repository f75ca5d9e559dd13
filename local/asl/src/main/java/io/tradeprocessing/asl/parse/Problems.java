package io.tradeprocessing.asl.parse;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a definition, collected while it is read, so that its author sees everything
 * at once.
 */
final class Problems {

  private final List<DefinitionProblem> found = new ArrayList<>();

  void add(String pointer, String message) {
    found.add(new DefinitionProblem(pointer, message));
  }

  void throwIfAny() throws InvalidDefinitionException {
    if (!found.isEmpty()) {
      throw new InvalidDefinitionException(found);
    }
  }
}
