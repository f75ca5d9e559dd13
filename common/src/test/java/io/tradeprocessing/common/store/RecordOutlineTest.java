package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordOutlineTest {

  private static final Region REGION = new Region("eu-west-1", 1);

  private static final TradeHead FIRST =
      TradeHead.none("T1", REGION)
          .with(ChainedRecord.of(Entries.accepted("T1", 5), TradeHead.none("T1", REGION)).record());

  private static final TradeHead OTHER =
      TradeHead.none("T1", Region.LOCAL)
          .with(
              ChainedRecord.of(Entries.accepted("T1", 7), TradeHead.none("T1", Region.LOCAL))
                  .record());

  private static final ChainedRecord RECORD =
      ChainedRecord.of(Entries.accepted("T1", 6), FIRST.seeing(List.of(OTHER)));

  private static JsonObject with(String attribute, String typed) {
    JsonObject.Builder changed = JsonObject.builder();
    TypedItem.of(RECORD.item())
        .forEach(
            (name, value) -> {
              if (!name.equals(attribute)) {
                changed.put(name, value);
              }
            });
    return changed.put(attribute, JsonReader.read(typed)).build();
  }

  @Test
  void saysOfARecordWhatTheRecordSays() {
    ComplianceRecord record = RECORD.record();

    assertThat(RecordOutline.of(TypedItem.of(RECORD.item())))
        .contains(new RecordOutline(record.key(), REGION, record.link(), record.seen(), true));
    assertThat(record.seen()).containsKey(0);
    assertThat(record.link().previousHash()).isPresent();
  }

  /** What has the same canonical form as the record, and is not the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event        | {\"S\":\"{}\"}",
        "note         | {\"S\":\"x\"}",
        "unmatched    | {\"BOOL\":true}",
        "unmatched    | {\"S\":\"false\"}",
        "hashVersion  | {\"S\":\"1\"}",
        "hashVersion  | {\"N\":\"1.0\"}",
        "hashVersion  | {\"N\":\"1e0\"}",
        "hashVersion  | {\"N\":\"01\"}",
        "eventId      | {\"NULL\":true}",
        "eventId      | {\"SS\":[\"e-6\"]}",
        "eventHash    | {\"N\":\"1\"}",
      })
  void knowsWhatIsNotIntact(String attribute, String typed) {
    assertThat(RecordOutline.of(with(attribute, typed))).map(RecordOutline::intact).contains(false);
  }

  /** Whoever forges a record can forge its hash, but not an attribute of a type that none has. */
  @Test
  void isNotIntactWithAValueOfAnotherTypeEvenWhereTheHashFits() {
    JsonObject.Builder plain = JsonObject.builder();
    RECORD
        .item()
        .forEach(
            (name, value) -> {
              if (!name.equals("recordHash")) {
                plain.put(name, name.equals("eventId") ? JsonNull.NULL : value);
              }
            });
    JsonObject.Builder forged = JsonObject.builder();
    with("eventId", "{\"NULL\":true}")
        .forEach(
            (name, value) -> {
              if (!name.equals("recordHash")) {
                forged.put(name, value);
              }
            });
    String hash = RecordJson.hash(plain.build());

    assertThat(
            RecordOutline.of(
                forged.put("recordHash", JsonObject.builder().put("S", hash).build()).build()))
        .hasValueSatisfying(
            outline -> {
              assertThat(outline.link().recordHash()).isEqualTo(hash);
              assertThat(outline.intact()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"tradeId", "timestamp", "region", "sequence", "recordHash", "seen"})
  void isOfARecordAlone(String attribute) {
    assertThat(RecordOutline.of(with(attribute, "{\"L\":[]}"))).isEmpty();
    assertThat(RecordOutline.of(TypedItem.of(RecordJson.item(FIRST)))).isEmpty();
    assertThat(RecordOutline.of(JsonObject.builder().build())).isEqualTo(Optional.empty());
  }
}
