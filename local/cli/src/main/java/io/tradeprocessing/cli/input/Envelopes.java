package io.tradeprocessing.cli.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.trade.TradeEvent;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Makes EventBridge events of what a file holds: envelopes, complete or not, or bare trades. */
public final class Envelopes {

  private final Clock clock;

  public Envelopes(Clock clock) {
    this.clock = clock;
  }

  /**
   * The event as its source puts it on the bus. A bare trade comes from the source that its
   * sourceSystem names.
   */
  public static ObjectNode sent(ObjectNode json) {
    if (json.has("detail") || json.has("detail-type")) {
      return json;
    }
    ObjectNode event = json.objectNode();
    event.put("detail-type", TradeEvent.DETAIL_TYPE);
    event.put("source", "trading." + json.path("sourceSystem").asText("unknown"));
    event.set("detail", json);
    return event;
  }

  /**
   * The event as EventBridge would deliver it: what it adds itself (id, time, account, region,
   * version) is added where it is not there.
   */
  public ObjectNode envelope(ObjectNode json) {
    ObjectNode event = json.objectNode();
    event.put("version", "0");
    event.put("id", UUID.randomUUID().toString());
    event.put("account", DeploymentTemplate.ACCOUNT);
    event.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", DeploymentTemplate.REGION);
    event.putArray("resources");
    event.setAll(sent(json));
    return event;
  }
}
