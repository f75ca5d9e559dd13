package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.trade.TradeEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradeValidatorTest {

  @Test
  void reportsAllViolationsInTheOrderOfTheFields() {
    assertThat(
            Trades.violations(
                """
                {"uti": 1, "quantity": 0, "tradeId": "", "venue": null, "side": "HOLD",
                 "trader": "x", "instrument": {"figi": "?", "isin": "US0378331004", "lot": 1},
                 "currency": "ZAc", "executedAt": "today", "schemaVersion": "3.1"}
                """))
        .containsExactly(
            "UNSUPPORTED_VERSION /schemaVersion",
            "BAD_FORMAT /tradeId",
            "BAD_FORMAT /executedAt",
            "UNKNOWN_CODE /side",
            "OUT_OF_RANGE /quantity",
            "MINOR_UNIT_CURRENCY /currency",
            "BAD_CHECK_DIGIT /instrument/isin",
            "BAD_FORMAT /instrument/figi",
            "MISSING /venue",
            "WRONG_TYPE /uti",
            "UNKNOWN_FIELD /trader",
            "UNKNOWN_FIELD /instrument/lot");
  }

  @Test
  void anEmptyTradeLacksEverythingThatANewOneNeeds() {
    assertThat(
            Trades.judge(JsonReader.read("{\"source\": \"trading.system1\", \"detail\": {}}"))
                .violations())
        .extracting(Violation::field)
        .containsExactly(
            "/tradeId",
            "/sourceSystem",
            "/executedAt",
            "/side",
            "/quantity",
            "/price",
            "/currency",
            "/instrument",
            "/venue");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "1", "\"text\"", "{}", "{\"detail\": null}"})
  void whatIsNoTradeIsOneViolation(String event) {
    Verdict verdict = Trades.judge(JsonReader.read(event));

    assertThat(verdict.valid()).isFalse();
    assertThat(verdict.tradeId()).isEmpty();
    assertThat(verdict.violations()).hasSize(1).extracting(Violation::field).containsExactly("");
  }

  @Test
  void warningsLeaveATradeValid() {
    Verdict verdict = Trades.judge(Trades.patched("{\"trader\": \"x\"}"));

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.violations()).hasSize(1);
  }

  @Test
  void aCancelNeedsOnlyItsIdSourceTypeAndTime() {
    String cancel =
        """
        {"eventType": "CANCEL", "executedAt": null, "side": null, "quantity": null, "price": null,
         "currency": null, "amount": null, "instrument": null, "venue": null}
        """;

    assertThat(Trades.violations(cancel)).isEmpty();
    assertThat(Trades.violations(cancel.replace("CANCEL\"", "CANCEL\", \"timestamp\": null")))
        .containsExactly("MISSING /timestamp");
    assertThat(Trades.violations(cancel.replace("\"price\": null", "\"price\": -1")))
        .containsExactly("OUT_OF_RANGE /price");
  }

  @Test
  void aCorrectNeedsWhatANewOneNeedsAndItsTime() {
    assertThat(
            Trades.violations("{\"eventType\": \"CORRECT\", \"timestamp\": null, \"price\": null}"))
        .containsExactly("MISSING /timestamp", "MISSING /price");
  }

  @Test
  void aNewTradeMayTakeItsTimeFromTheExecution() {
    assertThat(Trades.violations("{\"timestamp\": null, \"eventType\": null}")).isEmpty();
  }

  @Test
  void anUnknownEventTypeLeavesOpenWhatIsRequired() {
    assertThat(Trades.violations("{\"eventType\": \"BUST\", \"timestamp\": null, \"side\": null}"))
        .containsExactly("UNKNOWN_CODE /eventType");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0,", "1.12,", "2.0,UNSUPPORTED_VERSION", "10.0,UNSUPPORTED_VERSION",
    "0.9,UNSUPPORTED_VERSION", "1,BAD_FORMAT", "1.,BAD_FORMAT", ".1,BAD_FORMAT",
    "1.0.0,BAD_FORMAT", "'',BAD_FORMAT", "'1.0 ',BAD_FORMAT", "-1.0,BAD_FORMAT"
  })
  void acceptsAnyMinorVersionOfOne(String version, String code) {
    assertThat(Trades.violations("{\"schemaVersion\": \"" + version + "\"}"))
        .isEqualTo(code == null ? List.of() : List.of(code + " /schemaVersion"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"trading.system2", "trading.system9", "system1", ""})
  void noSystemSpeaksForAnother(String source) {
    Json event = JsonReader.read(Trades.ENVELOPE.replace("trading.system1", source));

    assertThat(Trades.judge(event).violations())
        .extracting(Violation::code)
        .containsExactly(ViolationCode.SOURCE_MISMATCH);
  }

  /** Whoever may send it is limited by IAM to this source; the recorder makes no record of it. */
  @Test
  void theProbeSpeaksForEverySystem() {
    assertThat(
            Trades.judge(
                    JsonReader.read(Trades.ENVELOPE.replace("trading.system1", "trading.probe")))
                .violations())
        .isEmpty();
  }

  @Test
  void clocksMayBeFiveSecondsAhead() {
    assertThat(Trades.violations("{\"timestamp\": \"2026-01-12T15:30:05Z\"}")).isEmpty();
    assertThat(Trades.violations("{\"timestamp\": \"2026-01-12T15:30:05.000001Z\"}"))
        .containsExactly("IN_THE_FUTURE /timestamp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30T10:00:00Z",
        "2025-02-29T10:00:00Z",
        "2026-01-12T24:00:00Z",
        "2026-01-12T10:00:60Z",
        "2026-01-12T10:00:00.1234567Z",
        "2026-01-12T10:00:00",
        "2026-01-12T10:00:00z",
        "1969-12-31T23:59:59Z",
        "2026-01-12",
        ""
      })
  void aTimeIsIso8601InUtcToTheMicrosecond(String time) {
    assertThat(Trades.violations("{\"timestamp\": \"" + time + "\"}"))
        .containsExactly("BAD_FORMAT /timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.00", "-0", "0e5", "1e9999", "-1e99999999999"})
  void aQuantityIsAboveZeroAndReadable(String quantity) {
    assertThat(Trades.violations("{\"quantity\": " + quantity + "}"))
        .containsExactly("OUT_OF_RANGE /quantity");
    assertThat(Trades.violations("{\"quantity\": \"" + quantity + "\"}"))
        .containsExactly("OUT_OF_RANGE /quantity");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+1", ".5", "1.", "01", "1e", "0x10", "NaN", "1 000", "١", "1_000"})
  void aDecimalInAStringFollowsJsonsGrammar(String quantity) {
    assertThat(Trades.violations("{\"quantity\": \"" + quantity + "\"}"))
        .containsExactly("BAD_FORMAT /quantity");
  }

  @ParameterizedTest
  @ValueSource(strings = {"quantity", "price", "contractMultiplier", "factor", "amount"})
  void aNumberHasAtMostThirtyFourDigitsBeforeAndAfterThePoint(String field) {
    String most = "9".repeat(34) + "." + "9".repeat(34);

    assertThat(Trades.violations("{\"%s\": \"%s\"}".formatted(field, most)))
        .doesNotContain("OUT_OF_RANGE /" + field);
    for (String more : List.of("9" + most, most + "9", "1e34", "1e-35", "9".repeat(999))) {
      assertThat(Trades.violations("{\"%s\": \"%s\"}".formatted(field, more)))
          .contains("OUT_OF_RANGE /" + field);
    }
  }

  @Test
  void aDecimalOfMoreDigitsThanANumberMayHaveIsOutOfRange() {
    assertThat(Trades.violations("{\"quantity\": \"" + "9".repeat(200_000) + "\"}"))
        .containsExactly("OUT_OF_RANGE /quantity");
  }

  @ParameterizedTest
  @CsvSource({
    // quantity, price, currency, amount, consistent
    "100, 187.25, USD, 18725, true",
    "100, 187.25, USD, 18725.000, true",
    "3, 3.335, USD, 10.01, true",
    "3, 3.335, USD, 10.00, true",
    "3, 3.335, USD, 10.005, true",
    "3, 3.335, USD, 10.02, false",
    "3, 3.333, USD, 10.00, true",
    "3, 3.333, USD, 9.99, false",
    "3, 333.4, JPY, 1000, true",
    "3, 333.4, JPY, 1001, false",
    "1, 1.2345, KWD, 1.234, true",
    "1, 1.2345, KWD, 1.23, false",
    "9007199254740993, 1.000000000000000000, USD, 9007199254740992, false",
    "100, 187.25, USD, -18725, false",
    "1, 1999.5, XAU, 7, true"
  })
  void anAmountIsQuantityTimesPriceToTheNearestMinorUnit(
      String quantity, String price, String currency, String amount, boolean consistent) {
    assertThat(
            Trades.violations(
                "{\"quantity\": %s, \"price\": %s, \"currency\": \"%s\", \"amount\": \"%s\"}"
                    .formatted(quantity, price, currency, amount)))
        .filteredOn(violation -> !violation.startsWith("ABOVE_THRESHOLD"))
        .isEqualTo(consistent ? List.of() : List.of("INCONSISTENT /amount"));
  }

  @Test
  void aNotionalOfExactlyTheThresholdIsNotAboveIt() {
    assertThat(Trades.violations("{\"quantity\": 1000, \"price\": 1000, \"amount\": null}"))
        .isEmpty();
    assertThat(Trades.violations("{\"quantity\": 1000, \"price\": 1000.001, \"amount\": null}"))
        .containsExactly("ABOVE_THRESHOLD /amount");
  }

  @ParameterizedTest
  @CsvSource({
    "GBX,MINOR_UNIT_CURRENCY",
    "GBp,MINOR_UNIT_CURRENCY",
    "ZAc,MINOR_UNIT_CURRENCY",
    "ILA,MINOR_UNIT_CURRENCY",
    "XXX,UNKNOWN_CODE",
    "XTS,UNKNOWN_CODE",
    "ABC,UNKNOWN_CODE",
    "US,BAD_FORMAT",
    "usd,BAD_FORMAT",
    "USDX,BAD_FORMAT",
    "'',BAD_FORMAT",
    "ANG,EXPIRED_CODE",
    "BGN,EXPIRED_CODE",
    "DEM,EXPIRED_CODE"
  })
  void aCurrencyIsOneOfIso4217ThatIsInUse(String currency, String code) {
    assertThat(Trades.violations("{\"currency\": \"" + currency + "\", \"amount\": null}"))
        .containsExactly(code + " /currency");
  }

  @Test
  void aMinorUnitIsRefusedByName() {
    assertThat(Trades.judge(Trades.patched("{\"currency\": \"GBX\"}")).violations())
        .extracting(Violation::message)
        .containsExactly(
            "'GBX' is the minor unit of GBP; 100 of them make 1 GBP; give price and amount in the"
                + " currency itself");
  }

  @ParameterizedTest
  @CsvSource({
    "HRK,2022-12-30T15:00:00Z,", "HRK,2023-01-03T15:00:00Z,EXPIRED_CODE",
    "XCG,2025-03-28T15:00:00Z,UNKNOWN_CODE", "XCG,2025-04-01T15:00:00Z,"
  })
  void aCurrencyIsJudgedByTheTradeDate(String currency, String executedAt, String code) {
    assertThat(
            Trades.violations(
                "{\"currency\": \"%s\", \"executedAt\": \"%s\"}".formatted(currency, executedAt)))
        .isEqualTo(code == null ? List.of() : List.of(code + " /currency"));
  }

  @ParameterizedTest
  @CsvSource({
    "XNYS,",
    "XOFF,",
    "XXXX,",
    "XTKS,",
    "ZZZZ,UNKNOWN_CODE",
    "xnys,BAD_FORMAT",
    "XNY,BAD_FORMAT",
    "XLIF,EXPIRED_CODE"
  })
  void aVenueIsARegisteredCodeOrOffVenue(String venue, String code) {
    assertThat(Trades.violations("{\"venue\": \"" + venue + "\"}"))
        .isEqualTo(code == null ? List.of() : List.of(code + " /venue"));
  }

  @ParameterizedTest
  @CsvSource({
    "2025-04-25T14:30:00Z,UNKNOWN_CODE /venue",
    "2025-04-28T00:59:59Z,UNKNOWN_CODE /venue",
    // what is executed after 21:00 belongs to the next date
    "2025-04-28T01:00:00Z,",
    "2025-04-28T04:00:00Z,"
  })
  void aVenueIsJudgedByItsOwnDate(String executedAt, String violation) {
    assertThat(Trades.violations("{\"venue\": \"24EQ\", \"executedAt\": \"" + executedAt + "\"}"))
        .isEqualTo(violation == null ? List.of() : List.of(violation));
  }

  @ParameterizedTest
  @CsvSource({
    // Martin Luther King Day: the exchange is closed, and it is still Friday there at 04:00 UTC
    "XNYS,2026-01-19T14:30:00Z,NOT_A_SESSION",
    "XNYS,2026-01-10T04:00:00Z,OUTSIDE_HOURS",
    "XNYS,2026-01-10T05:00:00Z,NOT_A_SESSION",
    "XLON,2026-01-12T10:00:00Z,",
    "XTKS,2026-01-10T05:00:00Z,",
    "XOFF,2026-01-10T05:00:00Z,",
    // segments of New York, London, Paris and Frankfurt keep their operator's days
    "XNGS,2026-01-19T14:30:00Z,NOT_A_SESSION",
    "ARCX,2026-01-19T14:30:00Z,NOT_A_SESSION",
    "AIMX,2025-12-26T10:00:00Z,NOT_A_SESSION",
    "ALXP,2025-12-26T10:00:00Z,NOT_A_SESSION",
    "XETA,2025-12-24T10:00:00Z,NOT_A_SESSION",
    // the day after Thanksgiving: crossing session to 13:30, extended hours to 17:00
    "XNYS,2025-11-28T18:29:00Z,",
    "XNYS,2025-11-28T18:31:00Z,OUTSIDE_HOURS",
    "XNAS,2025-11-28T18:31:00Z,",
    "XNGS,2025-11-28T22:01:00Z,OUTSIDE_HOURS",
    // ordinary days: auctions and extended hours are hours
    "XNYS,2026-01-12T14:29:59.999999999Z,OUTSIDE_HOURS",
    "XNYS,2026-01-12T21:05:00Z,",
    "XNAS,2026-01-12T09:00:00Z,",
    "XNAS,2026-01-12T08:59:59Z,OUTSIDE_HOURS",
    "XLON,2026-01-12T16:36:00Z,",
    "XLON,2026-01-12T17:20:00Z,OUTSIDE_HOURS",
    "XLON,2025-12-24T14:00:00Z,OUTSIDE_HOURS",
    "AIMX,2025-12-24T14:00:00Z,",
    "XPAR,2026-01-12T16:37:00Z,",
    "XETR,2026-01-12T20:59:00Z,"
  })
  void aClosedVenueIsAWarning(String venue, String executedAt, String code) {
    Instant before = Trades.NOW.plusSeconds(30L * 24 * 3600);
    Json event =
        Trades.patched(
            "{\"venue\": \"%s\", \"executedAt\": \"%s\", \"settlementDate\": null}"
                .formatted(venue, executedAt));
    Verdict verdict = TradeValidator.validate(TradeEvent.of(event), Trades.SETTINGS, before);

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.violations())
        .extracting(Violation::code)
        .containsExactlyElementsOf(code == null ? List.of() : List.of(ViolationCode.valueOf(code)));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-12,",
    "2026-01-11,INCONSISTENT",
    "2026-02-29,BAD_FORMAT",
    "2026-13-01,BAD_FORMAT",
    "20260113,BAD_FORMAT",
    "2026-1-13,BAD_FORMAT"
  })
  void aSettlementDateIsADayNotBeforeTheTradeDate(String date, String code) {
    assertThat(Trades.violations("{\"settlementDate\": \"" + date + "\"}"))
        .isEqualTo(code == null ? List.of() : List.of(code + " /settlementDate"));
  }

  /** A life event need not repeat when the trade was executed. */
  @ParameterizedTest
  @CsvSource({"2026-01-12,", "2026-01-11,INCONSISTENT /settlementDate"})
  void theTradeDateOfAnEventWithoutATradingTimeIsTheOneThatItStates(String date, String violation) {
    assertThat(
            Trades.violations(
                "{\"eventType\": \"TERMINATION\", \"executedAt\": null, \"tradingDate\":"
                    + " \"2026-01-12\", \"settlementDate\": \""
                    + date
                    + "\"}"))
        .isEqualTo(violation == null ? List.of() : List.of(violation));
  }

  /** Sunday evening in Chicago; the session, and so the trade date, is Monday's. */
  @ParameterizedTest
  @CsvSource({"2026-01-12,", "2026-01-11,INCONSISTENT /settlementDate"})
  void theTradeDateOfAnEveningIsThatOfItsSession(String date, String violation) {
    assertThat(
            Trades.violations(
                "{\"venue\": \"XCME\", \"executedAt\": \"2026-01-11T23:30:00Z\","
                    + " \"settlementDate\": \""
                    + date
                    + "\"}"))
        .isEqualTo(violation == null ? List.of() : List.of(violation));
  }

  @Test
  void anInstrumentNeedsOneIdentifierAndAWrongOneIsOne() {
    assertThat(
            Trades.violations(
                "{\"instrument\": {\"isin\": null, \"cusip\": null, \"sedol\": null, \"figi\":"
                    + " null}}"))
        .containsExactly("MISSING /instrument");
    assertThat(
            Trades.violations(
                "{\"instrument\": {\"isin\": \"?\", \"cusip\": null, \"sedol\": null, \"figi\":"
                    + " null}}"))
        .containsExactly("BAD_FORMAT /instrument/isin");
  }

  @Test
  void checkDigitAndPrefixOfAnIsinAreTwoRules() {
    assertThat(Trades.violations("{\"instrument\": {\"isin\": \"ZZ0000000001\"}}"))
        .containsExactly("BAD_CHECK_DIGIT /instrument/isin", "UNKNOWN_CODE /instrument/isin");
  }

  @Test
  void anUnusableIdentifierIsNotComparedWithTheIsin() {
    assertThat(Trades.violations("{\"instrument\": {\"cusip\": \"594918105\"}}"))
        .containsExactly("BAD_CHECK_DIGIT /instrument/cusip");
  }

  @Test
  void aNullIsOfNoType() {
    Json event = JsonReader.read(Trades.ENVELOPE.replace("\"AOTC\"", "null"));

    assertThat(Trades.judge(event).violations())
        .extracting(Violation::code, Violation::field)
        .containsExactly(tuple(ViolationCode.WRONG_TYPE, "/capacity"));
  }

  @Test
  void pointersToUnknownFieldsAreEscaped() {
    assertThat(Trades.violations("{\"a/b~c\": 1}")).containsExactly("UNKNOWN_FIELD /a~1b~0c");
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "32, 0", "33, 1", "1000, 968"})
  void countsUnknownFieldsThatAreTooManyToName(int unknown, int counted) {
    String fields =
        IntStream.range(0, unknown)
            .mapToObj(i -> "\"f" + i + "\": 1")
            .collect(Collectors.joining(","));

    Verdict verdict = Trades.judge(Trades.patched("{" + fields + "}"));

    assertThat(verdict.violations()).hasSize(counted == 0 ? unknown : 33);
    assertThat(verdict.violations().getLast().message())
        .isEqualTo(
            (counted == 0
                    ? "'f" + (unknown - 1) + "' is not in the contract"
                    : counted + " more fields are not in the contract")
                + "; unknown fields are kept in the record and have no effect");
  }

  @Test
  void echoesSixtyFourCharactersAtMostAndNoneThatDoesNotPrint() {
    String name = "\u001b[31m\u202e" + "x".repeat(100);
    JsonObject detail = JsonObject.builder().put("tradeId", name).put(name, 1).build();

    Verdict verdict = Trades.judge(JsonObject.builder().put("detail", detail).build());

    assertThat(verdict.violations().getFirst().message())
        .startsWith("'?[31m?" + "x".repeat(58) + "…' is not a trade identifier");
    assertThat(verdict.violations().getLast().field()).isEqualTo("/?[31m?" + "x".repeat(58) + "…");
  }

  @ParameterizedTest
  @CsvSource({"64, ''", "65, …"})
  void saysThatMoreFollowsOnlyWhereItDoes(int length, String rest) {
    assertThat(
            Trades.judge(Trades.patched("{\"side\": \"" + "x".repeat(length) + "\"}"))
                .violations()
                .getFirst()
                .attributes())
        .containsExactly(Map.entry("value", "x".repeat(64) + rest));
  }

  @Test
  void attributesAreThoseOfTheMessage() {
    assertThat(Trades.judge(Trades.patched("{\"price\": \"12,50\"}")).violations())
        .containsExactly(
            new Violation(
                ViolationCode.BAD_FORMAT,
                "/price",
                Severity.ERROR,
                "'12,50' is not a decimal number; use a dot and no other separator, for example"
                    + " 12.50",
                Map.of("value", "12,50")));
  }

  @Test
  void bracesInATradeAreNotFilledIn() {
    assertThat(Trades.judge(Trades.patched("{\"side\": \"{value}\"}")).violations())
        .extracting(Violation::message)
        .containsExactly(
            "'{value}' is unknown; expected BUY, SELL, SELL_SHORT or SELL_SHORT_EXEMPT");
  }

  @Test
  void aVerdictNamesTheTradeOnlyByAUsableId() {
    assertThat(Trades.judge(Trades.envelope()).tradeId()).isPresent();
    assertThat(Trades.judge(Trades.patched("{\"tradeId\": \"a b\"}")).tradeId()).isEmpty();
  }
}
