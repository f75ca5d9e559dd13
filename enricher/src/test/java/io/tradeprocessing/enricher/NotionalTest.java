package io.tradeprocessing.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.reference.Currencies;
import io.tradeprocessing.common.reference.Currency;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotionalTest {

  private final TradeEnricher enricher = new TradeEnricher();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // a rate: the nominal, in the currency of the quantity
        "'price': '3.15', 'priceType': 'PERCENTAGE', 'quantityType': 'NOMINAL', 'currency': 'EUR'"
            + " | SRCCSP | NOMINAL 1000 EUR",
        "'price': '12.5', 'priceType': 'BASIS_POINTS', 'quantityType': 'NOMINAL',"
            + " 'quantityCurrency': 'USD', 'currency': 'EUR' | SRCCSP | NOMINAL 1000 USD",
        // FX: base currency times rate
        "'price': '1.0842', 'quantityCurrency': 'EUR', 'currency': 'USD' | IFXXXP"
            + " | PRICE 1084.2000 USD",
        "'price': '0', 'priceType': 'YIELD', 'quantityType': 'NOMINAL', 'currency': 'EUR' | DBFTFB"
            + " | NOMINAL 1000 EUR",
        "'price': '-2', 'quantityType': 'CONTRACTS', 'contractMultiplier': 50, 'currency': 'USD'"
            + " | FCEPSX | PRICE -100000 USD",
      })
  void isWhatTheTermsSay(String terms, String cfi, String expected) {
    JsonObject enrichment = enrich(trade(terms, cfi));

    assertThat(
            enrichment.text("notionalBasis").orElseThrow()
                + " "
                + enrichment.text("notional").orElseThrow()
                + " "
                + enrichment.text("notionalCurrency").orElseThrow())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'price': '98.50'                                        | DBFTFB | /priceType MISSING",
        "'price': '98.50', 'priceType': 'PERCENTAGE'             | DBFTFB"
            + " | /contractMultiplier MISSING",
        "'price': '2.35', 'quantityType': 'CONTRACTS'            | OCASPS"
            + " | /contractMultiplier MISSING",
        "'price': '3.15', 'priceType': 'PERCENTAGE'              | SRCCSP | /quantityType MISSING",
        "'price': '1', 'priceType': 'POINTS'                     | ESVUFR | /priceType UNUSABLE",
        "'price': '1', 'quantityType': 'PIECES'                  | ESVUFR | /quantityType UNUSABLE",
        "'price': '1', 'contractMultiplier': '0'                 | ESVUFR"
            + " | /contractMultiplier OUT_OF_RANGE",
        "'price': '1', 'factor': 'x'                             | ESVUFR | /factor UNUSABLE",
        "'price': '0'                                            | ESVUFR | /price OUT_OF_RANGE",
        "'price': '-1'                                           | CEOGES | /price OUT_OF_RANGE",
        "'price': '1'                                            | LRSTXX"
            + " | /instrument/cfi UNSUPPORTED_INSTRUMENT",
        "'price': '1'                                            | KXXXXX"
            + " | /instrument/cfi UNSUPPORTED_INSTRUMENT",
      })
  void isAGapWhereTheTermsDoNotSay(String terms, String cfi, String gap) {
    JsonObject enrichment = enrich(trade(terms.strip() + ", 'currency': 'EUR'", cfi.strip()));

    assertThat(enrichment.has("notional")).isFalse();
    assertThat(enrichment.text("notionalCurrency")).contains("EUR");
    assertThat(((JsonArray) Objects.requireNonNull(enrichment.get("gaps"))).values())
        .extracting(NotionalTest::describe)
        .contains(gap);
  }

  /** Of an instrument whose kind nothing tells, a rate may be below zero and a price may not. */
  @ParameterizedTest
  @CsvSource({"YIELD, true", "PERCENTAGE, true", "PER_UNIT, false", ", false"})
  void isOfAPriceBelowZeroWhereTheTypeOfThePriceHasOne(
      @Nullable String priceType, boolean allowed) {
    JsonObject.Builder trade =
        JsonObject.builder()
            .put("quantity", "1000")
            .put("quantityType", "NOMINAL")
            .put("price", "-0.5")
            .put("currency", "EUR")
            .put("instrument", JsonObject.empty());
    if (priceType != null) {
      trade.put("priceType", priceType);
    }

    assertThat(((JsonArray) Objects.requireNonNull(enrich(trade.build()).get("gaps"))).values())
        .extracting(NotionalTest::describe)
        .filteredOn(gap -> gap.equals("/price OUT_OF_RANGE"))
        .hasSize(allowed ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'currency': 'XAU' | /currency NOT_TOLD",
        "'quantityCurrency': 'XAU', 'currency': 'EUR' | /quantityCurrency NOT_TOLD",
      })
  void namesTheFieldOfACurrencyThatHasNoMinorUnit(String currency, String gap) {
    JsonObject enrichment =
        enrich(
            trade(
                "'price': '3.15', 'priceType': 'PERCENTAGE', 'quantityType': 'NOMINAL', "
                    + currency,
                "SRCCSP"));

    assertThat(enrichment.text("notional")).contains("1000");
    assertThat(enrichment.has("roundedNotional")).isFalse();
    assertThat(((JsonArray) Objects.requireNonNull(enrichment.get("gaps"))).values())
        .extracting(NotionalTest::describe)
        .contains(gap);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'price': '187.425', 'currency': 'EUR' | 218687.49",
        "'price': '100.125', 'priceType': 'PERCENTAGE', 'quantityType': 'NOMINAL', 'currency':"
            + " 'EUR' | 1168.26",
      })
  void isInDollarTooWhereMarketDataGiveARate(String terms, String inUsd) {
    JsonObject enrichment =
        enricher.enrich(
            event(trade(terms, "ESVUFR")), Optional.of(found("1.1668")), Settings.defaults());

    assertThat(enrichment.text("notionalUsd")).contains(inUsd);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'price': '12.5', 'priceType': 'BASIS_POINTS', 'quantityType': 'NOMINAL',"
            + " 'quantityCurrency': 'USD', 'currency': 'EUR' | SRCCSP",
        "'currency': 'EUR' | ESVUFR",
        "'price': '12.5', 'priceType': 'BASIS_POINTS', 'quantityType': 'NOMINAL' | SRCCSP",
      })
  void isNotInDollarWhereTheRateIsOfAnotherCurrencyOrThereIsNoNotional(String terms, String cfi) {
    assertThat(
            enricher
                .enrich(event(trade(terms, cfi)), Optional.of(found("2")), Settings.defaults())
                .has("notionalUsd"))
        .isFalse();
  }

  @Test
  void ofARateIsInDollarWhereTheQuantityIsInTheCurrencyOfTheRate() {
    String rate = "'price': '12.5', 'priceType': 'BASIS_POINTS', 'quantityType': 'NOMINAL', ";
    for (String currency :
        List.of("'currency': 'EUR'", "'quantityCurrency': 'EUR', 'currency': 'EUR'")) {
      assertThat(
              enricher
                  .enrich(
                      event(trade(rate + currency, "SRCCSP")),
                      Optional.of(found("1.1")),
                      Settings.defaults())
                  .text("notionalUsd"))
          .contains("1100.00");
    }
  }

  /** A yield, and a bond's price per unit, are not compared with a reference price. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'price': '101', 'currency': 'EUR' | ESVUFR | true",
        "'price': '101', 'priceType': 'PERCENTAGE', 'quantityType': 'NOMINAL', 'currency': 'EUR'"
            + " | DBFTFB | true",
        "'price': '1010', 'priceType': 'PER_UNIT', 'currency': 'EUR' | DBFTFB | false",
        "'price': '3', 'priceType': 'YIELD', 'currency': 'EUR' | DBFTFB | false",
      })
  void comparesLikeWithLike(String terms, String cfi, boolean compared) {
    JsonObject market =
        enricher
            .enrich(event(trade(terms, cfi)), Optional.of(found("1.1")), Settings.defaults())
            .object("market")
            .orElseThrow();

    assertThat(market.has("deviationBps")).isEqualTo(compared);
  }

  @Property(tries = 1_000)
  void theRoundedNotionalIsTheNearestAmountThatTheCurrencyCanPay(
      @ForAll("decimals") BigDecimal quantity,
      @ForAll("decimals") BigDecimal price,
      @ForAll("currencies") Currency currency) {
    JsonObject enrichment =
        enrich(
            JsonObject.builder()
                .put("quantity", new JsonNumber(quantity.toPlainString()))
                .put("price", price.toPlainString())
                .put("currency", currency.code())
                .build());

    BigDecimal exact = new BigDecimal(enrichment.text("notional").orElseThrow());
    BigDecimal rounded = new BigDecimal(enrichment.text("roundedNotional").orElseThrow());
    BigDecimal unit = BigDecimal.ONE.movePointLeft(currency.minorUnits().orElseThrow());
    assertThat(exact).isEqualByComparingTo(quantity.multiply(price));
    assertThat(rounded.remainder(unit)).isEqualByComparingTo(BigDecimal.ZERO);
    assertThat(exact.subtract(rounded).abs())
        .isLessThanOrEqualTo(unit.divide(BigDecimal.TWO, 10, RoundingMode.UNNECESSARY));
    assertThat(rounded.scale()).isEqualTo(currency.minorUnits().orElseThrow());
  }

  /** A bond in par, in pieces of it, and with its factor in the quantity are worth the same. */
  @Property(tries = 500)
  void theWaysToSendABondLeadToOneNotional(
      @ForAll("decimals") BigDecimal pieces, @ForAll("decimals") BigDecimal price) {
    BigDecimal par = new BigDecimal("1000");
    String inPercent = "'priceType': 'PERCENTAGE', 'currency': 'EUR', 'price': '%s'";
    JsonObject inPar = sent(inPercent, price, "'quantityType': 'NOMINAL'", pieces.multiply(par));
    JsonObject inPieces = sent(inPercent, price, "'contractMultiplier': 1000", pieces);
    JsonObject factored =
        sent(inPercent, price, "'quantityType': 'NOMINAL', 'factor': 1000", pieces);

    BigDecimal notional = new BigDecimal(enrich(inPar).text("notional").orElseThrow());
    for (JsonObject other : List.of(inPieces, factored)) {
      assertThat(new BigDecimal(enrich(other).text("notional").orElseThrow()))
          .isEqualByComparingTo(notional);
    }
  }

  private static JsonObject sent(String terms, BigDecimal price, String more, BigDecimal quantity) {
    return JsonReader.read(
            ("{"
                    + terms.formatted(price.toPlainString())
                    + ", "
                    + more
                    + ", 'quantity': '"
                    + quantity.toPlainString()
                    + "', 'instrument': {'cfi': 'DBFTFB'}}")
                .replace('\'', '"'))
        .asObject()
        .orElseThrow();
  }

  @Provide
  Arbitrary<BigDecimal> decimals() {
    return Arbitraries.bigDecimals()
        .between(new BigDecimal("0.0001"), new BigDecimal("1000000"))
        .ofScale(4);
  }

  @Provide
  Arbitrary<Currency> currencies() {
    return Arbitraries.of(
        Currencies.all().stream().filter(currency -> currency.minorUnits().isPresent()).toList());
  }

  private static MarketDataAnswer found(String rate) {
    return new MarketDataAnswer.Found(
        new BigDecimal("100"), new BigDecimal(rate), Instant.parse("2026-01-12T14:29:58Z"));
  }

  private JsonObject enrich(JsonObject trade) {
    return enricher.enrich(event(trade));
  }

  private static TradeEvent event(JsonObject trade) {
    return TradeEvent.of(JsonObject.builder().put("detail", trade).build());
  }

  private static JsonObject trade(String terms, String cfi) {
    return JsonReader.read(
            ("{'quantity': '1000', " + terms + ", 'instrument': {'cfi': '" + cfi + "'}}")
                .replace('\'', '"'))
        .asObject()
        .orElseThrow();
  }

  private static String describe(Json gap) {
    JsonObject object = gap.asObject().orElseThrow();
    return object.text("field").orElseThrow() + " " + object.text("reason").orElseThrow();
  }
}
