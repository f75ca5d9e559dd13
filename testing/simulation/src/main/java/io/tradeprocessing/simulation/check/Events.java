package io.tradeprocessing.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Trade events as a reader of their JSON sees them. */
public final class Events {

  private Events() {}

  /**
   * What makes two deliveries the same event: who vouches for it, and the trade as it was sent.
   *
   * @param envelope of EventBridge
   */
  public static String identity(JsonNode envelope) {
    StringBuilder text = new StringBuilder(sourceSystem(envelope)).append(' ');
    write(envelope.path("detail"), text);
    return text.toString();
  }

  /** The event of a source that an event is about: itself, or the one that a review holds. */
  static JsonNode subject(JsonNode envelope) {
    return isReview(envelope) ? envelope.at("/detail/event") : envelope;
  }

  static boolean isReview(JsonNode envelope) {
    return envelope.path("source").asText().equals("trading.operations");
  }

  /** {@code system1} for {@code trading.system1}. */
  static String sourceSystem(JsonNode envelope) {
    String source = envelope.path("source").asText();
    return source.substring(source.indexOf('.') + 1);
  }

  /** JSON with sorted names; the simulation's events have no numbers whose spelling matters. */
  private static void write(JsonNode value, StringBuilder text) {
    if (value.isObject()) {
      text.append('{');
      for (String name : names(value)) {
        text.append(name).append(':');
        write(value.path(name), text);
        text.append(',');
      }
      text.append('}');
    } else {
      text.append(value);
    }
  }

  private static NavigableSet<String> names(JsonNode object) {
    NavigableSet<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
