package io.tradeprocessing.asl.parse;

/**
 * One reason why a definition is refused.
 *
 * @param pointer the place in the definition as a JSON Pointer (RFC 6901); empty for the whole
 * @param message what is wrong there and what is allowed
 */
public record DefinitionProblem(String pointer, String message) {

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "/" : pointer) + ": " + message;
  }
}
