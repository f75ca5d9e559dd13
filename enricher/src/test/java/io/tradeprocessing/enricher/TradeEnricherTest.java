package io.tradeprocessing.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.marketdata.MarketData.Query;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import io.tradeprocessing.enricher.marketdata.SecurityMaster;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradeEnricherTest {

  private static final String APPLE =
      """
      {"schemaVersion": "1.0", "tradeId": "T1", "sourceSystem": "system1", "eventType": "NEW",
       "executedAt": "2026-01-12T14:30:00.123456Z", "side": "BUY", "quantity": "100.5",
       "price": "187.425", "currency": "USD", "venue": "XNYS",
       "instrument": {"isin": "US0378331005", "cfi": "ESVUFR"}}
      """;

  private final TradeEnricher enricher = new TradeEnricher();

  @Test
  void enrichesAWholeTradeWithoutGaps() {
    JsonObject enrichment = enrich(APPLE);

    assertThat(enrichment.text("notional")).contains("18836.2125");
    assertThat(enrichment.text("notionalCurrency")).contains("USD");
    assertThat(enrichment.text("roundedNotional")).contains("18836.21");
    assertThat(enrichment.get("instrument"))
        .isEqualTo(json("{'country': 'US', 'kind': 'EQUITY', 'kindFrom': '/instrument/cfi'}"));
    assertThat(enrichment.get("venue"))
        .isEqualTo(
            json(
                "{'mic': 'XNYS', 'name': 'NEW YORK STOCK EXCHANGE, INC.', 'country': 'US',"
                    + " 'timeZone': 'America/New_York'}"));
    assertThat(enrichment.text("tradeDate")).contains("2026-01-12");
    assertThat(enrichment.text("settlementDate")).contains("2026-01-13");
    assertThat(enrichment.object("settlement").flatMap(s -> s.text("rule")).orElseThrow())
        .contains("15c6-1");
    assertThat(enrichment.text("notionalBasis")).contains("PRICE");
    assertThat(enrichment.text("localTradeDate")).contains("2026-01-12");
    assertThat(enrichment.object("settlement").flatMap(s -> s.text("depository"))).contains("DTC");
    assertThat(gaps(enrichment)).isEmpty();
  }

  @Test
  void saysHowOldItsReferenceDataAre() {
    assertThat(texts(enrich("{}"), "referenceData", "name"))
        .contains("venues", "currencies", "countries", "calendars");
    assertThat(texts(enrich("{}"), "referenceData", "asOf"))
        .allMatch(date -> date.matches("20\\d\\d-\\d\\d-\\d\\d"));
  }

  @ParameterizedTest
  @CsvSource({
    "EUR, 18836.21",
    "JPY, 18836",
    "KWD, 18836.213",
    "CLF, 18836.2125",
  })
  void roundsHalfUpToTheMinorUnitOfTheCurrency(String currency, String rounded) {
    assertThat(enrich(with(APPLE, "currency", currency)).text("roundedNotional")).contains(rounded);
  }

  @ParameterizedTest
  @CsvSource({
    "GBX, 'the code of a minor unit, not of a currency: no currency of the notional'",
    "ZZZ, 'not an ISO 4217 code: no currency of the notional'",
  })
  void saysWhatIsWrongWithACurrency(String currency, String message) {
    assertThat(texts(enrich(with(APPLE, "currency", currency)), "gaps", "message"))
        .containsExactly(message);
  }

  /** A Saturday in Chicago; and Friday's session, stated by the source on its Thursday evening. */
  @Test
  void takesTheSessionsDateFromTheSourceAndGivesAGapWhereNothingSaysIt() {
    String futures = with(APPLE, "venue", "XCME");
    String saturday = with(futures, "executedAt", "2026-01-10T18:00:00Z");
    String stated =
        with(futures, "executedAt", "2026-01-09T02:00:00Z")
            .replace("\"side\"", "\"tradingDate\": \"2026-01-09\", \"side\"");

    assertThat(gaps(enrich(saturday))).containsExactly("/tradingDate SESSION_UNKNOWN");
    assertThat(enrich(saturday).text("localTradeDate")).contains("2026-01-10");
    assertThat(enrich(saturday).has("tradeDate")).isFalse();
    assertThat(gaps(enrich(stated))).containsExactly("/venue NO_SETTLEMENT_RULE");
    assertThat(enrich(stated).text("localTradeDate")).contains("2026-01-08");
    assertThat(enrich(stated).text("tradeDate")).contains("2026-01-09");
  }

  @Test
  void givesAGapForASessionsDateThatIsNoneAndGoesOnWithoutIt() {
    JsonObject enrichment =
        enrich(APPLE.replace("\"side\"", "\"tradingDate\": \"12.01.2026\", \"side\""));

    assertThat(gaps(enrichment)).containsExactly("/tradingDate UNUSABLE");
    assertThat(enrichment.text("tradeDate")).contains("2026-01-12");
  }

  @ParameterizedTest
  @CsvSource({
    "GBX, MINOR_UNIT_CURRENCY",
    "GBp, MINOR_UNIT_CURRENCY",
    "ZZZ, UNKNOWN_CODE",
    "'', UNKNOWN_CODE",
  })
  void givesAGapForWhatIsNoCurrency(String currency, String reason) {
    JsonObject enrichment = enrich(with(APPLE, "currency", currency));
    assertThat(gaps(enrichment)).containsExactly("/currency " + reason);
    assertThat(enrichment.text("notional")).contains("18836.2125");
    assertThat(enrichment.has("notionalCurrency")).isFalse();
    assertThat(enrichment.has("roundedNotional")).isFalse();
  }

  @Test
  void roundsNothingInACurrencyWithoutMinorUnit() {
    JsonObject enrichment = enrich(with(APPLE, "currency", "XAU"));
    assertThat(enrichment.text("notionalCurrency")).contains("XAU");
    assertThat(gaps(enrichment)).containsExactly("/currency NOT_TOLD");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"1e2\"', '\"0.5\"', 50",
    "100, 12.50, 1250.00",
    "9007199254740993, 1, 9007199254740993",
    "'\"0.1\"', '\"0.2\"', 0.02",
  })
  void multipliesExactly(String quantity, String price, String notional) {
    String trade = APPLE.replace("\"100.5\"", quantity).replace("\"187.425\"", price);
    JsonObject enrichment = enrich(trade);
    assertThat(new BigDecimal(enrichment.text("notional").orElseThrow()))
        .isEqualByComparingTo(notional);
  }

  @ParameterizedTest
  @CsvSource({
    "0, OUT_OF_RANGE",
    "-1, OUT_OF_RANGE",
    "1e35, OUT_OF_RANGE",
    "1e-35, OUT_OF_RANGE",
    "1e6000, OUT_OF_RANGE",
    "1e99999999, UNUSABLE",
    "'\"1,5\"', UNUSABLE",
    "true, UNUSABLE",
    "null, UNUSABLE",
    "{}, UNUSABLE",
  })
  void givesAGapForAPriceThatIsNone(String price, String reason) {
    JsonObject enrichment = enrich(APPLE.replace("\"187.425\"", price));
    assertThat(gaps(enrichment)).containsExactly("/price " + reason);
    assertThat(enrichment.has("notional")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "XS0104440986, NO_COUNTRY",
    "EU000A1G0A16, NO_COUNTRY",
    "US0378331006, UNUSABLE",
    "US, UNUSABLE",
    "ZZ0000000008, UNKNOWN_CODE",
  })
  void givesAGapForAnIsinWithoutCountry(String isin, String reason) {
    JsonObject enrichment = enrich(APPLE.replace("US0378331005", isin));
    assertThat(gaps(enrichment)).containsExactly("/instrument/isin " + reason);
    assertThat(enrichment.get("instrument"))
        .isEqualTo(json("{'kind': 'EQUITY', 'kindFrom': '/instrument/cfi'}"));
  }

  @ParameterizedTest
  @CsvSource({
    // a letter in either place of the issue number, and in Canada
    "'{\"cusip\": \"1234565A9\"}', DEBT, /instrument/cusip",
    "'{\"cusip\": \"1234565Z4\"}', DEBT, /instrument/cusip",
    "'{\"cusip\": \"123456A54\"}', DEBT, /instrument/cusip",
    "'{\"cusip\": \"123456Z57\"}', DEBT, /instrument/cusip",
    "'{\"isin\": \"CA1234565A94\"}', DEBT, /instrument/isin",
    // a US Treasury note and its CUSIP
    "'{\"isin\": \"US912828U816\"}', DEBT, /instrument/isin",
    "'{\"cusip\": \"912828U81\"}', DEBT, /instrument/cusip",
    "'{\"isin\": \"US912828U816\", \"cfi\": \"ESVUFR\"}', EQUITY, /instrument/cfi",
    "'{\"isin\": \"US78462F1030\", \"cfi\": \"CEOGES\"}', COLLECTIVE_INVESTMENT_VEHICLE,"
        + " /instrument/cfi",
  })
  void tellsTheKindFromCfiOrCusip(String instrument, String kind, String from) {
    JsonObject told = enrich(withInstrument(instrument)).object("instrument").orElseThrow();
    assertThat(told.text("kind")).contains(kind);
    assertThat(told.text("kindFrom")).contains(from);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"isin\": \"US0378331005\"}",
        "{\"isin\": \"US0378331005\", \"cusip\": \"037833100\"}",
        "{\"isin\": \"GB0002634946\", \"sedol\": \"0263494\"}",
      })
  void doesNotGuessTheKindFromOtherIdentifiers(String instrument) {
    assertThat(gaps(enrich(withInstrument(instrument))))
        .containsExactly("/instrument/cfi NOT_TOLD");
  }

  @Test
  void namesAFieldThatIsThereButUnusable() {
    assertThat(gaps(enrich(withInstrument("[]")))).containsExactly("/instrument UNUSABLE");
    assertThat(gaps(enrich(withInstrument("{\"isin\": 1, \"cfi\": \"ABC\"}"))))
        .containsExactly(
            "/instrument/isin UNUSABLE", "/instrument/cfi UNUSABLE", "/instrument/cfi NOT_TOLD");
    assertThat(gaps(enrich(APPLE.replace("ESVUFR", "XSVUFR"))))
        .containsExactly("/instrument/cfi UNKNOWN_CODE", "/instrument/cfi NOT_TOLD");
    assertThat(gaps(enrich(with(APPLE, "executedAt", "yesterday"))))
        .containsExactly("/executedAt UNUSABLE");
    assertThat(gaps(enrich(with(APPLE, "venue", "NYSE")))).containsExactly("/venue UNKNOWN_CODE");
    assertThat(gaps(enrich(APPLE.replace("\"XNYS\"", "7")))).containsExactly("/venue UNUSABLE");
  }

  @Test
  void listsWhatAnEmptyTradeDoesNotTell() {
    assertThat(gaps(enrich("{}")))
        .containsExactly(
            "/instrument MISSING",
            "/price MISSING",
            "/quantity MISSING",
            "/currency MISSING",
            "/venue MISSING",
            "/executedAt MISSING");
  }

  @Test
  void takesWhatACancelDoesNotCarryForNoGap() {
    JsonObject enrichment =
        enrich(
            """
            {"tradeId": "T1", "sourceSystem": "system1", "eventType": "CANCEL",
             "timestamp": "2026-01-12T15:00:00Z"}
            """);
    assertThat(gaps(enrichment)).isEmpty();
    assertThat(enrichment.size()).isEqualTo(3);
  }

  @Test
  void enrichesWhatACancelCarries() {
    JsonObject enrichment =
        enrich(
            """
            {"eventType": "CANCEL", "venue": "XLON", "instrument": {"sedol": "0263494"},
             "currency": "GBX"}
            """);
    assertThat(enrichment.object("venue").flatMap(v -> v.text("country"))).contains("GB");
    assertThat(gaps(enrichment)).containsExactly("/currency MINOR_UNIT_CURRENCY");
  }

  @Test
  void asksForMarketDataWithInstrumentCurrencyAndTime() {
    assertThat(enricher.marketDataQuery(event(APPLE)))
        .contains(new Query("US0378331005", "USD", Instant.parse("2026-01-12T14:30:00.123456Z")));
    assertThat(enricher.marketDataQuery(event(with(APPLE, "currency", "GBX")))).isEmpty();
    assertThat(enricher.marketDataQuery(event(with(APPLE, "eventType", "CANCEL")))).isEmpty();
    assertThat(enricher.marketDataQuery(event(withInstrument("{}")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "187.425, 0.00, true",
    "187, 22.73, true",
    "190, -135.53, false",
    "185.5693069, 100.00, true",
    "185.5692, 100.01, false",
  })
  void comparesThePriceWithTheReferencePrice(
      String reference, String deviation, boolean withinLimit) {
    JsonObject market =
        enricher
            .enrich(
                event(APPLE),
                Optional.of(
                    new MarketDataAnswer.Found(
                        new BigDecimal(reference),
                        BigDecimal.ONE,
                        Instant.parse("2026-01-12T14:29:58Z"))),
                settings(100))
            .object("market")
            .orElseThrow();
    assertThat(market.text("referencePrice")).contains(reference);
    assertThat(market.text("deviationBps")).contains(deviation);
    assertThat(market.get("withinLimit")).isEqualTo(Json.of(withinLimit));
    assertThat(market.text("fxRateToUsd")).contains("1");
    assertThat(market.text("asOf")).contains("2026-01-12T14:29:58Z");
  }

  @Test
  void roundsTheNotionalInDollarHalfUpToCents() {
    JsonObject enrichment =
        enricher.enrich(
            event(with(with(APPLE, "quantity", "1"), "price", "10")),
            Optional.of(
                new MarketDataAnswer.Found(
                    BigDecimal.TEN,
                    new BigDecimal("0.0125"),
                    Instant.parse("2026-01-12T14:29:58Z"))),
            settings(100));

    assertThat(enrichment.text("notionalUsd")).contains("0.13");
  }

  @Test
  void asksForTheLeiOfTheExecutingEntityWhereItIsValid() {
    String trade = APPLE.replace("\"tradeId\"", "\"executingEntity\": \"%s\", \"tradeId\"");
    assertThat(enricher.marketDataQuery(event(trade.formatted("5493000F4ZO33MV32P92"))))
        .map(Query::lei)
        .contains(Optional.of("5493000F4ZO33MV32P92"));
    assertThat(enricher.marketDataQuery(event(trade.formatted("5493000F4ZO33MV32P93"))))
        .map(Query::lei)
        .contains(Optional.empty());
  }

  @Test
  void takesKindDepositoryAndListingFromASecurityMaster() {
    String trade =
        with(
            with(withInstrument("{\"isin\": \"IE00B4BNMY34\"}"), "venue", "XPAR"),
            "currency",
            "EUR");
    JsonObject enrichment =
        enricher.enrich(
            event(trade),
            Optional.of(
                master(Optional.of(InstrumentKind.EQUITY), Optional.of("T2S"), List.of("XPAR"))),
            settings(100));

    assertThat(enrichment.get("instrument"))
        .isEqualTo(
            json(
                "{'country': 'IE', 'kind': 'EQUITY', 'kindFrom': 'market-data', 'listing':"
                    + " ['XPAR']}"));
    assertThat(enrichment.text("settlementDate")).contains("2026-01-14");
    assertThat(enrichment.object("settlement").flatMap(s -> s.text("depository"))).contains("T2S");
    assertThat(enrichment.object("executingEntity").flatMap(e -> e.text("leiStatus")))
        .contains("LAPSED");
    assertThat(gaps(enrichment)).isEmpty();
  }

  @Test
  void prefersTheIdentifiersOfTheTradeToASecurityMaster() {
    JsonObject instrument =
        enricher
            .enrich(
                event(APPLE),
                Optional.of(
                    master(Optional.of(InstrumentKind.FUTURE), Optional.empty(), List.of())),
                settings(100))
            .object("instrument")
            .orElseThrow();
    assertThat(instrument.text("kind")).contains("EQUITY");
  }

  @Test
  void doesNotKnowTheRulesOfEveryDepository() {
    String trade =
        with(
            with(
                withInstrument("{\"isin\": \"FR0000120271\", \"cfi\": \"ESVUFN\"}"),
                "venue",
                "XPAR"),
            "currency",
            "EUR");
    assertThat(
            gaps(
                enricher.enrich(
                    event(trade),
                    Optional.of(master(Optional.empty(), Optional.of("EUROCLEAR_BANK"), List.of())),
                    settings(100))))
        .containsExactly("/instrument/isin DEPOSITORY_UNKNOWN");
  }

  /**
   * Until 2014-10-05 German shares settled a day earlier than those of the rest of the euro area.
   */
  @Test
  void settlesByTheRuleOfTheVenueWhatIsHeldAtItsDepository() {
    String trade =
        with(
            with(
                with(
                    withInstrument("{\"isin\": \"IE00B4BNMY34\", \"cfi\": \"ESVUFN\"}"),
                    "venue",
                    "XETR"),
                "currency",
                "EUR"),
            "executedAt",
            "2014-09-01T10:00:00Z");

    JsonObject enrichment =
        enricher.enrich(
            event(trade),
            Optional.of(master(Optional.empty(), Optional.of("T2S"), List.of())),
            settings(100));

    assertThat(enrichment.text("settlementDate")).contains("2014-09-03");
    assertThat(gaps(enrichment)).isEmpty();
  }

  private static MarketDataAnswer master(
      Optional<InstrumentKind> kind, Optional<String> depository, List<String> listing) {
    return new MarketDataAnswer.Found(
        new BigDecimal("187"),
        BigDecimal.ONE,
        Instant.parse("2026-01-12T14:29:58Z"),
        new SecurityMaster(kind, depository, listing),
        Optional.of("LAPSED"));
  }

  @Test
  void givesAGapForMarketDataThatAreNotThere() {
    assertThat(
            gaps(
                enricher.enrich(
                    event(APPLE), Optional.of(new MarketDataAnswer.NotFound()), settings(100))))
        .containsExactly("/instrument/isin NO_MARKET_DATA");
    assertThat(
            gaps(
                enricher.enrich(
                    event(APPLE),
                    Optional.of(new MarketDataAnswer.Unusable("status 302")),
                    settings(100))))
        .containsExactly("/instrument/isin MARKET_DATA_UNUSABLE");
    assertThat(
            gaps(
                enricher.enrich(
                    event(APPLE), Optional.of(new MarketDataAnswer.Unavailable()), settings(100))))
        .containsExactly("/instrument/isin MARKET_DATA_UNAVAILABLE");
  }

  private static Settings settings(int priceDeviationLimitBps) {
    return new Settings(Optional.empty(), BigDecimal.ONE, 0, priceDeviationLimitBps);
  }

  private JsonObject enrich(String trade) {
    return enricher.enrich(event(trade));
  }

  private static TradeEvent event(String trade) {
    return TradeEvent.of(
        JsonReader.read(
            "{\"detail-type\": \"Trade Event\", \"source\": \"trading.system1\", \"detail\": "
                + trade
                + "}"));
  }

  /** The trade with another text in a field that it has. */
  private static String with(String trade, String field, String value) {
    String changed =
        trade.replaceFirst("\"" + field + "\": \"[^\"]*\"", "\"" + field + "\": \"" + value + "\"");
    assertThat(trade).contains("\"" + field + "\"");
    return changed;
  }

  private static String withInstrument(String instrument) {
    return APPLE.replaceFirst("\"instrument\": \\{[^}]*}", "\"instrument\": " + instrument);
  }

  private static Json json(String text) {
    return JsonReader.read(text.replace('\'', '"'));
  }

  private static List<String> gaps(JsonObject enrichment) {
    List<String> fields = texts(enrichment, "gaps", "field");
    List<String> reasons = texts(enrichment, "gaps", "reason");
    List<String> gaps = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      gaps.add(fields.get(i) + " " + reasons.get(i));
    }
    return gaps;
  }

  private static List<String> texts(JsonObject enrichment, String array, String name) {
    List<String> texts = new ArrayList<>();
    for (Json element : ((JsonArray) Objects.requireNonNull(enrichment.get(array))).values()) {
      texts.add(element.asObject().flatMap(o -> o.text(name)).orElseThrow());
    }
    return texts;
  }
}
