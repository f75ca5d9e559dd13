package io.tradeprocessing.simulation.check;

import io.tradeprocessing.cli.records.TradeVerifier;
import io.tradeprocessing.common.store.Break;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.simulation.check.Evidence.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Asks {@code trades verify} what it thinks of the replicas, and whether that is right. */
final class Verification {

  private final Evidence evidence;
  private final List<String> failures = new ArrayList<>();

  /** A record that is not there, as verify and the checker name it. */
  private record Missing(String tradeId, Recorded.Link link) {}

  private Verification(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<String> check(Evidence evidence) {
    Verification verification = new Verification(evidence);
    for (Replica replica : evidence.replicas()) {
      if (!evidence.lost() || replica.equals(evidence.living())) {
        verification.check(replica);
      }
    }
    // Last, for it spoils the store.
    verification.damage(evidence.living());
    return verification.failures;
  }

  private void check(Replica replica) {
    Set<Missing> named = new HashSet<>();
    List<Break> breaks = breaks(replica, tradeIds(replica));
    examined(replica, replica.items(), breaks);
    for (Break found : breaks) {
      if (found.isDamage() || !evidence.lost()) {
        fail(
            Property.VERIFIES,
            "in %s verify finds %s in %s: %s"
                .formatted(replica.region(), found.flaw(), found.tradeId(), found.message()));
      }
      found
          .absent()
          .ifPresent(
              absent -> {
                for (long n = absent.first(); n <= absent.last(); n++) {
                  named.add(new Missing(found.tradeId(), new Recorded.Link(absent.slot(), n)));
                }
              });
    }
    Set<Missing> missing = missing(replica);
    if (!named.equals(missing)) {
      fail(
          Property.LOST_IS_NAMED,
          "verify names " + named + " as absent; the items name, and lack, " + missing);
    }
  }

  private void examined(
      Replica replica, List<Map<String, AttributeValue>> items, List<Break> breaks) {
    Set<String> flaws = new TreeSet<>();
    for (Break found : breaks) {
      flaws.add(found.tradeId() + " " + found.timestamp() + " " + found.flaw());
    }
    evidence.examined().accept(new Evidence.Examined(replica.region(), items, flaws));
  }

  private void fail(Property property, String what) {
    failures.add(property + ": " + what);
  }

  private static Set<String> tradeIds(Replica replica) {
    Set<String> ids = new TreeSet<>();
    replica.items().forEach(item -> ids.add(new Recorded(item).tradeId()));
    return ids;
  }

  /** What verify says of trades, with nothing considered to be in flight. */
  private List<Break> breaks(Replica replica, Set<String> tradeIds) {
    Backoff none = new Backoff(Duration.ZERO, Duration.ZERO, () -> 0, _ -> {});
    TradeStore store =
        new TradeStore(
            replica.client(), "trades", none, new Region(replica.region(), replica.slot()), true);
    TradeVerifier verifier = new TradeVerifier(store, evidence.end().plus(Duration.ofDays(1)));
    List<Break> breaks = new ArrayList<>();
    for (String id : tradeIds) {
      breaks.addAll(verifier.verify(store.history(id)).breaks());
    }
    return breaks;
  }

  /** Records that an item names by its sequence, or that come before one, and that are not here. */
  private static Set<Missing> missing(Replica replica) {
    Set<Missing> here = new HashSet<>();
    Set<Missing> named = new HashSet<>();
    for (Recorded record : replica.records()) {
      here.add(new Missing(record.tradeId(), record.link()));
    }
    for (Map<String, AttributeValue> attributes : replica.items()) {
      Recorded item = new Recorded(attributes);
      upTo(item.tradeId(), item.slot(), item.sequence(), named);
      item.seen().forEach((slot, sequence) -> upTo(item.tradeId(), slot, sequence, named));
    }
    named.removeAll(here);
    return named;
  }

  private static void upTo(String tradeId, int slot, long last, Set<Missing> named) {
    for (long n = 1; n <= last; n++) {
      named.add(new Missing(tradeId, new Recorded.Link(slot, n)));
    }
  }

  /** What somebody does to one item of a store. */
  private enum Damage {
    EVENT("event"),
    VERDICT("status"),
    LINK("previousHash"),
    SEQUENCE("sequence"),
    HEAD("lastHash"),
    REMOVAL("");

    private final String attribute;

    Damage(String attribute) {
      this.attribute = attribute;
    }

    boolean concerns(Recorded item, int own) {
      return this == REMOVAL
          ? !item.isHead() || item.slot() == own
          : item.attribute(attribute).isPresent();
    }

    Map<String, AttributeValue> done(Map<String, AttributeValue> item) {
      Map<String, AttributeValue> changed = new HashMap<>(item);
      changed.computeIfPresent(
          attribute,
          (_, value) ->
              value.n() != null
                  ? AttributeValue.fromN(Long.toString(Long.parseLong(value.n()) + 1))
                  : AttributeValue.fromS(value.s().replaceFirst("[0-9A-F]", "Z")));
      return changed;
    }
  }

  /** Whether another item says that this record exists. */
  private static boolean isNamed(Recorded record, Replica replica) {
    return replica.items().stream()
        .map(Recorded::new)
        .filter(item -> item.tradeId().equals(record.tradeId()))
        .filter(item -> !item.key().equals(record.key()))
        .anyMatch(
            item ->
                (item.slot() == record.slot() && item.sequence() >= record.sequence())
                    || item.seen().getOrDefault(record.slot(), 0L) >= record.sequence());
  }

  /** Damages one item, and asks verify again. */
  private void damage(Replica replica) {
    List<Damage> kinds = List.of(Damage.values());
    Damage damage = kinds.get(evidence.chance().nextInt(kinds.size()));
    List<Recorded> items =
        replica.items().stream()
            .map(Recorded::new)
            .filter(item -> damage.concerns(item, replica.slot()))
            .filter(item -> damage != Damage.REMOVAL || item.isHead() || isNamed(item, replica))
            .toList();
    if (items.isEmpty()) {
      return;
    }
    Recorded item = items.get(evidence.chance().nextInt(items.size()));
    // Verify judges each trade by its own items, so the others are as sound as they were.
    List<Map<String, AttributeValue>> left =
        new ArrayList<>(
            replica.items().stream()
                .filter(other -> new Recorded(other).tradeId().equals(item.tradeId()))
                .toList());
    left.remove(item.attributes());
    Optional<Recorded> after = Optional.empty();
    if (damage == Damage.REMOVAL) {
      replica.damage().remove(item.attributes());
    } else {
      left.add(damage.done(item.attributes()));
      after = Optional.of(new Recorded(left.getLast()));
      replica.damage().put(left.getLast());
    }
    evidence.history().tampered(new History.Tampering(replica.region(), item, after));
    List<Break> breaks = breaks(replica, Set.of(item.tradeId()));
    examined(replica, left, breaks);
    if (breaks.stream().noneMatch(found -> found.tradeId().equals(item.tradeId()))) {
      fail(
          Property.DAMAGE_IS_NAMED,
          "verify finds nothing after damage %s to %s".formatted(damage, item.key()));
    }
  }
}
