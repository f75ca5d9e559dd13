package io.tradeprocessing.stack;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * Enables and disables rules. LocalStack delivers the events of a disabled rule, too, so such a
 * rule loses its targets until it is enabled.
 */
final class RuleSwitch {

  private final EventBridgeClient events;
  private final String bus;
  private final Map<String, List<Target>> targets = new HashMap<>();

  /**
   * @param bus of the rules
   */
  RuleSwitch(EventBridgeClient events, String bus) {
    this.events = events;
    this.bus = bus;
  }

  synchronized void disable(String rule) {
    events.disableRule(request -> request.name(rule).eventBusName(bus));
    List<Target> found =
        events.listTargetsByRule(request -> request.rule(rule).eventBusName(bus)).targets();
    if (!found.isEmpty()) {
      targets.put(rule, found);
      events.removeTargets(
          request ->
              request.rule(rule).eventBusName(bus).ids(found.stream().map(Target::id).toList()));
    }
  }

  synchronized void enable(String rule) {
    List<Target> removed = targets.remove(rule);
    if (removed != null) {
      events.putTargets(request -> request.rule(rule).eventBusName(bus).targets(removed));
    }
    events.enableRule(request -> request.name(rule).eventBusName(bus));
  }
}
