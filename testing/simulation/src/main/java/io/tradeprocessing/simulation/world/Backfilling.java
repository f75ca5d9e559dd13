package io.tradeprocessing.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.simulation.aws.Backfills;
import io.tradeprocessing.simulation.aws.Sim;
import io.tradeprocessing.simulation.aws.Stack;
import io.tradeprocessing.simulation.check.Events;
import io.tradeprocessing.simulation.check.History;
import io.tradeprocessing.simulation.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * An operator records some of the events by a backfill, while others of the same trades arrive
 * live. Some are in the file alone, some twice; some lines are no events. What fails is redriven
 * until the backfill is complete.
 */
final class Backfilling {

  private static final int MOST_PARTITIONS = 4;

  private final Sim sim;
  private final Stack stack;
  private final List<SourceEvent> events;
  private final Set<String> alone = new HashSet<>();
  private int running = 1;

  private Backfilling(Sim sim, Stack stack, List<SourceEvent> events) {
    this.sim = sim;
    this.stack = stack;
    this.events = events;
    for (SourceEvent event : events) {
      if (sim.choices().below("backfill/alone/" + event.label(), 2) == 0) {
        alone.add(event.label());
      }
    }
  }

  /** A backfill of some of the events, in one of three runs. */
  static Optional<Backfilling> of(Sim sim, Stack stack, List<SourceEvent> events) {
    if (sim.choices().below("backfill", 3) > 0) {
      return Optional.empty();
    }
    List<SourceEvent> filed =
        events.stream()
            .filter(event -> event.reviewed().isEmpty())
            .filter(event -> sim.choices().below("backfill/" + event.label(), 2) == 0)
            .toList();
    return filed.isEmpty() ? Optional.empty() : Optional.of(new Backfilling(sim, stack, filed));
  }

  /** Whether an event comes by the backfill alone. */
  boolean isAlone(SourceEvent event) {
    return events.contains(event) && alone.contains(event.label());
  }

  boolean isDone() {
    return running == 0;
  }

  /** Plans the backfill, starts it, and starts it again until it is complete. */
  void run() throws InterruptedException {
    sim.kernel().sleep(sim.choices().between("backfill/at", Duration.ZERO, Duration.ofMinutes(60)));
    List<JsonNode> lines = lines();
    Plan plan = plan(lines);
    ObjectNode input = input(plan);
    Backfills backfills = stack.backfills();
    if (sim.faults().happens(Fault.OPERATOR_STARTS_BACKFILL_TWICE, stack.region().name())) {
      running++;
      sim.kernel()
          .start(
              () -> {
                sim.kernel()
                    .sleep(
                        sim.choices()
                            .between("backfill/twice", Duration.ZERO, Duration.ofSeconds(2)));
                Outcome _ = backfills.run(plan.id(), input);
                running--;
              });
    }
    while (!(backfills.run(plan.id(), input) instanceof Outcome.Succeeded)) {
      sim.kernel()
          .sleep(
              sim.choices()
                  .between("backfill/redrive", Duration.ofMinutes(1), Duration.ofMinutes(10)));
    }
    sim.history()
        .completed(
            new History.Backfill(
                stack.region().name(),
                plan.id(),
                lines.size(),
                lines.stream().filter(line -> line.has("event")).map(l -> l.path("event")).toList(),
                () -> backfills.json(Plan.reportKey(plan.id()))));
    running--;
  }

  private List<JsonNode> lines() {
    List<JsonNode> lines = new ArrayList<>();
    for (SourceEvent event : events) {
      sim.history().name(Events.identity(event.envelope()), event.label());
      sim.history().filed(event.envelope());
      add(lines, event);
      if (sim.choices().below("backfill/again/" + event.label(), 4) == 0) {
        add(lines, event);
      }
      if (sim.choices().below("backfill/unreadable/" + event.label(), 6) == 0) {
        lines.add(line(lines).put("unreadable", "not JSON"));
      }
    }
    return lines;
  }

  private static void add(List<JsonNode> lines, SourceEvent event) {
    ObjectNode envelope = event.envelope();
    envelope.put("id", "backfill-" + (lines.size() + 1));
    ObjectNode line = line(lines);
    line.set("event", envelope);
    lines.add(line);
  }

  private static ObjectNode line(List<JsonNode> lines) {
    return JsonNodeFactory.instance.objectNode().put("line", lines.size() + 1);
  }

  /** Cuts the lines as the command does: all events of a trade in one partition. */
  private Plan plan(List<JsonNode> lines) {
    int count = 1 + sim.choices().below("backfill/partitions", MOST_PARTITIONS);
    List<List<JsonNode>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new ArrayList<>());
    }
    for (JsonNode line : lines) {
      String trade = line.at("/event/detail/tradeId").asText(line.toString());
      parts.get(Math.floorMod(trade.hashCode(), count)).add(line);
    }
    String id = "file-" + stack.region().name();
    List<Plan.Partition> partitions = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      byte[] bytes = compressed(parts.get(number - 1));
      stack.backfills().bucket().put(Plan.partitionKey(id, number), bytes);
      partitions.add(
          new Plan.Partition(
              number, parts.get(number - 1).size(), bytes.length, Sha256.hex(bytes)));
    }
    Plan plan =
        new Plan(id, sim.kernel().now().toString(), new Plan.Source("events", 1, "0"), partitions);
    stack.backfills().bucket().put(Plan.itemsKey(id), plan.items());
    stack.backfills().bucket().put(Plan.key(id), plan.bytes());
    return plan;
  }

  private static byte[] compressed(List<JsonNode> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (JsonNode line : lines) {
        out.write((ExactJson.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private ObjectNode input(Plan plan) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("plan", plan.id())
        .put("planSha256", Sha256.hex(plan.bytes()))
        .put("itemsKey", Plan.itemsKey(plan.id()))
        .put("maxConcurrency", 1 + sim.choices().below("backfill/concurrency", MOST_PARTITIONS))
        .put("toleratedFailures", plan.partitions().size());
  }
}
