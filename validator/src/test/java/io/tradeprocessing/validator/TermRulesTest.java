package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermRulesTest {

  @ParameterizedTest
  @CsvSource({
    // cfi, priceType, price, refused
    "ESVUFR,PER_UNIT,0,true",
    "ESVUFR,PERCENTAGE,-1,true",
    "CEOGES,PER_UNIT,-0.01,true",
    "RWSTCB,PER_UNIT,0,true",
    "IFXXXP,PER_UNIT,0,true",
    "FCEPSX,PER_UNIT,-37.63,false",
    "FFSCSX,PER_UNIT,0,false",
    "OCASPS,PER_UNIT,0,false",
    "JFTXFP,PER_UNIT,-0.0012,false",
    "SRCCSN,PERCENTAGE,-0.31,false",
    "DBFTFR,PERCENTAGE,-0.5,false",
    "DBFTFR,YIELD,-0.42,false",
    ",PER_UNIT,-1,true",
    ",YIELD,-1,false",
    ",BASIS_POINTS,0,false",
    ",PERCENTAGE,-1,false"
  })
  void aPriceOfZeroOrBelowNeedsAnInstrumentOrAPriceTypeThatHasOne(
      String cfi, String priceType, String price, boolean refused) {
    String patch =
        """
        {"instrument": {"cfi": %s}, "priceType": "%s", "price": "%s", "amount": null}
        """
            .formatted(cfi == null ? "null" : "\"" + cfi + "\"", priceType, price);

    assertThat(Trades.violations(patch))
        .isEqualTo(refused ? List.of("OUT_OF_RANGE /price") : List.of());
  }

  @ParameterizedTest
  @CsvSource({
    // cfi, quantity, type, price, type, multiplier, factor, amount, consistent
    "DBFTFR,1000000,NOMINAL,98.50,PERCENTAGE,,,985000.00,true",
    "DBFTFR,1000000,NOMINAL,98.50,PERCENTAGE,,,98500000.00,false",
    "DBFTFR,1000,UNITS,98.50,PERCENTAGE,1000,,985000,true",
    "DBVTFR,1000000,NOMINAL,101.25,PERCENTAGE,,1.23456,1249992.00,true",
    "DBVTFR,1000000,NOMINAL,101.25,PERCENTAGE,,,1249992.00,false",
    "OCASPS,10,CONTRACTS,2.35,PER_UNIT,100,,2350,true",
    "OCASPS,10,CONTRACTS,2.35,PER_UNIT,100,,23.50,false",
    "FCEPSX,1,CONTRACTS,-37.63,PER_UNIT,1000,,-37630,true",
    "FCEPSX,1,CONTRACTS,-37.63,PER_UNIT,1000,,37630,false",
    "IFXXXP,1000000,NOMINAL,1.0842,PER_UNIT,,,1084200,true",
    // what the price is no factor of, or what is not known, is not checked
    "DBFTFR,1000000,NOMINAL,4.25,YIELD,,,985000,true",
    "SRCCSN,1000000,NOMINAL,2.31,PERCENTAGE,,,7,true",
    "OCASPS,10,CONTRACTS,2.35,PER_UNIT,,,7,true",
    "DBFTFR,1000,UNITS,98.50,PERCENTAGE,,,7,true"
  })
  void anAmountIsTheNotional(
      String cfi,
      String quantity,
      String quantityType,
      String price,
      String priceType,
      String multiplier,
      String factor,
      String amount,
      boolean consistent) {
    String patch =
        """
        {"instrument": {"cfi": "%s"}, "quantity": "%s", "quantityType": "%s", "price": "%s",
         "priceType": "%s", "contractMultiplier": %s, "factor": %s, "amount": "%s"}
        """
            .formatted(cfi, quantity, quantityType, price, priceType, multiplier, factor, amount);

    assertThat(Trades.violations(patch))
        .filteredOn(violation -> !violation.startsWith("ABOVE_THRESHOLD"))
        .isEqualTo(consistent ? List.of() : List.of("INCONSISTENT /amount"));
  }

  /** What cannot be read may be the reason: the amount would be wrong without the field. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"quantityType\": \"SHARES\"     | UNKNOWN_CODE /quantityType",
        "\"contractMultiplier\": \"1,5\"  | BAD_FORMAT /contractMultiplier",
        "\"factor\": 0                      | OUT_OF_RANGE /factor",
        "\"priceType\": \"PERCENT\"       | UNKNOWN_CODE /priceType",
        "\"currency\": \"usd\"            | BAD_FORMAT /currency",
        "\"quantity\": \"x\"              | BAD_FORMAT /quantity",
      })
  void anAmountIsNotCheckedWhereAFactorOfItCannotBeRead(String field, String violation) {
    assertThat(Trades.violations("{" + field + ", \"amount\": 7}")).containsExactly(violation);
  }

  @ParameterizedTest
  @CsvSource({
    // an average price of 25.333333...: half of 0.0001 times 30,000 is 1.50
    "30000,25.3333,760000.00,true",
    "30000,25.3333,760000.50,true",
    "30000,25.3333,760000.51,false",
    // a basis point of the notional of 18,700 is 1.87, although half of 1 times 100 is 50
    "100,187,18701.87,true",
    "100,187,18701.88,false",
    "100,187.00,18700.50,true",
    "100,187.00,18700.51,false"
  })
  void anAverageExplainsHalfADigitOfThePriceAndABasisPointAtMost(
      String quantity, String price, String amount, boolean consistent) {
    assertThat(
            Trades.violations(
                "{\"quantity\": \"%s\", \"price\": \"%s\", \"amount\": \"%s\"}"
                    .formatted(quantity, price, amount)))
        .isEqualTo(consistent ? List.of() : List.of("INCONSISTENT /amount"));
  }

  /** Fills at different prices; the average is rounded as the source rounds it. */
  @Property
  void theExactAmountOfABlockPassesWithItsRoundedAverage(
      @ForAll @IntRange(min = 1, max = 5_000) int first,
      @ForAll @IntRange(min = 1, max = 5_000) int second,
      @ForAll @BigRange(min = "1", max = "90") @Scale(2) BigDecimal price,
      @ForAll @BigRange(min = "0", max = "9") @Scale(2) BigDecimal more,
      @ForAll @IntRange(min = 4, max = 8) int digits) {
    BigDecimal amount =
        price
            .multiply(BigDecimal.valueOf(first))
            .add(price.add(more).multiply(BigDecimal.valueOf(second)));
    BigDecimal quantity = BigDecimal.valueOf((long) first + second);
    BigDecimal average = amount.divide(quantity, digits, RoundingMode.HALF_EVEN);

    assertThat(
            Trades.violations(
                "{\"quantity\": \"%s\", \"price\": \"%s\", \"amount\": \"%s\"}"
                    .formatted(quantity, average.toPlainString(), amount)))
        .isEmpty();
  }

  /** A hundred times too much, or a difference beyond a basis point, is never an average. */
  @Property
  void aBasisPointAndACentMoreNeverPass(
      @ForAll @IntRange(min = 1, max = 5_000) int quantity,
      @ForAll @BigRange(min = "0.5", max = "190") @Scale(4) BigDecimal price) {
    BigDecimal notional = price.multiply(BigDecimal.valueOf(quantity));
    BigDecimal amount =
        notional
            .add(notional.movePointLeft(4))
            .add(new BigDecimal("0.01"))
            .setScale(2, RoundingMode.UP);

    assertThat(
            Trades.violations(
                "{\"quantity\": %d, \"price\": \"%s\", \"amount\": \"%s\"}"
                    .formatted(quantity, price, amount)))
        .containsExactly("INCONSISTENT /amount");
  }

  @Test
  void theThresholdIsInTheCurrencyOfTheTradeAndSaysSo() {
    Verdict verdict =
        Trades.judge(Trades.patched("{\"quantity\": 1, \"price\": 1000001, \"amount\": null}"));

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.violations())
        .extracting(Violation::message)
        .containsExactly(
            "the notional is above 1000000 in the currency of the trade; have the trade reviewed;"
                + " the parameter processing-threshold sets the threshold, in whatever currency a"
                + " trade is");
  }

  @ParameterizedTest
  @CsvSource({
    "DBFTFR,100000000,NOMINAL,0.9,PERCENTAGE,",
    "SRCCSN,1000001,NOMINAL,2.31,PERCENTAGE,ABOVE_THRESHOLD /amount",
    "FCEPSX,30,CONTRACTS,-37.63,PER_UNIT,ABOVE_THRESHOLD /amount"
  })
  void theThresholdIsOfTheNotionalWhateverThePriceCountsIn(
      String cfi,
      String quantity,
      String quantityType,
      String price,
      String priceType,
      String violation) {
    String patch =
        """
        {"instrument": {"cfi": "%s"}, "quantity": "%s", "quantityType": "%s", "price": "%s",
         "priceType": "%s", "contractMultiplier": %s, "amount": null}
        """
            .formatted(
                cfi,
                quantity,
                quantityType,
                price,
                priceType,
                quantityType.equals("CONTRACTS") ? "1000" : "null");

    assertThat(Trades.violations(patch))
        .isEqualTo(violation == null ? List.of() : List.of(violation));
  }

  @Test
  void aBondWithoutAPriceTypeIsAWarning() {
    Verdict verdict =
        Trades.judge(
            Trades.patched(
                """
                {"instrument": {"cfi": "DBFTFR"}, "quantity": "1000000", "price": "98.50",
                 "priceType": null, "amount": "985000.00"}
                """));

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.violations())
        .extracting(violation -> violation.code() + " " + violation.field())
        .containsExactly("MISSING /priceType");
  }

  @Test
  void aPercentageOfANominalInAnotherCurrencyIsNotComparedWithTheAmount() {
    String patch =
        """
        {"instrument": {"cfi": "DBFTFR"}, "quantity": "1000", "quantityType": "NOMINAL",
         "priceType": "PERCENTAGE", "quantityCurrency": "%s"}
        """;

    assertThat(Trades.violations(patch.formatted("EUR"))).isEmpty();
    assertThat(Trades.violations(patch.formatted("USD"))).containsExactly("INCONSISTENT /amount");
  }

  @ParameterizedTest
  @CsvSource({
    "HCBAAC, an option that is not listed or is complex",
    "KEXXXX, a strategy of several instruments",
    "'LRGTXD', 'a financing, such as a repo or a securities loan'",
    "'LSCNXD', 'a financing, such as a repo or a securities loan'",
    "'TIPXXX', 'a referential instrument, such as an index'"
  })
  void anInstrumentThatTheContractDoesNotCarryIsRefusedByNameAlone(String cfi, String name) {
    String patch =
        """
        {"instrument": {"cfi": "%s", "isin": null, "cusip": null, "sedol": null, "figi": null},
         "price": null, "amount": null, "side": null}
        """
            .formatted(cfi);

    Verdict verdict = Trades.judge(Trades.patched(patch));

    assertThat(verdict.valid()).isFalse();
    assertThat(verdict.violations())
        .filteredOn(violation -> violation.code() == ViolationCode.UNSUPPORTED_INSTRUMENT)
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .startsWith("CFI " + cfi + " is " + name + "; ");
    assertThat(verdict.violations())
        .extracting(Violation::code)
        .doesNotContain(ViolationCode.MISSING);
  }

  @ParameterizedTest
  @CsvSource({
    "1,",
    "999999999999999999,",
    "0,OUT_OF_RANGE",
    "-1,OUT_OF_RANGE",
    "1.0,OUT_OF_RANGE",
    "1e3,OUT_OF_RANGE",
    "1000000000000000000,OUT_OF_RANGE",
    "'\"1\"',WRONG_TYPE"
  })
  void aSourceSequenceIsAWholeNumberAboveZero(String number, String code) {
    assertThat(Trades.violations("{\"sourceSequence\": " + number + "}"))
        .isEqualTo(code == null ? List.of() : List.of(code + " /sourceSequence"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-12,",
    "2026-01-13,",
    "2026-01-26,",
    "2026-01-27,INCONSISTENT /tradingDate",
    "2026-01-11,NOT_A_SESSION /venue",
    "2026-01-10,INCONSISTENT /tradingDate"
  })
  void aTradingDateIsThatOfASessionAroundTheExecution(String date, String violation) {
    assertThat(
            Trades.violations(
                "{\"tradingDate\": \"%s\", \"settlementDate\": null}".formatted(date)))
        .isEqualTo(violation == null ? List.of() : List.of(violation));
  }

  @ParameterizedTest
  @CsvSource({
    "HRK, 2023-01-03, was no longer in use on 2023-01-03",
    "XCG, 2025-03-28, was not yet in use on 2025-03-28"
  })
  void saysOnWhichSideOfItsUseACodeIs(String currency, String date, String message) {
    assertThat(
            Trades.judge(
                    Trades.patched(
                        "{\"currency\": \"%s\", \"executedAt\": \"%sT15:00:00Z\"}"
                            .formatted(currency, date)))
                .violations())
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .startsWith("'" + currency + "' " + message + "; ");
  }

  @Test
  void theTradingDateDecidesWhichCodesAreInUse() {
    assertThat(
            Trades.violations(
                """
                {"currency": "HRK", "executedAt": "2022-12-30T15:00:00Z", "venue": "XOFF",
                 "tradingDate": "2023-01-02"}
                """))
        .containsExactly("EXPIRED_CODE /currency");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-12T14:30:00.123456789Z,",
    "2026-01-12T14:30:00.123456789+00:00,",
    "2026-01-12T14:30:00.1234567890Z,BAD_FORMAT /executedAt",
    "2026-01-12T14:30:00-00:00,BAD_FORMAT /executedAt",
    "2026-01-12T15:30:00+01:00,BAD_FORMAT /executedAt",
    "2026-01-12T15:30:05Z,",
    "2026-01-12T15:30:05.000000001Z,IN_THE_FUTURE /executedAt"
  })
  void aTradingTimeIsInUtcToTheNanosecond(String time, String violation) {
    assertThat(Trades.violations("{\"executedAt\": \"" + time + "\"}"))
        .isEqualTo(violation == null ? List.of() : List.of(violation));
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid:1", "probe:eu-west-1"})
  void theStoresOwnIdentifiersAreRefused(String id) {
    assertThat(Trades.violations("{\"tradeId\": \"" + id + "\"}"))
        .containsExactly("BAD_FORMAT /tradeId");
  }

  @ParameterizedTest
  @CsvSource({
    "EUOISB,EXPIRED_CODE", "MRCXXX,EXPIRED_CODE", "ESVUFA,EXPIRED_CODE", "SRCCSP,EXPIRED_CODE",
    "JFTXFN,EXPIRED_CODE", "ESVUFQ,UNKNOWN_CODE", "EUOISQ,UNKNOWN_CODE", "ZZXXXX,UNKNOWN_CODE",
    "ESVUFR,", "ESXXXX,"
  })
  void aCodeThatOnlyAnOlderEditionHasIsAWarning(String cfi, String code) {
    Verdict verdict = Trades.judge(Trades.patched("{\"instrument\": {\"cfi\": \"" + cfi + "\"}}"));

    assertThat(verdict.violations())
        .extracting(Violation::code)
        .isEqualTo(code == null ? List.of() : List.of(ViolationCode.valueOf(code)));
    assertThat(verdict.valid()).isEqualTo(!"UNKNOWN_CODE".equals(code));
  }

  @ParameterizedTest
  @CsvSource({
    // Shell: London and Amsterdam; Ryanair; Apple's ISIN holds no SEDOL
    "GB00BP6MXD84,BP6MXD8,",
    "GB00BP6MXD84,BP6MXT4,INCONSISTENT",
    "IE00BYTBXV33,BYTBXV3,",
    "IE00BYTBXV33,B1GKF38,INCONSISTENT",
    "US0378331005,2046251,"
  })
  void aSedolOfAnotherMarketIsAWarning(String isin, String sedol, String code) {
    Verdict verdict =
        Trades.judge(
            Trades.patched(
                "{\"instrument\": {\"isin\": \"%s\", \"sedol\": \"%s\", \"cusip\": null}}"
                    .formatted(isin, sedol)));

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.violations())
        .extracting(Violation::code)
        .isEqualTo(code == null ? List.of() : List.of(ViolationCode.valueOf(code)));
  }

  @Test
  void aCinsBesideAForeignIsinAndAFigiAloneAreInOrder() {
    assertThat(
            Trades.violations(
                """
                {"instrument": {"isin": "IE00B4BNMY34", "cusip": "G1151C101", "sedol": null}}
                """))
        .isEmpty();
    assertThat(
            Trades.violations(
                "{\"instrument\": {\"isin\": null, \"cusip\": null, \"sedol\": null}}"))
        .isEmpty();
    assertThat(Trades.violations("{\"instrument\": {\"cusip\": \"G1151C101\"}}"))
        .containsExactly("INCONSISTENT /instrument/cusip");
  }
}
