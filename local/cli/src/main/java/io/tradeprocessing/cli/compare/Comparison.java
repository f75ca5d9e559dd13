package io.tradeprocessing.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.common.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares two sets of results, event by event. In the first pass an event takes two hashes of
 * memory; only what differs is read a second time.
 */
public final class Comparison {

  private final Judgements first;
  private final Judgements second;
  private final Map<String, Long> added = new TreeMap<>();
  private final Map<String, Long> removed = new TreeMap<>();
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final Map<String, Long> fields = new TreeMap<>();
  private long compared;
  private long changed;
  private long onlyFirst;
  private long onlySecond;

  public Comparison(Judgements first, Judgements second) {
    this.first = first;
    this.second = second;
  }

  /** An event whose results differ; null on the side where it is not. */
  private record Pair(@Nullable Judged from, @Nullable Judged to) {}

  /** Compares, and hands on one line of JSON for each event that differs. */
  public void run(Consumer<ObjectNode> sink) {
    Map<String, String> digests = new HashMap<>();
    first.forEach(judged -> digests.putIfAbsent(judged.key(), digest(judged)));
    Set<String> seen = new HashSet<>();
    Set<String> different = new HashSet<>();
    second.forEach(
        judged -> {
          if (seen.add(judged.key())) {
            compared++;
            if (!digest(judged).equals(digests.remove(judged.key()))) {
              different.add(judged.key());
            }
          }
        });
    compared += digests.size();
    different.addAll(digests.keySet());
    if (different.isEmpty()) {
      return;
    }
    Map<String, Judged> from = new HashMap<>();
    first.forEach(judged -> keep(judged, different, from));
    Map<String, Judged> to = new LinkedHashMap<>();
    second.forEach(judged -> keep(judged, different, to));
    to.forEach((key, judged) -> sink.accept(difference(new Pair(from.remove(key), judged))));
    from.values().forEach(judged -> sink.accept(difference(new Pair(judged, null))));
  }

  /** The first result of an event counts, as its record is that of the first delivery. */
  private static void keep(Judged judged, Set<String> wanted, Map<String, Judged> kept) {
    if (wanted.contains(judged.key())) {
      kept.putIfAbsent(judged.key(), judged);
    }
  }

  private static String digest(Judged judged) {
    String text = judged.outcome() + '\n' + judged.codes() + '\n' + judged.enrichment();
    byte[] hash = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 16);
  }

  private ObjectNode difference(Pair pair) {
    Judged known = pair.to() == null ? pair.from() : pair.to();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("tradeId", known == null ? "" : known.tradeId());
    json.put("event", known == null ? "" : known.key());
    if (pair.from() == null || pair.to() == null) {
      json.put("only", pair.to() == null ? "first" : "second");
      if (pair.to() == null) {
        onlyFirst++;
      } else {
        onlySecond++;
      }
      return json;
    }
    changed++;
    Judged from = pair.from();
    Judged to = pair.to();
    if (!from.outcome().equals(to.outcome())) {
      count(outcomes, from.outcome() + " -> " + to.outcome());
      json.putObject("outcome").put("from", from.outcome()).put("to", to.outcome());
    }
    if (!from.codes().equals(to.codes())) {
      ObjectNode codes = json.putObject("codes");
      List<String> more = without(to.codes(), from.codes());
      List<String> less = without(from.codes(), to.codes());
      more.forEach(codes.putArray("added")::add);
      less.forEach(codes.putArray("removed")::add);
      more.forEach(code -> count(added, code.split(" ", 2)[0]));
      less.forEach(code -> count(removed, code.split(" ", 2)[0]));
    }
    enrichment(from.enrichment(), to.enrichment(), json);
    return json;
  }

  private void enrichment(JsonNode from, JsonNode to, ObjectNode json) {
    Set<String> names = new TreeSet<>();
    from.fieldNames().forEachRemaining(names::add);
    to.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (!from.path(name).equals(to.path(name))) {
        count(fields, name);
        json.withObjectProperty("enrichment")
            .putObject(name)
            .<ObjectNode>set("from", orNull(from.path(name)))
            .set("to", orNull(to.path(name)));
      }
    }
  }

  private static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
  }

  private static List<String> without(List<String> all, List<String> some) {
    List<String> left = new ArrayList<>(all);
    some.forEach(left::remove);
    return left;
  }

  private static void count(Map<String, Long> counts, String name) {
    counts.merge(name, 1L, Long::sum);
  }

  /** Whether anything differs. */
  public boolean differs() {
    return changed + onlyFirst + onlySecond > 0;
  }

  /** The counts for a person. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%,d events compared: %,d changed, %,d only in the first, %,d only in the second%n"
            .formatted(compared, changed, onlyFirst, onlySecond));
    append(text, "outcome", outcomes);
    append(text, "code added", added);
    append(text, "code removed", removed);
    append(text, "enrichment", fields);
    return text.toString();
  }

  private static void append(StringBuilder text, String what, Map<String, Long> counts) {
    counts.forEach(
        (name, count) -> text.append("  %-12s %-30s %,d%n".formatted(what, name, count)));
  }
}
