package io.tradeprocessing.simulation.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.simulation.check.Evidence.Replica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Judges what a run left behind. */
public final class Properties {

  private final Evidence evidence;
  private final History history;
  private final List<String> failures = new ArrayList<>();

  private Properties(Evidence evidence) {
    this.evidence = evidence;
    this.history = evidence.history();
  }

  /** What does not hold, a sentence each; nothing if all is well. */
  public static List<String> check(Evidence evidence) {
    Properties properties = new Properties(evidence);
    properties.failures.addAll(evidence.history().violations());
    properties.nothingLost();
    properties.recordedAsSent();
    properties.onceInARegion();
    properties.replicasAgree();
    properties.states();
    properties.plannedFailover();
    properties.outcomesPublished();
    properties.backfills();
    properties.executionsEnd();
    properties.failures.addAll(Judging.check(evidence));
    properties.failures.addAll(Archiving.check(evidence));
    properties.failures.addAll(Verification.check(evidence));
    return properties.failures;
  }

  /** The same of what the check itself did to a table, once it is archived. */
  public static List<String> checkTampering(Evidence evidence) {
    return Archiving.checkTampering(evidence);
  }

  private void fail(Property property, String what) {
    failures.add(property + ": " + what);
  }

  private void nothingLost() {
    Set<String> recorded = identities(evidence.living().records());
    Set<String> waiting = new HashSet<>();
    for (Replica replica : evidence.replicas()) {
      for (String letter : replica.letters()) {
        waiting.add(Events.identity(event(letter)));
      }
    }
    // What was only on the bus of a Region that is lost for good is lost with it.
    Set<String> due =
        new LinkedHashSet<>(
            evidence.lost()
                ? history.onBus(evidence.living().region())
                : history.accepted().keySet());
    Property all = evidence.lost() ? Property.REPLAYED : Property.ALL_RECORDED;
    due.removeAll(orphans(recorded, waiting));
    for (String identity : due) {
      if (!recorded.contains(identity) && !waiting.contains(identity)) {
        fail(Property.NOTHING_LOST, identity + " is neither on record nor a dead letter");
      }
      if (!recorded.contains(identity)) {
        fail(all, identity + " is not on record");
      }
    }
    if (evidence.replicas().stream()
        .filter(replica -> replica.equals(evidence.living()) || !evidence.lost())
        .flatMap(replica -> replica.letters().stream())
        .anyMatch(letter -> !orphans(recorded, waiting).contains(Events.identity(event(letter))))) {
      fail(Property.QUEUES_DRAINED, "letters are left after all redrives");
    }
  }

  /**
   * Reviews that wait for good: the event that each is of was recorded in a Region that is lost for
   * good, and reached no other.
   */
  private Set<String> orphans(Set<String> recorded, Set<String> waiting) {
    Set<String> orphans = new HashSet<>();
    for (Evidence.Sent sent : evidence.sent()) {
      JsonNode envelope = sent.envelope();
      String reviewed = Events.identity(Events.subject(envelope));
      if (evidence.lost()
          && Events.isReview(envelope)
          && !recorded.contains(reviewed)
          && !history.onBus(evidence.living().region()).contains(reviewed)
          && waiting.contains(Events.identity(envelope))) {
        orphans.add(Events.identity(envelope));
      }
    }
    return orphans;
  }

  private static JsonNode event(String letter) {
    try {
      JsonNode body = ExactJson.read(letter);
      return body.has("state") ? body.path("event") : body;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a dead letter is not JSON", e);
    }
  }

  private static Set<String> identities(List<Recorded> records) {
    Set<String> identities = new HashSet<>();
    records.forEach(record -> identities.add(record.identity()));
    return identities;
  }

  /** Nothing is on record that no source sent: neither another event nor a changed one. */
  private void recordedAsSent() {
    Set<String> known = history.sent();
    for (Replica replica : evidence.replicas()) {
      for (Recorded record : replica.records()) {
        if (!known.contains(record.identity())) {
          fail(Property.RECORDED_AS_SENT, record.key() + " is not what any source sent");
        }
      }
    }
  }

  private void onceInARegion() {
    for (Replica replica : evidence.replicas()) {
      Map<String, Integer> counts = new TreeMap<>();
      for (Recorded record : replica.records()) {
        counts.merge(record.region() + " " + record.identity(), 1, Integer::sum);
      }
      counts.forEach(
          (event, count) -> {
            if (count > 1) {
              fail(Property.ONCE_IN_A_REGION, event + " is on record " + count + " times");
            }
          });
    }
  }

  private void replicasAgree() {
    if (evidence.replicas().size() < 2 || evidence.lost()) {
      return;
    }
    Map<String, Map<String, AttributeValue>> first = byKey(evidence.replicas().get(0));
    Map<String, Map<String, AttributeValue>> second = byKey(evidence.replicas().get(1));
    if (!first.equals(second)) {
      Set<String> keys = new LinkedHashSet<>(first.keySet());
      keys.addAll(second.keySet());
      keys.removeIf(key -> first.getOrDefault(key, Map.of()).equals(second.get(key)));
      fail(Property.REPLICAS_AGREE, "the replicas differ in " + keys);
    }
  }

  private static Map<String, Map<String, AttributeValue>> byKey(Replica replica) {
    Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
    replica.items().forEach(item -> items.put(Recorded.key(item), item));
    return items;
  }

  private void states() {
    if (evidence.lost()) {
      return;
    }
    Replica replica = evidence.living();
    Map<String, String> hashes = new HashMap<>();
    replica.records().forEach(record -> hashes.put(record.identity(), record.text("eventHash")));
    Set<String> known = history.sent();
    List<JsonNode> valid =
        evidence.sent().stream()
            .filter(sent -> sent.valid() && known.contains(Events.identity(sent.envelope())))
            .map(Evidence.Sent::envelope)
            .toList();
    Map<String, String> expected =
        Folding.ofEvents(
            valid, envelope -> hashes.getOrDefault(Events.identity(envelope), "unrecorded"));
    Map<String, String> found = Folding.ofHeads(replica.heads());
    if (!expected.equals(found)) {
      fail(
          Property.STATES,
          "the heads say " + found + "; a run without faults ends with " + expected);
    }
  }

  private void plannedFailover() {
    evidence
        .planned()
        .ifPresent(
            switched -> {
              List<Recorded> before = switched.items().stream().map(Recorded::new).toList();
              Set<String> keys = new HashSet<>();
              before.forEach(item -> keys.add(item.key()));
              Set<String> events =
                  identities(before.stream().filter(item -> !item.isHead()).toList());
              // An event without a usable identifier is a trade of its own.
              Set<String> lateTrades = new HashSet<>();
              Set<String> lateEvents = new HashSet<>();
              for (JsonNode late : switched.startedLate()) {
                lateTrades.add(late.at("/detail/tradeId").asText());
                lateEvents.add(Events.identity(late));
              }
              for (Recorded record : evidence.replicas().get(switched.to()).records()) {
                if (record.slot() == switched.to()
                    && !keys.contains(record.key())
                    && !lateTrades.contains(record.tradeId())
                    && !lateEvents.contains(record.identity())) {
                  checkAfterFailover(record, before, events, switched.from());
                }
              }
            });
  }

  private void checkAfterFailover(
      Recorded record, List<Recorded> before, Set<String> events, int from) {
    if (events.contains(record.identity())) {
      fail(Property.PLANNED_FAILOVER, record.key() + " was on record before the failover");
    }
    long last =
        before.stream()
            .filter(item -> item.tradeId().equals(record.tradeId()) && item.slot() == from)
            .mapToLong(Recorded::sequence)
            .max()
            .orElse(0);
    long seen = record.seen().getOrDefault(from, 0L);
    if (seen < last) {
      fail(
          Property.NEXT_HEAD_KNOWS_ALL,
          record.key() + " has seen " + seen + " records of the other Region, which has " + last);
    }
  }

  private void outcomesPublished() {
    Set<String> published = new HashSet<>();
    history.outcomes().forEach(record -> published.add(event(record)));
    for (Replica replica : evidence.replicas()) {
      for (String letter : replica.letters()) {
        published.add(event(event(letter).at("/detail/record")));
      }
    }
    for (Recorded record : evidence.living().records()) {
      // A backfill publishes nothing.
      if (record.isBackfilled("")) {
        continue;
      }
      if (!published.contains(record.text("sourceSystem") + " " + record.text("eventHash"))
          && !(evidence.lost() && record.slot() == 0)) {
        fail(Property.OUTCOME_PUBLISHED, "no outcome of " + record.key() + " was published");
      }
    }
  }

  /** The event that an outcome is of. */
  private static String event(JsonNode record) {
    return record.path("sourceSystem").asText() + " " + record.path("eventHash").asText();
  }

  private void backfills() {
    for (History.Backfill backfill : history.backfills()) {
      Replica replica =
          evidence.replicas().stream()
              .filter(each -> each.region().equals(backfill.region()))
              .findFirst()
              .orElseThrow();
      Set<String> recorded = identities(replica.records());
      for (JsonNode event : backfill.events()) {
        if (!recorded.contains(Events.identity(event))) {
          fail(
              Property.BACKFILL_COMPLETE,
              backfill.plan() + " is complete without " + Events.identity(event));
        }
      }
      List<Recorded> own =
          replica.records().stream()
              .filter(record -> record.isBackfilled(backfill.plan()))
              .toList();
      long accepted = own.stream().filter(Recorded::isAccepted).count();
      long rejected = own.size() - accepted;
      int unreadable = backfill.lines() - backfill.events().size();
      int duplicates = backfill.events().size() - own.size();
      JsonNode counts = backfill.report().get().path("counts");
      String said = counts.toString();
      String found =
          "{\"recorded\":%d,\"rejected\":%d,\"duplicate\":%d,\"unreadable\":%d,\"failed\":0}"
              .formatted(accepted, rejected, duplicates, unreadable);
      if (!said.equals(found)) {
        fail(
            Property.BACKFILL_ADDS_UP,
            backfill.plan() + " says " + said + "; on record it is " + found);
      }
    }
  }

  private void executionsEnd() {
    history
        .executions()
        .forEach(
            (arn, execution) -> {
              boolean gone =
                  evidence.lost() && !execution.region().equals(evidence.living().region());
              if (execution.status().isEmpty() && !gone) {
                fail(Property.EXECUTIONS_END, arn + " has not ended");
              }
            });
  }
}
