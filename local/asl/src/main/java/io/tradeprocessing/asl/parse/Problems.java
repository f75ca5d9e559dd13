package io.tradeprocessing.asl.parse;

import java.util.ArrayList;
import java.util.List;

/**
 * The problems of a definition, collected while it is read, so that its author sees them all at
 * once.
 */
final class Problems {

  /** Enough to read; each names its place in full. */
  private static final int MAX = 100;

  private final List<DefinitionProblem> found = new ArrayList<>();

  void add(String pointer, String message) {
    if (found.size() < MAX) {
      found.add(new DefinitionProblem(pointer, message));
    }
  }

  void throwIfAny() throws InvalidDefinitionException {
    if (!found.isEmpty()) {
      throw new InvalidDefinitionException(found);
    }
  }
}
