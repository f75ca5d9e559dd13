package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.run.LocalContext;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.TestJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;

/**
 * A store folder whose table two Regions have written, with one of everything that an operator may
 * meet: a rejected event and its repair, events of one time that contradict each other, an event
 * that both recorded, a NEW over a live trade, and what arrived late.
 */
final class TwoRegionStore {

  static final String TRADE = "TWO-1";

  private static final Region FIRST = new Region("us-east-1", 0);
  private static final Region SECOND = new Region("eu-west-1", 1);

  private final EmbeddedTable table;
  private int seconds;

  private TwoRegionStore(EmbeddedTable table) {
    this.table = table;
  }

  static LocalStore in(Path folder) {
    LocalStore store = LocalStore.of(folder, Project.file("samples/broken.jsonl"));
    try (EmbeddedTable table = LocalStore.table(folder)) {
      new TwoRegionStore(table).fill();
    }
    return store;
  }

  private void fill() {
    record(FIRST, true, event("NEW", "2026-01-12T14:30:00Z", 1, "-100"), false);
    record(FIRST, true, event("NEW", "2026-01-12T14:30:00Z", 1, "100"), true);
    record(FIRST, true, event("CORRECT", "2026-01-12T14:40:00Z", 2, "110"), true);
    record(SECOND, true, event("CORRECT", "2026-01-12T14:40:00Z", 3, "120"), true);
    record(SECOND, true, event("NEW", "2026-01-12T15:30:00Z", 5, "130"), true);
    record(SECOND, true, event("CANCEL", "2026-01-12T15:00:00Z", 4, "120"), true);
    record(FIRST, false, event("NEW", "2026-01-12T16:00:00Z", 6, "140"), true);
    record(SECOND, false, event("NEW", "2026-01-12T16:00:00Z", 6, "140"), true);
  }

  /**
   * @param sees whether the Region reads what the other has written
   */
  private void record(Region region, boolean sees, JsonNode event, boolean valid) {
    TradeStore store =
        new TradeStore(
            table.client(), LocalTable.TABLE, Backoff.standard(new Random(1)), region, sees);
    Clock clock =
        Clock.fixed(Instant.parse("2026-01-12T16:00:00Z").plusSeconds(++seconds), ZoneOffset.UTC);
    ObjectNode input = (ObjectNode) Project.json("events/record-accepted.json");
    input.set("event", event);
    ((ObjectNode) input.get("verdict")).put("valid", valid);
    try {
      new RecordComplianceHandler(() -> store, FunctionRuntime.local(clock, silent()))
          .handleRequest(
              new ByteArrayInputStream(TestJson.write(input).getBytes(StandardCharsets.UTF_8)),
              OutputStream.nullOutputStream(),
              new LocalContext(
                  new DeploymentTemplate.Function("ComplianceRecorderFunction", "", 25), "1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode event(String type, String timestamp, int sequence, String quantity) {
    ObjectNode envelope =
        (ObjectNode)
            Project.parse(Project.text("samples/trades.jsonl").lines().findFirst().orElseThrow());
    ((ObjectNode) envelope.get("detail"))
        .put("tradeId", TRADE)
        .put("eventType", type)
        .put("timestamp", timestamp)
        .put("sourceSequence", sequence)
        .put("quantity", quantity);
    return envelope;
  }

  private static Telemetry silent() {
    return new JsonTelemetry(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        Clock.systemUTC(),
        "compliance-recorder",
        "production",
        Telemetry.Level.INFO);
  }
}
