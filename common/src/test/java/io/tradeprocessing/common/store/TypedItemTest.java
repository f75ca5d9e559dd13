package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedItemTest {

  private static final TradeHead NONE = TradeHead.none("T1", new Region("eu-west-1", 1));

  private static final ChainedRecord RECORD = ChainedRecord.of(Entries.accepted("T1", 5), NONE);

  @Test
  void namesTheTypeOfEachValue() {
    assertThat(
            TypedItem.of(
                Entries.object(
                    "{\"tradeId\":\"T1\",\"timestamp\":5.10,\"conflict\":false,"
                        + "\"seen\":{\"0\":{\"sequence\":1}}}")))
        .isEqualTo(
            Entries.object(
                "{\"tradeId\":{\"S\":\"T1\"},\"timestamp\":{\"N\":\"5.10\"},"
                    + "\"conflict\":{\"BOOL\":false},"
                    + "\"seen\":{\"M\":{\"0\":{\"M\":{\"sequence\":{\"N\":\"1\"}}}}}}"));
  }

  @Test
  void readsBackEveryRecordAndHead() {
    TradeHead head = NONE.with(RECORD.record());

    assertThat(TypedItem.read(TypedItem.of(RECORD.item()))).isEqualTo(RECORD.record());
    assertThat(TypedItem.read(TypedItem.of(RecordJson.item(head)))).isEqualTo(head);
  }

  /** So that whoever compares two of them can do so byte by byte. */
  @Test
  void sortsTheAttributesOfAnArchivedItemByName() {
    TradeHead head =
        NONE.seeing(
                List.of(
                    TradeHead.none("T1", Region.LOCAL)
                        .with(
                            ChainedRecord.of(
                                    Entries.accepted("T1", 3), TradeHead.none("T1", Region.LOCAL))
                                .record())))
            .with(RECORD.record());

    for (JsonObject typed : List.of(TypedItem.of(RECORD.record()), TypedItem.of(head))) {
      assertThat(names(typed)).isSorted().contains("tradeId", "region", "seen");
    }
    assertThat(TypedItem.read(TypedItem.of(RECORD.record()))).isEqualTo(RECORD.record());
    assertThat(TypedItem.read(TypedItem.of(head))).isEqualTo(head);
    JsonObject states =
        TypedItem.of(head).object("states").flatMap(m -> m.object("M")).orElseThrow();
    assertThat(names(states.object("system1").flatMap(state -> state.object("M")).orElseThrow()))
        .isSorted()
        .contains("firstNew", "status", "terms");
  }

  private static List<String> names(JsonObject object) {
    List<String> names = new ArrayList<>();
    object.forEach((name, _) -> names.add(name));
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"gaps\":[]}", "{\"eventId\":null}"})
  void refusesToWriteWhatNoAttributeIs(String item) {
    assertThatThrownBy(() -> TypedItem.of(Entries.object(item)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no attribute is a JSON ");
  }

  /** Whatever is in an archive or an export, reading it names the attribute. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "region   | 1                                | attribute region is not a string",
        "region   | {}                               | attribute region is not a string",
        "eventId  | 1                                | attribute eventId is not a string",
        "eventId  | {\"NULL\":true}                  | attribute eventId is not a string",
        "region   | {\"S\":1}                        | attribute region is not a string",
        "region   | {\"S\":\"a\",\"N\":\"1\"}        | attribute region is not a string",
        "region   | {\"SS\":[\"a\"]}                 | attribute region is not a string",
        "sequence | {\"N\":1}                        | attribute sequence is not a number",
        "sequence | {\"N\":\"\"}                     | attribute sequence is not a number",
        "sequence | {\"N\":\"one\"}                  | attribute sequence is not a whole number",
        "conflict | {\"BOOL\":\"false\"}             | attribute conflict is not a boolean",
        "seen     | {\"M\":[]}                       | attribute seen is not a map",
        "seen     | {\"L\":[]}                       | attribute seen is not a map",
      })
  void namesAnAttributeOfAnotherType(String attribute, String typed, String reason) {
    JsonObject.Builder changed = JsonObject.builder();
    TypedItem.of(RECORD.item())
        .forEach(
            (name, value) ->
                changed.put(name, name.equals(attribute) ? JsonReader.read(typed) : value));

    assertThat(TypedItem.read(changed.build()))
        .isEqualTo(new UnreadableItem("T1", RECORD.record().key().timestamp().toString(), reason));
  }

  @Test
  void namesAnItemWithoutAKey() {
    assertThat(List.of("{}", "{\"tradeId\":{\"N\":\"1\"},\"timestamp\":{\"S\":\"1\"}}"))
        .allSatisfy(
            item ->
                assertThat(TypedItem.read(Entries.object(item)))
                    .isEqualTo(new UnreadableItem("", "", "attribute timestamp is not a number")));
  }
}
