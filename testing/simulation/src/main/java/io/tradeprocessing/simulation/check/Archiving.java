package io.tradeprocessing.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.simulation.check.Evidence.Replica;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Compares the archives with the tables. It reads objects as docs/integrity.md has them, and shares
 * no code with the archiver.
 */
final class Archiving {

  private static final String SIGNATURE = ".sig";

  private final Replica replica;

  /** Whether the Region was lost for good, and with it what its archiver had yet to do. */
  private final boolean lost;

  private final List<String> failures = new ArrayList<>();

  /** The changes of signed objects, by sequence number. */
  private final Map<String, JsonNode> changes = new TreeMap<>();

  private Archiving(Replica replica, Evidence evidence) {
    this.replica = replica;
    this.lost = evidence.lost() && !replica.equals(evidence.living());
  }

  static List<String> check(Evidence evidence) {
    List<String> failures = new ArrayList<>();
    for (Replica replica : evidence.replicas()) {
      Archiving archiving = new Archiving(replica, evidence);
      archiving.read();
      archiving.compare();
      archiving.tampering(Optional.empty(), evidence.history().tamperingsCounted(replica.region()));
      failures.addAll(archiving.failures);
    }
    return failures;
  }

  static List<String> checkTampering(Evidence evidence) {
    return evidence
        .history()
        .tampering()
        .map(
            what -> {
              Archiving archiving =
                  new Archiving(
                      evidence.replicas().stream()
                          .filter(replica -> replica.region().equals(what.region()))
                          .findFirst()
                          .orElseThrow(),
                      evidence);
              archiving.read();
              archiving.tampering(
                  Optional.of(what).filter(Archiving::isTampering),
                  evidence.history().tamperingsCounted(what.region()));
              return archiving.failures;
            })
        .orElse(List.of());
  }

  /** A head that goes forward is what the recorder does, too; verify finds it. */
  private static boolean isTampering(History.Tampering what) {
    return !what.before().isHead()
        || what.after().map(Recorded::sequence).orElse(0L) <= what.before().sequence();
  }

  private void fail(Property property, String what) {
    failures.add(property + ": in " + replica.region() + " " + what);
  }

  private void read() {
    Set<String> unsigned = new LinkedHashSet<>();
    replica
        .archive()
        .versions()
        .forEach(
            (name, versions) -> {
              if (versions.size() > 1) {
                fail(Property.ARCHIVED_ONCE, name + " was written " + versions.size() + " times");
              }
              if (!name.endsWith(SIGNATURE)) {
                List<JsonNode> lines = lines(name, versions.getLast());
                if (isSigned(name, versions.getLast())) {
                  lines.forEach(this::add);
                } else {
                  lines.forEach(line -> unsigned.add(number(line)));
                }
              }
            });
    unsigned.removeAll(changes.keySet());
    if (!unsigned.isEmpty() && !lost) {
      fail(Property.ARCHIVED_SIGNED, unsigned + " are in objects without a signature alone");
    }
  }

  private boolean isSigned(String name, byte[] object) {
    List<byte[]> signatures = replica.archive().versions().get(name + SIGNATURE);
    if (signatures == null) {
      return false;
    }
    if (!replica.archive().key().test(object, signatures.getLast())) {
      fail(Property.ARCHIVED_SIGNED, "the signature of " + name + " is not of its object");
    }
    return true;
  }

  /** The changes of an object; its name ends with the hash of what it holds. */
  private List<JsonNode> lines(String name, byte[] object) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(object))) {
      byte[] content = gzip.readAllBytes();
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      if (!name.endsWith("-" + hash + ".jsonl.gz")) {
        fail(Property.ARCHIVED_ONCE, name + " does not hold what its name says");
      }
      List<JsonNode> lines = new ArrayList<>();
      for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
        lines.add(ExactJson.read(line));
      }
      return lines.subList(1, lines.size());
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void add(JsonNode change) {
    JsonNode known = changes.putIfAbsent(number(change), change);
    if (known != null && !known.equals(change)) {
      fail(Property.ARCHIVED_ONCE, "two changes have the number " + number(change));
    }
  }

  private static String number(JsonNode change) {
    return change.path("sequenceNumber").asText();
  }

  /** What a lost Region wrote last need not be there. */
  private void compare() {
    Map<String, JsonNode> archived = new TreeMap<>();
    for (JsonNode change : changes.values()) {
      if (change.path("eventName").asText().equals("INSERT")) {
        JsonNode item = change.path("newImage");
        String key = item.at("/tradeId/S").asText() + " " + item.at("/timestamp/N").asText();
        if (archived.put(key, item) != null) {
          fail(Property.ARCHIVED_ONCE, key + " was archived as two changes");
        }
      }
    }
    Map<String, JsonNode> recorded = new TreeMap<>();
    for (Recorded record : replica.records()) {
      if (record.region().equals(replica.region())) {
        recorded.put(record.key(), record.typed());
      }
    }
    Set<String> keys = new TreeSet<>(archived.keySet());
    if (!lost) {
      keys.addAll(recorded.keySet());
    }
    for (String key : keys) {
      JsonNode item = recorded.get(key);
      if (item == null || !item.equals(archived.get(key))) {
        fail(
            Property.ARCHIVED,
            key
                + (archived.containsKey(key)
                    ? " is not in the table as the archive has it"
                    : " is not in the archive"));
      }
    }
  }

  private void tampering(Optional<History.Tampering> expected, int counted) {
    List<JsonNode> found =
        changes.values().stream()
            .filter(change -> !change.path("eventName").asText().equals("INSERT"))
            .toList();
    boolean right =
        expected
            .map(what -> found.size() == 1 && isOf(found.getFirst(), what))
            .orElse(found.isEmpty());
    if (!right) {
      fail(
          Property.TAMPERING_ARCHIVED,
          "the archive has %d changes of what is never changed; somebody changed %s"
              .formatted(
                  found.size(), expected.map(what -> what.before().key()).orElse("nothing")));
    }
    if (counted > 0 != expected.isPresent()) {
      fail(Property.TAMPERING_ARCHIVED, counted + " changes were counted");
    }
  }

  private static boolean isOf(JsonNode change, History.Tampering what) {
    return change.path("oldImage").equals(what.before().typed())
        && (what.after().isPresent()
            ? change.path("newImage").equals(what.after().get().typed())
            : change.path("eventName").asText().equals("REMOVE"));
  }
}
