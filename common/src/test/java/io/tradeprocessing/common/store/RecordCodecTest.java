package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonBoolean;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RecordCodecTest {

  @Test
  void hashesARecordAsTheIndependentImplementationDoes() throws IOException {
    List<JsonObject> vectors = vectors();

    assertThat(vectors).hasSize(2);
    for (JsonObject vector : vectors) {
      ComplianceRecord record = RecordCodec.record(item(vector));
      String name = vector.text("name").orElseThrow();
      assertThat(record.recomputedHash()).as(name).isEqualTo(record.link().recordHash());
      assertThat(Hashes.of(record.entry().content())).as(name).isEqualTo(record.entry().hashes());
    }
  }

  @Test
  void readsBackEveryRecordAndHeadItWrites() {
    ComplianceRecord record =
        ComplianceRecord.chain(Entries.accepted("T1", 5), TradeHead.none("T1"));
    TradeHead head = TradeHead.none("T1").with(record);

    assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
    assertThat(RecordCodec.decode(RecordCodec.encode(head))).isEqualTo(head);
  }

  @Test
  void keepsTheNumbersOfAnEventAsTheyWereSent() {
    ComplianceRecord record =
        ComplianceRecord.chain(Entries.accepted("T1", 5), TradeHead.none("T1"));

    assertThat(RecordCodec.encode(record))
        .hasEntrySatisfying("event", event -> assertThat(event.s()).contains("\"price\":100.50"));
  }

  @Test
  void namesTheAttributeThatItCannotHaveWritten() {
    assertThat(reason("timestamp", AttributeValue.fromN("-3"))).contains("timestamp");
    assertThat(reason("status", AttributeValue.fromS("PENDING"))).contains("status");
    assertThat(reason("unmatched", AttributeValue.fromS("no"))).contains("unmatched");
    assertThat(reason("event", AttributeValue.fromS("{"))).contains("event");
    assertThat(reason("event", AttributeValue.fromS("{ }"))).contains("event");
    assertThat(reason("verdict", AttributeValue.fromS("[]"))).contains("verdict");
    assertThat(reason("sequence", AttributeValue.fromN("1.5"))).contains("sequence");
    assertThat(reason("sequence", AttributeValue.fromS("1"))).contains("sequence");
    assertThat(reason("hashVersion", AttributeValue.fromN("99999999999"))).contains("hashVersion");
    assertThat(reason("eventType", AttributeValue.fromS("UNDO"))).contains("eventType");
    assertThat(reason("recordedAt", AttributeValue.fromS("today"))).contains("recordedAt");
    assertThat(reason("eventId", AttributeValue.fromN("1"))).contains("eventId");
    assertThat(reason("extra", AttributeValue.fromS("x"))).contains("extra");
  }

  private static String reason(String attribute, AttributeValue value) {
    Map<String, AttributeValue> item =
        new HashMap<>(
            RecordCodec.encode(
                ComplianceRecord.chain(Entries.accepted("T1", 5), TradeHead.none("T1"))));
    item.put(attribute, value);
    return ((UnreadableItem) RecordCodec.decode(item)).reason();
  }

  @Test
  void namesWhatIsWrongWithAHead() {
    TradeHead head =
        TradeHead.none("T1")
            .with(ComplianceRecord.chain(Entries.accepted("T1", 5), TradeHead.none("T1")));
    Map<String, AttributeValue> item = new HashMap<>(RecordCodec.encode(head));
    item.put("states", AttributeValue.fromS("ACTIVE"));

    assertThat(RecordCodec.decode(item))
        .isEqualTo(new UnreadableItem("T1", 0, "attribute states is not a map"));
  }

  private static Map<String, AttributeValue> item(JsonObject vector) {
    Map<String, AttributeValue> item = new HashMap<>();
    JsonReader.read(vector.text("record").orElseThrow())
        .asObject()
        .orElseThrow()
        .forEach((name, value) -> item.put(name, attribute(value)));
    for (String hash : List.of("eventHash", "contentHash", "recordHash")) {
      item.put(hash, AttributeValue.fromS(vector.text(hash).orElseThrow()));
    }
    return item;
  }

  private static AttributeValue attribute(Json value) {
    return switch (value) {
      case JsonString string -> AttributeValue.fromS(string.value());
      case JsonNumber number -> AttributeValue.fromN(number.literal());
      case JsonBoolean bool -> AttributeValue.fromBool(bool.value());
      default -> throw new IllegalArgumentException(value.typeName());
    };
  }

  private static List<JsonObject> vectors() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            RecordCodecTest.class.getResourceAsStream("/hash-vectors/vectors.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> JsonReader.read(line).asObject().orElseThrow())
          .filter(vector -> vector.has("record"))
          .toList();
    }
  }
}
