package io.tradeprocessing.cli.exceptions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.console.Counted;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What waits for a person, by age and value.
 *
 * @param where the store
 * @param at when it was read
 * @param waiting in order: whole days of age, the oldest first; within a day what is worth most in
 *     US dollar, and last what has no such value on record
 * @param others how many wait that were not asked for
 */
public record ExceptionList(String where, Instant at, List<Waiting> waiting, long others) {

  public ExceptionList {
    waiting = waiting.stream().sorted(Waiting.order(at)).toList();
  }

  /** How many there are of each kind that there is. */
  public Map<Kind, Long> kinds() {
    Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
    waiting.forEach(each -> kinds.merge(each.kind(), 1L, Long::sum));
    return kinds;
  }

  /** What to run about those of a kind, each command once. */
  public List<String> commands(Kind kind) {
    return waiting.stream()
        .filter(each -> each.kind() == kind)
        .map(Waiting::command)
        .distinct()
        .toList();
  }

  /** How many wait, as a sentence without its end. */
  public String summary() {
    String rest =
        others == 0 ? "" : String.format(Locale.ROOT, "; %,d more were not asked for", others);
    if (waiting.isEmpty()) {
      return "nothing waits for a person" + rest;
    }
    return Counted.of(waiting.size(), "exception waits", "exceptions wait")
        + ": "
        + kinds().entrySet().stream()
            .map(each -> String.format(Locale.ROOT, "%,d %s", each.getValue(), each.getKey()))
            .collect(Collectors.joining(", "))
        + rest;
  }

  /** The object that {@code --json} prints. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("where", where);
    json.put("at", at.toString());
    json.put("waiting", waiting.size());
    json.put("notAskedFor", others);
    ObjectNode counts = json.putObject("kinds");
    kinds().forEach((kind, count) -> counts.put(kind.name(), count));
    ArrayNode all = json.putArray("exceptions");
    waiting.forEach(each -> all.add(each.json(at)));
    return json;
  }
}
