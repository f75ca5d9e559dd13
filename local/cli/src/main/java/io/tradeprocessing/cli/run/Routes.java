package io.tradeprocessing.cli.run;

import io.tradeprocessing.cli.console.UserError;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.Machine;

/** The rules of the event bus, matched by the matcher that EventBridge itself is built on. */
public final class Routes {

  private final Machine machine = Machine.builder().build();

  /**
   * @param patterns event patterns as JSON text, by rule
   * @throws UserError if a pattern is not one
   */
  public Routes(Map<String, String> patterns) {
    patterns.forEach(
        (rule, pattern) -> {
          try {
            machine.addRule(rule, pattern);
          } catch (IOException e) {
            throw new UserError(
                "the EventPattern of rule " + rule + " is not one: " + e.getMessage(), e);
          }
        });
  }

  /**
   * The rules that an event matches.
   *
   * @param event the whole envelope as JSON text
   */
  public List<String> matching(String event) {
    try {
      return machine.rulesForJSONEvent(event);
    } catch (Exception e) {
      throw new IllegalArgumentException("not a JSON object", e);
    }
  }
}
