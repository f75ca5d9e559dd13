package io.tradeprocessing.common.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LinkedTradeTest {

  private static TradeEvent event(String detail) {
    Json trade = JsonReader.read(detail.replace('\'', '"'));
    return TradeEvent.of(JsonObject.builder().put("detail", trade).build());
  }

  @Test
  void readsWhatIsUsableInTheOrderInWhichItWasSent() {
    TradeEvent event =
        event(
            """
            {'linkedTradeIds': [
              {'tradeId': 'A-2', 'role': 'ALLOCATION', 'quantity': '40.50'},
              {'tradeId': 'A/3', 'role': 'ALLOCATION'},
              {'tradeId': 'A-4', 'role': 'PARENT'},
              {'tradeId': 'A-1', 'role': 'BLOCK', 'quantity': 'many'},
              'A-5', {}]}
            """);

    assertThat(event.linkedTrades())
        .containsExactly(
            new LinkedTrade(
                new TradeId("A-2"),
                LinkedTrade.Role.ALLOCATION,
                Optional.of(new BigDecimal("40.50"))),
            new LinkedTrade(new TradeId("A-1"), LinkedTrade.Role.BLOCK, Optional.empty()));
    assertThat(event("{'linkedTradeIds': 'A-1'}").linkedTrades()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyRoleHasItsNameAndBelongsToALifeEventOrToWhatItComesFrom(LinkedTrade.Role role) {
    assertThat(LinkedTrade.Role.of(role.name())).contains(role);
    assertThat(role.isOf(EventType.NEW)).isEqualTo(role.isOrigin());
    assertThat(role.isOf(EventType.CORRECT)).isEqualTo(role.isOrigin());
    assertThat(role.isOf(EventType.CANCEL)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonHasItsName(ReasonCode reason) {
    assertThat(ReasonCode.of(reason.name())).contains(reason);
    assertThat(ReasonCode.of(reason.name() + " ")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyEventTypeHasItsNameAndALifeEventNeedsNoTerms(EventType type) {
    assertThat(EventType.of(type.name())).contains(type);
    assertThat(type.needsTerms() && type.isLifeEvent()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ALLOCATION, '\"60\"', true",
    "TERMINATION, 0.01, true",
    "TERMINATION, 0, false",
    "TERMINATION, '\"0.00\"', false",
    "TERMINATION, -1, false",
    "TERMINATION, '\"some\"', false",
    "CORRECT, 60, false",
    "NEW, 60, false",
    "CANCEL, 60, false"
  })
  void onlyALifeEventWithARemainingQuantityLeavesAPart(
      String type, String remaining, boolean part) {
    assertThat(
            event("{'eventType': '" + type + "', 'remainingQuantity': " + remaining + "}")
                .leavesAPart())
        .isEqualTo(part);
    assertThat(event("{'eventType': '" + type + "'}").leavesAPart()).isFalse();
  }
}
