package io.tradeprocessing.simulation.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The dead-letter queues of a Region: standard queues, at least once, in no order. */
public final class Queues {

  private final Sim sim;
  private final SimulatedRegion region;
  private final Map<String, List<Message>> queues = new LinkedHashMap<>();

  /** A message. */
  static final class Message {
    final String id;
    final String body;
    final Map<String, String> attributes;
    final Instant sentAt;
    Instant hiddenUntil = Instant.MIN;
    String receipt = "";

    Message(String id, String body, Map<String, String> attributes, Instant sentAt) {
      this.id = id;
      this.body = body;
      this.attributes = attributes;
      this.sentAt = sentAt;
    }
  }

  public Queues(Sim sim, SimulatedRegion region) {
    this.sim = sim;
    this.region = region;
  }

  /** Takes a message. */
  String send(String queue, JsonNode body, Map<String, String> attributes) {
    String id = sim.newId(region.name() + "/" + queue);
    String error = attributes.getOrDefault("ERROR_CODE", body.path("error").asText());
    queues
        .computeIfAbsent(queue, _ -> new ArrayList<>())
        .add(new Message(id, ExactJson.write(body), attributes, sim.kernel().now()));
    sim.history().deadLetter(queue, body, error);
    sim.trace().add(region.name(), queue + " takes a message: " + error);
    return id;
  }

  /** The messages of a queue. */
  List<Message> messages(String queue) {
    return queues.computeIfAbsent(queue, _ -> new ArrayList<>());
  }

  /** The names of the queues that hold messages. */
  public List<String> holding() {
    return queues.entrySet().stream()
        .filter(queue -> !queue.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The messages of all queues, as they are. */
  public List<String> bodies() {
    return queues.values().stream().flatMap(List::stream).map(message -> message.body).toList();
  }
}
