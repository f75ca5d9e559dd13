package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Whatever arrived has to be on record. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\"1\",\"detail\":{\"a\":1}} | {\"a\":1}",
        "{\"id\":\"1\",\"detail\":null}      | null",
        "{\"id\":\"1\",\"detail\":[7]}       | [7]",
        "{\"id\":\"1\"}                      | {\"id\":\"1\"}",
        "[1]                                 | [1]",
        "\"text\"                            | \"text\"",
      })
  void theTradeIsTheDetailOfAnEnvelopeAndWithoutOneTheWholeEvent(String event, String trade) {
    Content content = new Content(JsonReader.read(event), JsonObject.empty(), JsonObject.empty());

    assertThat(content.trade()).isEqualTo(JsonReader.read(trade));
    assertThat(content.eventHash()).isEqualTo(Hashes.of(content).eventHash());
  }

  @Test
  void keepsTheNumbersOfAnEventAsTheyWereSent() {
    ChainedRecord chained = ChainedRecord.of(Entries.accepted("T1", 5), NONE);

    assertThat(chained.item().text("event").orElseThrow()).contains("\"price\":100.50");
  }

  @Test
  void readsBackWhateverARecordMaySay() {
    Region region = new Region("us-west-2", 2);
    SortedMap<Integer, Seen> seen =
        new TreeMap<>(Map.of(0, new Seen(7, "ab"), 9, new Seen(1, "cd")));
    TradeEntry numbered =
        Entries.of("system2", "T1", EventType.CANCEL, 5, 4711, "", RecordStatus.REJECTED);
    TradeEntry untyped =
        new TradeEntry(
            "T1",
            numbered.time(),
            "unknown",
            0,
            RecordStatus.REJECTED,
            Optional.empty(),
            numbered.content(),
            new Provenance("arn", Optional.empty(), "1", Entries.NOW),
            numbered.hashes());

    for (TradeEntry entry : List.of(numbered, untyped)) {
      for (Flags flags :
          List.of(
              new Flags(true, false, false),
              new Flags(false, true, false),
              new Flags(false, false, true))) {
        ComplianceRecord record =
            new ComplianceRecord(
                entry.key(region),
                entry,
                region,
                flags,
                seen,
                new ChainLink(3, Optional.of("ef"), "01"));
        assertThat(RecordJson.read(RecordJson.item(RecordJson.attributes(record), "01")))
            .isEqualTo(record);
      }
    }
  }

  @Test
  void readsBackWhateverAHeadMaySay() {
    TradeHead head = fullHead();

    assertThat(RecordJson.read(RecordJson.item(head))).isEqualTo(head);
  }

  /** For whoever looks at the table: how a trade stands, and since when its terms hold. */
  @Test
  void aHeadSaysHowTheTradeStands() {
    assertThat(RecordJson.item(fullHead()).object("states").orElseThrow())
        .isEqualTo(
            Entries.object(
                """
                {"system1": {"status": "ACTIVE", "terms": "1970-01-01T00:00:00.000003Z",
                  "firstNew": {"time": 1, "eventHash": "a"},
                  "lastNew": {"time": 2, "sourceSequence": 12, "eventHash": "b"},
                  "lastCorrect": {"time": 3, "eventHash": "c"},
                  "lastPartial": {"time": 5, "eventHash": "f", "eventType": "ALLOCATION"},
                  "lastEnd": {"time": 1, "sourceSequence": 2, "eventHash": "g",
                    "eventType": "TERMINATION"},
                  "lastCancel": {"time": 1, "sourceSequence": 9, "eventHash": "d"}},
                 "system2": {"status": "UNMATCHED", "lastCancel": {"time": 4, "eventHash": "e"}}}
                """));
  }

  private static TradeHead fullHead() {
    TradeState state =
        new TradeState(
            Optional.of(new Place(new EventTime(1), 0, EventType.NEW, "a")),
            Optional.of(new Place(new EventTime(2), 12, EventType.NEW, "b")),
            Optional.of(new Place(new EventTime(3), 0, EventType.CORRECT, "c")),
            Optional.of(new Place(new EventTime(5), 0, EventType.ALLOCATION, "f", true)),
            Optional.of(new Place(new EventTime(1), 2, EventType.TERMINATION, "g")),
            Optional.of(new Place(new EventTime(1), 9, EventType.CANCEL, "d")));
    TradeState cancel = TradeState.of(new Place(new EventTime(4), 0, EventType.CANCEL, "e"));
    return new TradeHead(
        "T1",
        new Region("us-west-2", 2),
        Optional.of(new TradeHead.Last(8, "ef", Entries.NOW)),
        new TreeMap<>(Map.of(0, new Seen(7, "ab"), 1, new Seen(1, "cd"))),
        new TradeStates(new TreeMap<>(Map.of("system1", state, "system2", cancel))));
  }

  /** The attribute of a sound record, what somebody puts there, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tradeId        | 1                 | attribute tradeId is not a string",
        "timestamp      | \"5\"             | attribute timestamp is not a number",
        "timestamp      | -3                | attribute timestamp is not a time in microseconds"
            + " with a fraction of ours",
        "status         | \"PENDING\"       | attribute status is not ACCEPTED or REJECTED",
        "unmatched      | \"no\"            | attribute unmatched is not a boolean",
        "conflict       | 0                 | attribute conflict is not a boolean",
        "replaces       |                   | attribute replaces is not a boolean",
        "event          | \"{\"             | attribute event is not JSON text",
        "event          | \"{ }\"           | attribute event is not as we write it",
        "verdict        | \"[]\"            | attribute verdict is not the JSON text of an object",
        "enrichment     | \"[]\"            | attribute enrichment is not the JSON text of an"
            + " object",
        "sequence       | 1.5               | attribute sequence is not a whole number",
        "sequence       | \"1\"             | attribute sequence is not a number",
        "sequence       |                   | attribute sequence is not a number",
        "hashVersion    | 99999999999       | attribute hashVersion is not 1",
        "hashVersion    | 4294967297        | attribute hashVersion is not 1",
        "eventType      | \"UNDO\"          | attribute eventType is not as we write it",
        "recordedAt     | \"today\"         | attribute recordedAt is not an ISO 8601 time",
        "recordedAt     | \"2026-01-12T14:30:05.25Z\" | attribute recordedAt is not as we write it",
        "eventId        | 1                 | attribute eventId is not a string",
        "region         | \"\"              | attribute region is not the name of a Region",
        "seen           | \"\"              | attribute seen is not a map",
        "seen           | {\"x\":{}}        | attribute seen.x is not the slot of a Region",
        "seen           | {\"/\":{}}        | attribute seen./ is not the slot of a Region",
        "seen           | {\":\":{}}        | attribute seen.: is not the slot of a Region",
        "seen           | {\"\":{}}         | attribute seen. is not the slot of a Region",
        "seen           | {\"12\":{}}       | attribute seen.12 is not the slot of a Region",
        "seen           | {\"1\":2}         | attribute seen.1 is not a map",
        "seen           | {\"1\":{}}        | attribute sequence is not a number",
        "seen           | {\"1\":{\"sequence\":1}} | attribute lastHash is not a string",
        "seen           | {\"1\":{\"sequence\":1,\"lastHash\":\"a\",\"more\":1}}"
            + " | attribute seen is not as we write it",
        "sourceSequence | 0                 | attribute sourceSequence is not one of ours",
        "sourceSequence | \"7\"             | attribute sourceSequence is not a number",
        "extra          | \"x\"             | attribute extra is not one of ours",
        "$unreadable    | \"a bad page\"    | a bad page",
      })
  void namesTheAttributeOfARecordThatItCannotHaveWritten(
      String attribute, @Nullable String value, String reason) {
    JsonObject sound = ChainedRecord.of(Entries.accepted("T1", 5), NONE).item();

    assertThat(unreadable(with(sound, attribute, value)).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "states     | \"ACTIVE\"            | attribute states is not a map",
        "states     | {\"system1\":1}       | attribute states.system1 is not a map",
        "states     | {\"system1\":{\"firstNew\":1}} | attribute states.firstNew is not a map",
        "states     | {\"system1\":{\"lastNew\":{}}} | attribute time is not a number",
        "states     | {\"system1\":{\"lastNew\":{\"time\":0}}} | attribute time is not a time in"
            + " microseconds above 0",
        "states     | {\"system1\":{\"lastNew\":{\"time\":1}}} | attribute eventHash is not a"
            + " string",
        "states     | {\"system1\":{}}      | attribute states is not as we write it",
        "states     |"
            + " {\"system1\":{\"lastEnd\":{\"time\":1,\"eventHash\":\"a\",\"eventType\":\"NEW\"}}}"
            + " | attribute lastEnd.eventType is not a life event",
        "states     | {\"system1\":{\"lastEnd\":{\"time\":1,\"eventHash\":\"a\"}}}"
            + " | attribute eventType is not a string",
        "lastHash   |                       | attribute lastHash is not a string",
        "sequence   |                       | attribute sequence is not a number",
        "recordedAt |                       | attribute recordedAt is not a string",
        "region     | \"\"                  | attribute region is not the name of a Region",
        "seen       |                       | attribute seen is not a map",
        "expires    | 1                     | attribute expires is not one of ours",
        "timestamp  | 0.12                  | attribute timestamp is not as we write it",
      })
  void namesTheAttributeOfAHeadThatItCannotHaveWritten(
      String attribute, @Nullable String value, String reason) {
    assertThat(unreadable(with(RecordJson.item(fullHead()), attribute, value)).reason())
        .isEqualTo(reason);
  }

  /** Damage to the key itself is told by what is left of it. */
  @Test
  void namesAnItemByWhatIsLeftOfItsKey() {
    JsonObject sound = ChainedRecord.of(Entries.accepted("T1", 5), NONE).item();

    assertThat(unreadable(with(sound, "timestamp", "-3.5")))
        .extracting(UnreadableItem::tradeId, UnreadableItem::timestamp)
        .containsExactly("T1", "-3.5");
    assertThat(unreadable(with(sound, "timestamp", "true")).timestamp()).isEmpty();
    assertThat(unreadable(with(sound, "tradeId", "7")).tradeId()).isEmpty();
  }

  private static UnreadableItem unreadable(JsonObject item) {
    return (UnreadableItem) RecordJson.read(item);
  }

  /** The item with another attribute; without it if there is no value. */
  private static JsonObject with(JsonObject item, String attribute, @Nullable String value) {
    JsonObject.Builder changed = JsonObject.builder();
    item.forEach(
        (name, present) -> {
          if (!name.equals(attribute)) {
            changed.put(name, present);
          }
        });
    if (value != null) {
      changed.put(attribute, JsonReader.read(value));
    }
    return changed.build();
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
