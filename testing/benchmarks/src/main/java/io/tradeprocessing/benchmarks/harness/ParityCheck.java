package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.common.json.CanonicalJson;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks that both implementations do the same work: for each sample event the same verdict apart
 * from its messages, the same enrichment, and the same record with the same hashes. A comparison
 * with a peer that does less would be meaningless.
 */
final class ParityCheck {

  private final Workplace workplace;
  private final Bench bench;
  private final Events events;
  private final InMemoryTable table;
  private final List<String> differences = new ArrayList<>();

  ParityCheck(Workplace workplace, Bench bench, Events events, InMemoryTable table) {
    this.workplace = workplace;
    this.bench = bench;
    this.events = events;
    this.table = table;
  }

  /**
   * The differences, each with its event; empty if there are none.
   *
   * @param java runs a function's package
   * @param python runs its peer
   */
  List<String> run(Pair java, Pair python) throws IOException, InterruptedException {
    List<JsonObject> samples = samples();
    compare(Function.VALIDATOR, samples, java, python);
    compare(Function.ENRICHER, samples, java, python);
    compareRecords(samples, java, python);
    return List.copyOf(differences);
  }

  /** A way to run each function. */
  interface Pair {
    Variant of(Function function);
  }

  /** The number of compared events. */
  int size() throws IOException {
    return samples().size();
  }

  private List<JsonObject> samples() throws IOException {
    List<JsonObject> samples = new ArrayList<>();
    for (String file : List.of("samples/trades.jsonl", "samples/life.jsonl")) {
      for (String line : Files.readAllLines(workplace.home().resolve(file))) {
        envelope(JsonReader.read(line)).ifPresent(samples::add);
      }
    }
    try (Stream<Path> files = Files.list(workplace.home().resolve("events"))) {
      for (Path file : files.sorted().toList()) {
        envelope(JsonReader.read(Files.readString(file))).ifPresent(samples::add);
      }
    }
    return samples;
  }

  /**
   * Files for the recorder contain an event; bare trades are not events; the peer has no reviews.
   */
  private static Optional<JsonObject> envelope(Json json) {
    return json.asObject()
        .map(object -> object.object("event").orElse(object))
        .filter(object -> object.has("detail"))
        .filter(object -> !TradeEvent.of(object).isReview());
  }

  private void compare(Function function, List<JsonObject> samples, Pair java, Pair python)
      throws IOException, InterruptedException {
    try (FunctionProcess ours = bench.start(java.of(function), function);
        FunctionProcess theirs = bench.start(python.of(function), function)) {
      for (JsonObject sample : samples) {
        String event = JsonWriter.toString(Events.taskInput(sample));
        same(
            function,
            sample,
            withoutTexts(JsonReader.read(ours.api().invoke(event).output())),
            JsonReader.read(theirs.api().invoke(event).output()));
      }
    }
  }

  /** A verdict with code, field and severity of each violation; any other response unchanged. */
  private static Json withoutTexts(Json answer) {
    if (!(answer instanceof JsonObject verdict)
        || !(verdict.get("violations") instanceof JsonArray violations)) {
      return answer;
    }
    Json bare =
        new JsonArray(
            violations.values().stream()
                .map(violation -> without(violation, Set.of("message", "attributes")))
                .toList());
    JsonObject.Builder rest = JsonObject.builder();
    verdict.forEach((name, value) -> rest.put(name, name.equals("violations") ? bare : value));
    return rest.build();
  }

  private static Json without(Json object, Set<String> names) {
    JsonObject.Builder rest = JsonObject.builder();
    object
        .asObject()
        .orElse(JsonObject.empty())
        .forEach(
            (name, value) -> {
              if (!names.contains(name)) {
                rest.put(name, value);
              }
            });
    return rest.build();
  }

  /** Both record all samples in order, each in an empty table. */
  private void compareRecords(List<JsonObject> samples, Pair java, Pair python)
      throws IOException, InterruptedException {
    List<Json> ours = record(samples, java.of(Function.RECORDER));
    List<Json> theirs = record(samples, python.of(Function.RECORDER));
    for (int i = 0; i < samples.size(); i++) {
      same(Function.RECORDER, samples.get(i), ours.get(i), theirs.get(i));
    }
  }

  private List<Json> record(List<JsonObject> samples, Variant runtime)
      throws IOException, InterruptedException {
    table.clear();
    List<Json> results = new ArrayList<>();
    try (FunctionProcess process = bench.start(runtime, Function.RECORDER)) {
      for (JsonObject sample : samples) {
        results.add(comparable(process, sample));
      }
    }
    checkHashes(runtime);
    return results;
  }

  /** Without the parts that depend on when and by which implementation a record was written. */
  private Json comparable(FunctionProcess process, JsonObject sample) throws InterruptedException {
    Json output;
    try {
      String input = JsonWriter.toString(events.recorderInput(sample));
      output = JsonReader.read(process.api().invoke(input).output());
    } catch (FunctionFailedException e) {
      return Json.of(String.valueOf(e.getMessage()));
    }
    return without(output, Set.of("recordHash", "previousHash"));
  }

  /** Every record contains the hash of its other attributes. */
  private void checkHashes(Variant runtime) {
    for (JsonObject item : table.items()) {
      JsonObject.Builder record = JsonObject.builder();
      item.forEach((name, value) -> addAttribute(name, value, record));
      Optional<String> hash = item.object("recordHash").flatMap(value -> value.text("S"));
      if (hash.isPresent() && !hash.get().equals(CanonicalJson.sha256(record.build()))) {
        differences.add(
            runtime.name() + " wrote a record with a wrong hash: " + JsonWriter.toString(item));
      }
    }
  }

  private static void addAttribute(String name, Json value, JsonObject.Builder record) {
    JsonObject attribute = value.asObject().orElse(JsonObject.empty());
    if (name.equals("recordHash") || attribute.size() != 1) {
      return;
    }
    Json content = attribute.valueAt(0);
    record.put(name, attributeValue(attribute.nameAt(0), content));
  }

  private static Json attributeValue(String type, Json content) {
    return switch (type) {
      case "N" -> new JsonNumber(content.asText().orElse(""));
      case "M" -> {
        JsonObject.Builder map = JsonObject.builder();
        content
            .asObject()
            .orElse(JsonObject.empty())
            .forEach((name, value) -> addAttribute(name, value, map));
        yield map.build();
      }
      default -> content;
    };
  }

  private void same(Function function, JsonObject sample, Json ours, Json theirs) {
    if (!ours.equals(theirs)) {
      differences.add(
          "the %s of %s\n  in Java:   %s\n  in Python: %s"
              .formatted(
                  function.module(),
                  sample.object("detail").flatMap(trade -> trade.text("tradeId")).orElse("?"),
                  JsonWriter.toString(ours),
                  JsonWriter.toString(theirs)));
    }
  }
}
