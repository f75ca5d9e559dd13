package io.tradeprocessing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.check.Evidence.Examined;
import io.tradeprocessing.simulation.check.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/verify_records.py} and {@code trades verify} agree on what the simulation leaves.
 */
class SecondVerifierTest {

  private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("root")));
  private static final int SEEDS =
      Integer.parseInt(Objects.requireNonNull(System.getProperty("stores.seeds")));

  @TempDir private Path folder;

  @Test
  void saysTheSameOfEveryStoreSoundOrDamaged() throws Exception {
    Simulation simulation = Simulation.of(ROOT.resolve("template.yaml"), Design.AS_BUILT);
    Map<String, Map<Path, Set<String>>> expected = new LinkedHashMap<>();
    List<Examined> stores = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      simulation.examine(seed, stores::add);
    }
    for (int i = 0; i < stores.size(); i++) {
      Examined store = stores.get(i);
      Path file = folder.resolve("%04d-%s.jsonl".formatted(i, store.region()));
      Files.write(
          file,
          store.items().stream().map(item -> ExactJson.write(new Recorded(item).typed())).toList());
      expected.computeIfAbsent(store.region(), _ -> new LinkedHashMap<>()).put(file, store.flaws());
    }

    for (Map.Entry<String, Map<Path, Set<String>>> region : expected.entrySet()) {
      Map<Path, Set<String>> found = python(region.getKey(), region.getValue().keySet());
      region
          .getValue()
          .forEach(
              (file, flaws) ->
                  assertThat(found.getOrDefault(file, Set.of()))
                      .as("flaws in " + file)
                      .containsExactlyInAnyOrderElementsOf(flaws));
    }
    assertThat(stores).filteredOn(store -> store.flaws().isEmpty()).hasSizeGreaterThan(SEEDS);
    assertThat(stores).filteredOn(store -> !store.flaws().isEmpty()).hasSizeGreaterThan(SEEDS / 2);
  }

  private Map<Path, Set<String>> python(String region, Set<Path> files) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("python3", ROOT.resolve("scripts/verify_records.py").toString()));
    command.addAll(List.of("--json", "--settle", "0", "--region", region));
    files.forEach(file -> command.add(file.toString()));
    Path out = folder.resolve("flaws-" + region);
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(System.getenv("CI") != null, "there is no python3");
      throw e;
    }
    assertThat(process.waitFor()).isEqualTo(1);
    Map<Path, Set<String>> found = new LinkedHashMap<>();
    for (String line : Files.readAllLines(out)) {
      JsonNode flaw = ExactJson.read(line);
      found
          .computeIfAbsent(Path.of(flaw.path("file").asText()), _ -> new TreeSet<>())
          .add(
              String.join(
                  " ",
                  flaw.path("tradeId").asText(),
                  flaw.path("timestamp").asText(),
                  flaw.path("flaw").asText()));
    }
    return found;
  }
}
