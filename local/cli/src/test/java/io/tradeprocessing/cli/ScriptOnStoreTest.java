package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The Python script on the store folder of a local run, beside {@code trades verify}. */
class ScriptOnStoreTest {

  private static final String REBOOKED = "LDN:20260112:0002";
  private static final long CANCELLED = 1_768_211_100_000_000L;

  @TempDir private static Path folder;
  private static LocalStore store = new LocalStore(Path.of(""));

  @BeforeAll
  static void runSamples() throws IOException {
    Path events = folder.resolve("events.jsonl");
    Files.writeString(
        events, Project.text("samples/trades.jsonl") + Project.text("samples/life.jsonl"));
    store = LocalStore.of(folder.resolve("store"), events);
  }

  @Test
  void bothFindASoundStoreSound() throws Exception {
    assertThat(store.call("verify").out()).contains("all sound");
    assertThat(script(store)).startsWith("0 ").contains("all sound");
  }

  @Test
  void bothNameAnEditedVerdict() throws Exception {
    bothName(
        "CONTENT_CHANGED",
        items -> items.set(REBOOKED, CANCELLED, "verdict", AttributeValue.fromS("{}")));
  }

  @Test
  void bothLeaveOutTheProbeOfARegion() throws Exception {
    String clean = script(store);
    LocalStore probed = store.copy(folder.resolve("probed"));
    probed.tamper(
        items ->
            items.put(
                Map.of(
                    "tradeId", AttributeValue.fromS("probe:us-east-1"),
                    "timestamp", AttributeValue.fromN("0"),
                    "region", AttributeValue.fromS("us-east-1"),
                    "recordedAt", AttributeValue.fromS("2026-01-12T14:30:00Z"))));

    assertThat(script(probed).replace(probed.folder().toString(), ""))
        .isEqualTo(clean.replace(store.folder().toString(), ""));
    assertThat(probed.call("verify").out()).contains("all sound");
    assertThat(probed.call("records", "--trade", "probe:us-east-1").err())
        .contains("there is no trade probe:us-east-1");
  }

  @Test
  void bothNameADeletedRecord() throws Exception {
    bothName("RECORD_MISSING", items -> items.delete(REBOOKED, CANCELLED));
  }

  @Test
  void bothNameADeletedHead() throws Exception {
    bothName("HEAD_MISSING", items -> items.delete(REBOOKED, 0));
  }

  private static void bothName(String flaw, Consumer<LocalStore.Items> damage) throws Exception {
    LocalStore damaged = store.copy(folder.resolve(flaw));
    damaged.tamper(damage);

    assertThat(damaged.call("verify").out()).contains("BROKEN " + REBOOKED, flaw);
    assertThat(script(damaged)).startsWith("1 ").contains("BROKEN " + REBOOKED, flaw);
  }

  /** Exit code and output. */
  private static String script(LocalStore of) throws InterruptedException, IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "python3",
                  Project.file("scripts/verify_records.py").toString(),
                  of.folder().resolve(LocalTable.DATABASE).toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(System.getenv("CI") != null, "there is no python3");
      throw e;
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + output;
  }
}
