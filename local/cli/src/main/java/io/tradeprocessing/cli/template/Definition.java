package io.tradeprocessing.cli.template;

import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.asl.parse.InvalidDefinitionException;
import io.tradeprocessing.cli.console.UserError;

/** A state machine's definition, as a user gives it. */
public final class Definition {

  private Definition() {}

  /**
   * Parses a definition.
   *
   * @throws UserError with a line for each problem
   */
  public static StateMachine parse(String json) {
    try {
      return StateMachine.parse(json);
    } catch (InvalidDefinitionException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }
}
