package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What became of a trade: life events, the trades that they name, and reasons. */
class LifeRulesTest {

  private static List<String> violations(String patch) {
    return Trades.violations(patch.replace('\'', '"'));
  }

  private static List<String> bare(String detail) {
    Json trade = JsonReader.read(detail.replace('\'', '"'));
    JsonObject.Builder envelope = JsonObject.builder();
    envelope.put("source", "trading.system1").put("detail", trade);
    return Trades.judge(envelope.build()).violations().stream()
        .map(violation -> violation.code() + " " + violation.field())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GIVE_UP", "TERMINATION", "EXERCISE"})
  void aLifeEventNeedsOnlyItsIdSourceTypeAndTime(String type) {
    String event = "{'tradeId': 'T-1', 'sourceSystem': 'system1', 'eventType': '" + type + "'";

    assertThat(bare(event + ", 'timestamp': '2026-01-12T14:30:00Z'}")).isEmpty();
    assertThat(bare(event + "}")).containsExactly("MISSING /timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALLOCATION", "NOVATION"})
  void whatAllocationAndNovationLeadToIsNamed(String type) {
    String event =
        "{'tradeId': 'T-1', 'sourceSystem': 'system1', 'timestamp': '2026-01-12T14:30:00Z',"
            + " 'eventType': '"
            + type
            + "'";

    assertThat(bare(event + "}")).containsExactly("MISSING /linkedTradeIds");
    assertThat(bare(event + ", 'linkedTradeIds': []}")).containsExactly("MISSING /linkedTradeIds");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'tradeId': 'BLOCK-1', 'role': 'BLOCK'} | ''",
        "{'tradeId': 'BLOCK-1', 'role': 'BLOCK', 'quantity': '40'} | ''",
        "{'role': 'BLOCK'} | MISSING /linkedTradeIds/0/tradeId",
        "{'tradeId': 'BLOCK-1'} | MISSING /linkedTradeIds/0/role",
        "{'tradeId': 1, 'role': 'BLOCK'} | WRONG_TYPE /linkedTradeIds/0/tradeId",
        "{'tradeId': 'B/1', 'role': 'BLOCK'} | BAD_FORMAT /linkedTradeIds/0/tradeId",
        "{'tradeId': 'BLOCK-1', 'role': null} | WRONG_TYPE /linkedTradeIds/0/role",
        "{'tradeId': 'BLOCK-1', 'role': 'block'} | UNKNOWN_CODE /linkedTradeIds/0/role",
        "{'tradeId': 'BLOCK-1', 'role': 'SUCCESSOR'} | INCONSISTENT /linkedTradeIds/0/role",
        "{'tradeId': 'B-1', 'role': 'BLOCK', 'quantity': 0} | OUT_OF_RANGE"
            + " /linkedTradeIds/0/quantity",
        "{'tradeId': 'B-1', 'role': 'BLOCK', 'quantity': '1e99'} | OUT_OF_RANGE"
            + " /linkedTradeIds/0/quantity",
        "{'tradeId': 'B-1', 'role': 'BLOCK', 'quantity': '1,5'} | BAD_FORMAT"
            + " /linkedTradeIds/0/quantity",
        "{'tradeId': 'B-1', 'role': 'BLOCK', 'quantity': []} | WRONG_TYPE"
            + " /linkedTradeIds/0/quantity",
        "{'tradeId': 'B-1', 'role': 'BLOCK', 'share': 1} | UNKNOWN_FIELD /linkedTradeIds/0",
        "1 | WRONG_TYPE /linkedTradeIds/0"
      })
  void aLinkNamesATradeAndItsRole(String link, String violation) {
    assertThat(violations("{'linkedTradeIds': [" + link + "]}"))
        .isEqualTo(violation.isEmpty() ? List.of() : List.of(violation));
  }

  @Test
  void aTradeIsNotLinkedToItselfAndToAnotherOnlyOnce() {
    assertThat(
            violations(
                """
                {'linkedTradeIds': [
                  {'tradeId': 'B-1', 'role': 'BLOCK'},
                  {'tradeId': 'B-1', 'role': 'PREDECESSOR'},
                  {'tradeId': 'SYS1-20260112-000001', 'role': 'BLOCK'}]}
                """))
        .containsExactly(
            "INCONSISTENT /linkedTradeIds/1/tradeId", "INCONSISTENT /linkedTradeIds/2/tradeId");
  }

  @ParameterizedTest
  @CsvSource({
    "ALLOCATION, ALLOCATION, 60, 40, false",
    "ALLOCATION, ALLOCATION, 60.0, 40.00, false",
    "ALLOCATION, ALLOCATION, 60, 41, true",
    "NOVATION, SUCCESSOR, 100, 100, false"
  })
  void whatIsAllocatedAddsUpAndWhatIsNovatedNeedNot(
      String type, String role, String first, String second, boolean violated) {
    String patch =
        """
        {'eventType': '%s', 'linkedTradeIds': [
          {'tradeId': 'A-1', 'role': '%s', 'quantity': '%s'},
          {'tradeId': 'A-2', 'role': '%s', 'quantity': '%s'}]}
        """
            .formatted(type, role, first, role, second);

    assertThat(violations(patch))
        .isEqualTo(violated ? List.of("INCONSISTENT /linkedTradeIds") : List.of());
  }

  @Test
  void quantitiesAreNotAddedUpWhereOneIsMissing() {
    assertThat(
            violations(
                """
                {'eventType': 'ALLOCATION', 'linkedTradeIds': [
                  {'tradeId': 'A-1', 'role': 'ALLOCATION', 'quantity': 1},
                  {'tradeId': 'A-2', 'role': 'ALLOCATION'}]}
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1000, ''", "1001, OUT_OF_RANGE /linkedTradeIds"})
  void anEventNamesAThousandTradesAtMost(int count, String violation) {
    List<Json> links =
        IntStream.range(0, count)
            .<Json>mapToObj(
                i -> JsonObject.builder().put("tradeId", "A-" + i).put("role", "BLOCK").build())
            .toList();
    Json patch = JsonObject.builder().put("linkedTradeIds", new JsonArray(links)).build();
    Json envelope =
        Trades.merge(Trades.envelope(), JsonObject.builder().put("detail", patch).build());

    assertThat(
            Trades.judge(envelope).violations().stream()
                .map(found -> found.code() + " " + found.field())
                .toList())
        .isEqualTo(violation.isEmpty() ? List.of() : List.of(violation));
  }

  /** A verdict has to fit into a workflow's state. */
  @Test
  void stopsAtLinksOfWhichTooManyAreWrong() {
    Json patch =
        JsonObject.builder()
            .put("linkedTradeIds", new JsonArray(Collections.nCopies(1_000, Json.of("B"))))
            .build();
    Json envelope =
        Trades.merge(Trades.envelope(), JsonObject.builder().put("detail", patch).build());

    List<Violation> violations = Trades.judge(envelope).violations();

    assertThat(violations).hasSize(LinkRules.MAX_VIOLATIONS + 1);
    assertThat(violations.getLast().code()).isEqualTo(ViolationCode.OUT_OF_RANGE);
    assertThat(violations.getLast().field()).isEqualTo("/linkedTradeIds/32");
  }

  @ParameterizedTest
  @CsvSource({
    "TERMINATION, 40, ''",
    "TERMINATION, 0, ''",
    "TERMINATION, -1, OUT_OF_RANGE /remainingQuantity",
    "NEW, 40, INCONSISTENT /remainingQuantity",
    "CORRECT, 40, INCONSISTENT /remainingQuantity",
    "CANCEL, 40, INCONSISTENT /remainingQuantity"
  })
  void onlyALifeEventLeavesAPart(String type, String remaining, String violation) {
    assertThat(violations("{'eventType': '" + type + "', 'remainingQuantity': " + remaining + "}"))
        .isEqualTo(violation.isEmpty() ? List.of() : List.of(violation));
  }

  @ParameterizedTest
  @CsvSource({
    "CORRECT, AMENDED, ''",
    "CANCEL, BUSTED, ''",
    "NEW, BUSTED, INCONSISTENT /reasonCode",
    "CANCEL, AMENDED, INCONSISTENT /reasonCode",
    "CANCEL, typo, UNKNOWN_CODE /reasonCode"
  })
  void aReasonFitsItsEventAndAnotherOneIsAWarning(String type, String reason, String violation) {
    String patch = "{'eventType': '" + type + "', 'reasonCode': '" + reason + "'}";

    assertThat(violations(patch)).isEqualTo(violation.isEmpty() ? List.of() : List.of(violation));
    assertThat(Trades.judge(Trades.patched(patch.replace('\'', '"'))).valid()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "TERMINATION, 2026-01-12T14:30:00.123456Z, ''",
    "TERMINATION, 2026-01-12T14:30:00.123455Z, INCONSISTENT /timestamp",
    "CORRECT, 2026-01-12T14:30:00.123455Z, ''"
  })
  void nothingBecomesOfATradeBeforeItIsExecuted(String type, String time, String violation) {
    assertThat(violations("{'eventType': '" + type + "', 'timestamp': '" + time + "'}"))
        .isEqualTo(violation.isEmpty() ? List.of() : List.of(violation));
  }

  @ParameterizedTest
  @CsvSource({
    "OCASPS, ''",
    "RWSTCA, ''",
    "DCFTFB, ''",
    "DBFTFB, INCONSISTENT /instrument/cfi",
    "ESVUFR, INCONSISTENT /instrument/cfi",
    "FFSCSX, INCONSISTENT /instrument/cfi"
  })
  void onlyWhatHasARightIsExercised(String cfi, String violation) {
    assertThat(
            bare(
                """
                {'tradeId': 'T-1', 'sourceSystem': 'system1', 'eventType': 'EXERCISE',
                 'timestamp': '2026-01-12T14:30:00Z',
                 'instrument': {'isin': 'US0378331005', 'cfi': '%s'}}
                """
                    .formatted(cfi)))
        .isEqualTo(violation.isEmpty() ? List.of() : List.of(violation));
  }
}
