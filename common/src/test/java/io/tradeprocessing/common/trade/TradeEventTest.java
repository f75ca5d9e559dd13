package io.tradeprocessing.common.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonReader;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TradeEventTest {

  @Test
  void readsTheEnvelopeAndTheTrade() {
    TradeEvent event =
        event(
            """
            {"id":"e-1","source":"trading.system2","time":"2026-01-12T14:30:04Z",
             "detail":{"tradeId":"T:1_a.b-c","eventType":"CANCEL","timestamp":"2026-01-12T14:30:00Z",
                       "executedAt":"2026-01-12T14:29:00Z"}}
            """);

    assertThat(event.id()).contains("e-1");
    assertThat(event.source()).contains(SourceSystem.SYSTEM2);
    assertThat(event.envelopeTime()).isEqualTo(EventTime.parse("2026-01-12T14:30:04Z"));
    assertThat(event.tradeId()).contains(new TradeId("T:1_a.b-c"));
    assertThat(event.eventType()).contains(EventType.CANCEL);
    assertThat(event.eventTime()).isEqualTo(EventTime.parse("2026-01-12T14:30:00Z"));
    assertThat(event.executedAt()).contains(Instant.parse("2026-01-12T14:29:00Z"));
  }

  @Test
  void takesTheTradingTimeOfANewWithoutATimestamp() {
    String executedAt = "\"executedAt\":\"2026-01-12T14:29:00Z\"";

    assertThat(trade("{" + executedAt + "}").eventTime())
        .isEqualTo(EventTime.parse("2026-01-12T14:29:00Z"));
    assertThat(trade("{" + executedAt + ",\"timestamp\":\"soon\"}").eventTime()).isEmpty();
    assertThat(trade("{" + executedAt + ",\"eventType\":\"CORRECT\"}").eventTime()).isEmpty();
  }

  @Test
  void takesAnAbsentTypeForANewAndAnUnusableOneForNone() {
    assertThat(trade("{}").eventType()).contains(EventType.NEW);
    assertThat(trade("{\"eventType\":\"UNDO\"}").eventType()).isEmpty();
    assertThat(trade("{\"eventType\":null}").eventType()).isEmpty();
    assertThat(trade("{\"eventType\":\"CORRECT\"}").eventType()).contains(EventType.CORRECT);
  }

  @Test
  void isEmptyForWhatIsNoEnvelope() {
    for (String json : new String[] {"5", "[]", "{}", "{\"detail\":\"text\",\"source\":1}"}) {
      TradeEvent event = event(json);
      assertThat(event.detail().size()).isZero();
      assertThat(event.id()).isEmpty();
      assertThat(event.source()).isEmpty();
      assertThat(event.tradeId()).isEmpty();
      assertThat(event.eventTime()).isEmpty();
    }
  }

  @Test
  void knowsItsSourcesByBothNames() {
    for (SourceSystem system : SourceSystem.values()) {
      assertThat(SourceSystem.ofId(system.id())).contains(system);
      assertThat(SourceSystem.ofEventSource(system.eventSource())).contains(system);
    }
    assertThat(SourceSystem.ofId("trading.system1")).isEmpty();
    assertThat(SourceSystem.ofEventSource("system1")).isEmpty();
  }

  @Test
  void allowsFiftyTwoCharactersOfTheIdentifiersAlphabet() {
    assertThat(TradeId.parse("x".repeat(52))).isPresent();
    assertThat(TradeId.parse("x".repeat(53))).isEmpty();
    assertThat(TradeId.parse("")).isEmpty();
    assertThat(TradeId.parse("T 1")).isEmpty();
    assertThat(TradeId.parse("T/1")).isEmpty();
    assertThat(TradeId.parse("Té")).isEmpty();
    assertThat(new TradeId("T1")).hasToString("T1");
    assertThatThrownBy(() -> new TradeId("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsDecimalsFromNumbersAndFromStringsThatHoldOne() {
    assertThat(Decimals.read(number("100.50")).orElseThrow()).hasToString("100.50");
    assertThat(Decimals.read(Json.of("-1.5e2")).orElseThrow()).isEqualByComparingTo("-150");
    assertThat(Decimals.read(Json.of("0.10")).orElseThrow()).hasToString("0.10");
    for (String text :
        new String[] {
          "", "-", "01", "1.", ".5", "1e", "1e+", "+1", " 1", "1 ", "0x1", "NaN", "1,5"
        }) {
      assertThat(Decimals.read(Json.of(text))).as(text).isEmpty();
    }
    assertThat(Decimals.read(number("1e999999999"))).isEmpty();
    assertThat(Decimals.read(Json.of(true))).isEmpty();
  }

  private static Json number(String literal) {
    return JsonReader.read(literal);
  }

  private static TradeEvent event(String json) {
    return TradeEvent.of(JsonReader.read(json));
  }

  private static TradeEvent trade(String detail) {
    return event("{\"detail\":" + detail + "}");
  }
}
