package io.tradeprocessing.simulation.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of the table, as a reader of its attributes sees it.
 *
 * @param attributes all of them
 */
public record Recorded(Map<String, AttributeValue> attributes) {

  /** A record of a chain, by the Region's slot and the sequence. */
  record Link(int slot, long sequence) {}

  /** Partition and sort key, as text. */
  public static String key(Map<String, AttributeValue> item) {
    return text(item, "tradeId") + " " + text(item, "timestamp");
  }

  /** Whether these are the attributes, or is the key, of a chain's head. */
  public static boolean isHead(Map<String, AttributeValue> item) {
    String timestamp = text(item, "timestamp");
    return timestamp.equals("0") || timestamp.startsWith("0.");
  }

  boolean isHead() {
    return isHead(attributes);
  }

  String key() {
    return key(attributes);
  }

  String tradeId() {
    return text("tradeId");
  }

  String region() {
    return text("region");
  }

  long sequence() {
    return attributes.containsKey("sequence") ? Long.parseLong(text("sequence")) : 0;
  }

  /** The first digit of the fraction. */
  int slot() {
    String timestamp = text("timestamp");
    int point = timestamp.indexOf('.');
    return point < 0 ? 0 : timestamp.charAt(point + 1) - '0';
  }

  Link link() {
    return new Link(slot(), sequence());
  }

  /** Whether this is the record of an event of this hash. */
  public boolean isOf(String eventHash) {
    return text("eventHash").equals(eventHash);
  }

  /** Whether a backfill, or that of a plan, recorded it. */
  boolean isBackfilled(String plan) {
    return text("executionArn").contains("#" + plan);
  }

  boolean isAccepted() {
    return text("status").equals("ACCEPTED");
  }

  /** What other Regions' chains were known, by slot: the sequence of the last record. */
  Map<Integer, Long> seen() {
    Map<Integer, Long> seen = new TreeMap<>();
    AttributeValue map = attributes.get("seen");
    if (map != null && map.hasM()) {
      map.m()
          .forEach(
              (slot, chain) ->
                  seen.put(Integer.valueOf(slot), Long.valueOf(text(chain.m(), "sequence"))));
    }
    return seen;
  }

  /** The whole event as recorded. */
  JsonNode envelope() {
    try {
      return ExactJson.read(text("event"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the event of " + key() + " is not JSON", e);
    }
  }

  /** Of the event; see {@link Events#identity}. */
  String identity() {
    return Events.identity(envelope());
  }

  /** All attributes in DynamoDB's JSON, in which each value names its type. */
  public ObjectNode typed() {
    return typed(attributes);
  }

  private static ObjectNode typed(Map<String, AttributeValue> item) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    item.forEach(
        (name, value) -> {
          ObjectNode typed = json.putObject(name);
          switch (value.type()) {
            case S -> typed.put("S", value.s());
            case N -> typed.put("N", value.n());
            case BOOL -> typed.put("BOOL", value.bool());
            default -> typed.set("M", typed(value.m()));
          }
        });
    return json;
  }

  Optional<AttributeValue> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  String text(String name) {
    return text(attributes, name);
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      return "";
    }
    return value.n() != null ? value.n() : String.valueOf(value.s());
  }
}
