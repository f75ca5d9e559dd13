package io.tradeprocessing.common.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TradeTypesTest {

  @Property
  void readsAndSpellsTimesAsTheJdkDoes(
      @ForAll @LongRange(min = 1, max = 253_402_300_799_999_999L) long microseconds) {
    Instant instant = Instant.EPOCH.plus(microseconds, ChronoUnit.MICROS);

    EventTime time = EventTime.parse(instant.toString()).orElseThrow();

    assertThat(time.microseconds()).isEqualTo(microseconds);
    assertThat(time.instant()).isEqualTo(instant);
    assertThat(time).hasToString(instant.toString());
  }

  @Property
  void readsEveryNumberOfDecimals(@ForAll @IntRange(min = 1, max = 6) int decimals) {
    String fraction = "123456".substring(0, decimals);

    assertThat(EventTime.parse("2026-01-12T14:30:00." + fraction + "Z"))
        .map(EventTime::instant)
        .contains(Instant.parse("2026-01-12T14:30:00." + fraction + "Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-12",
        "2026-01-12T14:30:00",
        "2026-01-12T14:30Z",
        "2026-01-12T14:30:00.Z",
        "2026-01-12T14:30:00.1234567Z",
        "2026-01-12T14:30:00,123Z",
        "2026-01-12T14:30:00-00:00",
        "2026-01-12T14:30:00+01:00",
        "2026-01-12T14:30:00+00:00Z",
        "2026-01-12T14:30:00+0000",
        "+00:00",
        "2026-01-12T24:00:00Z",
        "2026-01-12T14:60:00Z",
        "2026-01-12T23:59:60Z",
        "2026-02-29T14:30:00Z",
        "2026-00-12T14:30:00Z",
        "2026-01-00T14:30:00Z",
        "2026-01-32T14:30:00Z",
        "2026-1-012T14:30:00Z",
        "2026x01-12T14:30:00Z",
        "2026-01-12t14:30:00Z",
        "2026-01-12T14:30:00z",
        "+026-01-12T14:30:00Z",
        "２026-01-12T14:30:00Z",
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z"
      })
  void readsNoOtherTime(String text) {
    assertThat(EventTime.parse(text)).isEmpty();
  }

  @Test
  void timesAreAfterTheEpochAndInOrder() {
    assertThatThrownBy(() -> new EventTime(0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new EventTime(1)).isLessThan(new EventTime(2));
  }

  @Property
  void readsEveryDateThatTheJdkReads(@ForAll @LongRange(min = -719_528, max = 2_932_896) long day) {
    LocalDate date = LocalDate.ofEpochDay(day);

    assertThat(IsoDate.parse(date.toString())).contains(date);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-02-29",
        "2026-04-31",
        "2026-13-01",
        "2026-01-1",
        "20260101",
        "+12026-01-01",
        "2026/01/01",
        "2026-01/01",
        "2026-01-01 ",
        "2026-0a-01"
      })
  void readsNoOtherDate(String text) {
    assertThat(IsoDate.parse(text)).isEmpty();
  }

  @Test
  void aLeapYearHasItsDay() {
    assertThat(IsoDate.parse("2024-02-29")).contains(LocalDate.of(2024, 2, 29));
    assertThat(IsoDate.parse("1900-02-29")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "1", "-12.50", "0.001", "1e5", "1E+5", "12.3e-4"})
  void readsDecimalsExactlyFromNumbersAndStrings(String text) {
    BigDecimal expected = new BigDecimal(text);

    assertThat(Decimals.read(Json.of(text))).contains(expected);
    assertThat(Decimals.read(JsonReader.read(text))).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+1",
        ".5",
        "1.",
        "01",
        "-01",
        "1e",
        "1e+",
        "1.e1",
        " 1",
        "1 ",
        "1,5",
        "0x1",
        "NaN",
        "Infinity",
        "1_0",
        "١",
        "1e99999"
      })
  void readsNoOtherTextAsADecimal(String text) {
    assertThat(Decimals.read(Json.of(text))).isEmpty();
  }

  @Property
  void readsAnyDecimal(@ForAll BigDecimal decimal) {
    assertThat(Decimals.read(Json.of(decimal.toString()))).contains(decimal);
  }

  @Test
  void otherTypesAreNoDecimals() {
    assertThat(Decimals.read(JsonNull.NULL)).isEmpty();
    assertThat(Decimals.read(Json.of(true))).isEmpty();
  }

  @Test
  void aDecimalLongerThanANumberMayBeIsNotRead() {
    assertThat(Decimals.read(Json.of("1".repeat(1_000)))).isPresent();
    assertThat(Decimals.read(Json.of("1".repeat(1_001)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A:b_c.d-9",
        "probe",
        "invalid.1",
        "0123456789012345678901234567890123456789012345678901"
      })
  void aTradeIdRoundTrips(String text) {
    assertThat(TradeId.parse(text)).map(TradeId::toString).contains(text);
    assertThat(TradeId.parse(text)).contains(new TradeId(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a/b",
        "a#1",
        "é",
        "a\n",
        "invalid:",
        "invalid:0123456789abcdef0123456789abcdef",
        "probe:eu-west-1",
        "01234567890123456789012345678901234567890123456789012"
      })
  void aTradeIdHasItsCharactersAndItsLength(String text) {
    assertThat(TradeId.parse(text)).isEmpty();
    assertThatThrownBy(() -> new TradeId(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sourcesAndTypesAreFoundByTheirNamesAlone() {
    for (SourceSystem system : SourceSystem.values()) {
      assertThat(SourceSystem.ofId(system.id())).contains(system);
      assertThat(SourceSystem.ofEventSource(system.eventSource())).contains(system);
    }
    for (EventType type : EventType.values()) {
      assertThat(EventType.of(type.name())).contains(type);
    }
    assertThat(SourceSystem.anyOf()).isEqualTo("system1, system2 or system3");
    assertThat(SourceSystem.ofId("system4")).isEmpty();
    assertThat(SourceSystem.ofEventSource("system1")).isEmpty();
    assertThat(EventType.of("new")).isEmpty();
  }

  @Test
  void anEventGivesWhatItHas() {
    TradeEvent event =
        event(
            "\"eventType\":\"CORRECT\",\"timestamp\":\"2026-01-12T14:31:00Z\","
                + "\"executedAt\":\"2026-01-12T14:30:00Z\",\"tradeId\":\"T-1\"");

    assertThat(event.id()).contains("e-1");
    assertThat(event.source()).contains(SourceSystem.SYSTEM2);
    assertThat(event.envelopeTime()).isEqualTo(EventTime.parse("2026-01-12T14:32:00Z"));
    assertThat(event.tradeId()).contains(new TradeId("T-1"));
    assertThat(event.eventType()).contains(EventType.CORRECT);
    assertThat(event.eventTime()).isEqualTo(EventTime.parse("2026-01-12T14:31:00Z"));
    assertThat(event.executedAt()).contains(Instant.parse("2026-01-12T14:30:00Z"));
  }

  @Test
  void onlyANewTradeTakesItsTimeFromTheExecution() {
    String executed = "\"executedAt\":\"2026-01-12T14:30:00Z\"";

    assertThat(event(executed).eventTime()).isEqualTo(EventTime.parse("2026-01-12T14:30:00Z"));
    assertThat(event(executed + ",\"eventType\":\"CANCEL\"").eventTime()).isEmpty();
    assertThat(event(executed + ",\"eventType\":\"?\"").eventTime()).isEmpty();
    assertThat(event(executed + ",\"timestamp\":null").eventTime()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "{}", "{\"detail\":[]}"})
  void whatIsNoEventIsAnEventWithoutATrade(String text) {
    TradeEvent event = TradeEvent.of(JsonReader.read(text));

    assertThat(event.detail().size()).isZero();
    assertThat(event.tradeId()).isEqualTo(Optional.empty());
    assertThat(event.source()).isEmpty();
    assertThat(event.eventTime()).isEmpty();
  }

  private static TradeEvent event(String fields) {
    return TradeEvent.of(
        JsonReader.read(
            "{\"id\":\"e-1\",\"source\":\"trading.system2\",\"time\":\"2026-01-12T14:32:00Z\","
                + "\"detail\":{"
                + fields
                + "}}"));
  }
}
