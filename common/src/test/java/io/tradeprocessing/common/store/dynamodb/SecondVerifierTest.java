package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradeprocessing.common.json.CanonicalJson;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.store.Break;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.UnreadableItem;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The Python script that verifies exported items, which shares no code with this project, finds the
 * same flaws in the same places: in sound stores of two Regions, and in stores that somebody
 * damaged, with and without new hashes.
 */
class SecondVerifierTest {

  private static final int STORES = 400;
  private static final String HERE = "eu-west-1";

  @TempDir private Path folder;

  @Test
  void bothVerifiersAgreeOnSoundAndOnDamagedStores() throws Exception {
    Map<Path, Set<String>> expected = new TreeMap<>();
    Map<Break.Flaw, Integer> covered = new EnumMap<>(Break.Flaw.class);
    int sound = 0;
    for (int seed = 0; seed < STORES; seed++) {
      Random random = new Random(seed);
      List<Map<String, AttributeValue>> items = store(seed / 20);
      for (int damages = seed % 20 == 0 ? 0 : 1 + random.nextInt(2); damages > 0; damages--) {
        items = damaged(items, random);
      }
      Path file = folder.resolve("%04d.jsonl".formatted(seed));
      Files.write(file, items.stream().map(item -> JsonWriter.toString(typed(item))).toList());
      Set<String> flaws = new TreeSet<>();
      for (Break found : breaks(items)) {
        covered.merge(found.flaw(), 1, Integer::sum);
        flaws.add(found.tradeId() + " " + found.timestamp() + " " + found.flaw());
      }
      sound += flaws.isEmpty() ? 1 : 0;
      expected.put(file, flaws);
    }

    Map<Path, Set<String>> found = python(List.copyOf(expected.keySet()));

    expected.forEach(
        (file, flaws) ->
            assertThat(found.getOrDefault(file, Set.of()))
                .as("flaws in %s that the script finds; those of ChainVerifier are expected", file)
                .isEqualTo(flaws));
    assertThat(covered).as("every kind of damage occurs").containsOnlyKeys(Break.Flaw.values());
    assertThat(sound).isBetween(STORES / 20, STORES / 2);
  }

  /** What two Regions wrote and replicated, as the second has it. */
  private static List<Map<String, AttributeValue>> store(long seed) {
    TwoRegionsTest.World world = new TwoRegionsTest.World(seed, TwoRegionsTest.Defect.NONE);
    world.run();
    return world.items(1);
  }

  private static List<Map<String, AttributeValue>> damaged(
      List<Map<String, AttributeValue>> items, Random random) {
    List<Map<String, AttributeValue>> damaged = new ArrayList<>(items);
    int index = random.nextInt(damaged.size());
    Map<String, AttributeValue> item = new HashMap<>(damaged.get(index));
    Map<String, AttributeValue> other = damaged.get(random.nextInt(damaged.size()));
    List<String> names = item.keySet().stream().sorted().toList();
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(8)) {
      case 0 -> {
        damaged.remove(index);
        return damaged;
      }
      case 1 -> item.remove(name);
      case 2 -> item.put("comment", AttributeValue.fromS("mine"));
      case 3, 4 -> item.put(name, other.getOrDefault(name, item.get(name)));
      case 5 -> item.computeIfPresent(name, (_, value) -> changed(value, random));
      case 6 -> item.put("seen", other.get("seen"));
      default -> item.put("sequence", AttributeValue.fromN(String.valueOf(random.nextInt(9) - 2)));
    }
    if (random.nextBoolean() && item.containsKey("recordHash")) {
      item.put("recordHash", AttributeValue.fromS(hash(item)));
    }
    damaged.set(index, item);
    damaged.sort(Comparator.comparing(SecondVerifierTest::key));
    return withoutTwins(damaged);
  }

  /** A table has one item of a key. */
  private static List<Map<String, AttributeValue>> withoutTwins(
      List<Map<String, AttributeValue>> items) {
    Set<String> keys = new HashSet<>();
    return items.stream().filter(item -> keys.add(key(item))).toList();
  }

  private static String key(Map<String, AttributeValue> item) {
    return item.get("tradeId") + " " + item.get("timestamp");
  }

  private static AttributeValue changed(AttributeValue value, Random random) {
    return switch (value.type()) {
      case S ->
          AttributeValue.fromS(
              List.of(value.s() + "x", "", "{ }", "UNKNOWN", "us-west-2", "2026-01-12T00:00:00Z")
                  .get(random.nextInt(6)));
      case N -> AttributeValue.fromN(String.valueOf(random.nextInt(5)));
      case BOOL -> AttributeValue.fromBool(!value.bool());
      default -> AttributeValue.fromM(Map.of());
    };
  }

  /** {@code recordHash}, as somebody who knows the definition would make it. */
  private static String hash(Map<String, AttributeValue> item) {
    JsonObject.Builder attributes = JsonObject.builder();
    item.forEach(
        (name, value) -> {
          if (!name.equals("recordHash")) {
            attributes.put(name, plain(value));
          }
        });
    return CanonicalJson.sha256(attributes.build());
  }

  private static Json plain(AttributeValue value) {
    return switch (value.type()) {
      case S -> Json.of(value.s());
      case N -> new JsonNumber(value.n());
      case BOOL -> Json.of(value.bool());
      default -> {
        JsonObject.Builder map = JsonObject.builder();
        value.m().forEach((name, part) -> map.put(name, plain(part)));
        yield map.build();
      }
    };
  }

  private static JsonObject typed(Map<String, AttributeValue> item) {
    JsonObject.Builder json = JsonObject.builder();
    item.forEach((name, value) -> json.put(name, typed(value)));
    return json.build();
  }

  private static JsonObject typed(AttributeValue value) {
    JsonObject.Builder json = JsonObject.builder();
    return switch (value.type()) {
      case S -> json.put("S", value.s()).build();
      case N -> json.put("N", value.n()).build();
      case BOOL -> json.put("BOOL", value.bool()).build();
      default -> json.put("M", typed(value.m())).build();
    };
  }

  private static List<Break> breaks(List<Map<String, AttributeValue>> items) {
    Map<String, List<Map<String, AttributeValue>>> trades = new TreeMap<>();
    items.forEach(
        item ->
            trades
                .computeIfAbsent(
                    item.getOrDefault("tradeId", AttributeValue.fromS("")).s(),
                    _ -> new ArrayList<>())
                .add(item));
    List<Break> breaks = new ArrayList<>();
    trades.forEach((id, of) -> breaks.addAll(ChainVerifier.breaks(history(id, of), HERE)));
    return breaks;
  }

  private static TradeHistory history(String id, List<Map<String, AttributeValue>> items) {
    List<TradeHead> heads = new ArrayList<>();
    List<ComplianceRecord> records = new ArrayList<>();
    List<UnreadableItem> unreadable = new ArrayList<>();
    for (Map<String, AttributeValue> item : items) {
      switch (Items.read(item)) {
        case TradeHead head -> heads.add(head);
        case ComplianceRecord record -> records.add(record);
        case UnreadableItem damaged -> unreadable.add(damaged);
      }
    }
    return new TradeHistory(id, heads, records, unreadable);
  }

  private static Map<Path, Set<String>> python(List<Path> files) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", script(), "--json"));
    command.addAll(List.of("--settle", "0", "--region", HERE));
    files.forEach(file -> command.add(file.toString()));
    Path out = Objects.requireNonNull(files.getFirst().getParent()).resolve("flaws");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(out.resolveSibling("summary").toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(System.getenv("CI") != null, "there is no python3");
      throw e;
    }
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue())
        .as(Files.readString(out.resolveSibling("summary")))
        .isEqualTo(1);
    Map<Path, Set<String>> found = new TreeMap<>();
    for (String line : Files.readAllLines(out)) {
      JsonObject flaw = JsonReader.read(line).asObject().orElseThrow();
      found
          .computeIfAbsent(Path.of(flaw.text("file").orElseThrow()), _ -> new TreeSet<>())
          .add(
              String.join(
                  " ",
                  flaw.text("tradeId").orElse(""),
                  flaw.text("timestamp").orElse(""),
                  flaw.text("flaw").orElseThrow()));
    }
    return found;
  }

  private static String script() {
    return Project.file("scripts/verify_records.py").toString();
  }
}
