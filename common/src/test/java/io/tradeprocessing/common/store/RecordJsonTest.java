package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

  private static final TradeHead NONE = TradeHead.none("T1", Region.LOCAL);

  @Test
  void hashesARecordAsTheIndependentImplementationDoes() throws IOException {
    List<JsonObject> vectors = vectors();

    assertThat(vectors).hasSize(3);
    for (JsonObject vector : vectors) {
      ComplianceRecord record = RecordJson.record(item(vector));
      String name = vector.text("name").orElseThrow();
      assertThat(record.recomputedHash()).as(name).isEqualTo(record.link().recordHash());
      assertThat(Hashes.of(record.entry().content())).as(name).isEqualTo(record.entry().hashes());
      assertThat(record.entry().key(record.region())).as(name).isEqualTo(record.key());
    }
  }

  @Test
  void readsBackEveryRecordAndHeadItWrites() {
    ChainedRecord chained = ChainedRecord.of(Entries.accepted("T1", 5), NONE);
    TradeHead head = NONE.with(chained.record());

    assertThat(RecordJson.read(chained.item())).isEqualTo(chained.record());
    assertThat(RecordJson.read(RecordJson.item(head))).isEqualTo(head);
  }

  @Test
  void keepsTheNumbersOfAnEventAsTheyWereSent() {
    ChainedRecord chained = ChainedRecord.of(Entries.accepted("T1", 5), NONE);

    assertThat(chained.item().text("event").orElseThrow()).contains("\"price\":100.50");
  }

  @Test
  void namesTheAttributeThatItCannotHaveWritten() {
    assertThat(reason("timestamp", new JsonNumber("-3"))).contains("timestamp");
    assertThat(reason("status", Json.of("PENDING"))).contains("status");
    assertThat(reason("unmatched", Json.of("no"))).contains("unmatched");
    assertThat(reason("event", Json.of("{"))).contains("event");
    assertThat(reason("event", Json.of("{ }"))).contains("event");
    assertThat(reason("verdict", Json.of("[]"))).contains("verdict");
    assertThat(reason("sequence", new JsonNumber("1.5"))).contains("sequence");
    assertThat(reason("sequence", Json.of("1"))).contains("sequence");
    assertThat(reason("hashVersion", new JsonNumber("99999999999"))).contains("hashVersion");
    assertThat(reason("eventType", Json.of("UNDO"))).contains("eventType");
    assertThat(reason("recordedAt", Json.of("today"))).contains("recordedAt");
    assertThat(reason("eventId", new JsonNumber("1"))).contains("eventId");
    assertThat(reason("region", Json.of(""))).contains("region");
    assertThat(reason("seen", Json.of(""))).contains("seen");
    assertThat(reason("seen", Entries.object("{\"x\":{}}"))).contains("seen.x");
    assertThat(reason("seen", Entries.object("{\"1\":2}"))).contains("seen.1");
    assertThat(reason("conflict", new JsonNumber("0"))).contains("conflict");
    assertThat(reason("sourceSequence", new JsonNumber("0"))).contains("sourceSequence");
    assertThat(reason("extra", Json.of("x"))).contains("extra");
  }

  private static String reason(String attribute, Json value) {
    ChainedRecord chained = ChainedRecord.of(Entries.accepted("T1", 5), NONE);
    return ((UnreadableItem) RecordJson.read(with(chained.item(), attribute, value))).reason();
  }

  private static JsonObject with(JsonObject item, String attribute, Json value) {
    JsonObject.Builder changed = JsonObject.builder().put(attribute, value);
    item.forEach(
        (name, present) -> {
          if (!name.equals(attribute)) {
            changed.put(name, present);
          }
        });
    return changed.build();
  }

  @Test
  void namesWhatIsWrongWithAHead() {
    TradeHead head = NONE.with(ChainedRecord.of(Entries.accepted("T1", 5), NONE).record());
    JsonObject item = with(RecordJson.item(head), "states", Json.of("ACTIVE"));

    assertThat(RecordJson.read(item))
        .isEqualTo(new UnreadableItem("T1", "0", "attribute states is not a map"));
  }

  private static JsonObject item(JsonObject vector) {
    JsonObject.Builder item = JsonObject.builder();
    JsonReader.read(vector.text("record").orElseThrow())
        .asObject()
        .orElseThrow()
        .forEach(item::put);
    for (String hash : List.of("eventHash", "contentHash", "recordHash")) {
      item.put(hash, vector.text(hash).orElseThrow());
    }
    return item.build();
  }

  private static List<JsonObject> vectors() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            RecordJsonTest.class.getResourceAsStream("/hash-vectors/vectors.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> JsonReader.read(line).asObject().orElseThrow())
          .filter(vector -> vector.has("record"))
          .toList();
    }
  }
}
