package io.tradeprocessing.enricher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tradeprocessing.common.config.FirmProfile;
import io.tradeprocessing.common.config.Regime;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.UsMarkets;
import io.tradeprocessing.common.reference.Venue;
import io.tradeprocessing.common.reference.Venues;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import io.tradeprocessing.enricher.marketdata.SecurityMaster;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegimesTest {

  private static final String LEI = "5493000F4ZO33MV32P92";
  private static final FirmProfile EVERYTHING =
      new FirmProfile(Set.of(Regime.values()), Set.of(LEI));

  private final TradeEnricher enricher = new TradeEnricher();

  @ParameterizedTest
  @CsvSource({
    // a venue of the EEA, whatever the instrument
    "MIFIR, XPAR, ESVUFR, FR0000120271, 2026-01-12, REQUIRED",
    "MIFIR, XETR, ESVUFR, US0378331005, 2026-01-12, REQUIRED",
    "MIFIR, XOSL, ESVUFR, NO0010096985, 2026-01-12, REQUIRED",
    "MIFIR, XLON, ESVUFR, GB0002634946, 2020-12-31, REQUIRED",
    "MIFIR, XLON, ESVUFR, GB0002634946, 2021-01-04, UNDETERMINED",
    // a systematic internaliser is no trading venue
    "MIFIR, XTXE, ESVUFR, FR0000120271, 2026-01-12, UNDETERMINED",
    // traded on a venue of the EEA wherever executed: a question to FIRDS
    "MIFIR, XNAS, ESVUFR, US0378331005, 2026-01-12, UNDETERMINED",
    "MIFIR, XOFF, ESVUFR, FR0000120271, 2026-01-12, UNDETERMINED",
    "MIFIR, XXXX, ESVUFR, FR0000120271, 2026-01-12, UNDETERMINED",
    "MIFIR, XPAR, LRSTXX, FR0000120271, 2026-01-12, NOT_REQUIRED",
    "MIFIR, XPAR, ESVUFR, FR0000120271, 2018-01-02, NOT_REQUIRED",
    "UK_MIFIR, XLON, ESVUFR, GB0002634946, 2021-01-04, REQUIRED",
    "UK_MIFIR, BATE, ESVUFR, DE0007164600, 2026-01-12, REQUIRED",
    "UK_MIFIR, XPAR, ESVUFR, FR0000120271, 2026-01-12, UNDETERMINED",
    "UK_MIFIR, XLON, ESVUFR, GB0002634946, 2020-12-31, NOT_REQUIRED",
    // exchanges, their dark books, new ones, ATSs, FINRA's facilities, OTC
    "CAT, XNYS, ESVUFR, US0378331005, 2026-01-12, REQUIRED",
    "CAT, XNGS, CEOGES, US78462F1030, 2026-01-12, REQUIRED",
    "CAT, NYSD, ESVUFR, US0378331005, 2026-01-12, REQUIRED",
    "CAT, TXSE, ESVUFR, US0378331005, 2026-01-12, REQUIRED",
    "CAT, UBSA, ESVUFR, US0378331005, 2026-01-12, REQUIRED",
    "CAT, FINN, ESVUFR, US0378331005, 2026-01-12, REQUIRED",
    "CAT, OOTC, ESVUFR, US0378331005, 2026-01-12, REQUIRED",
    "CAT, XCBO, OCASPS, US0378331005, 2026-01-12, REQUIRED",
    "CAT, OOTC, CIOGES, US78462F1030, 2026-01-12, UNDETERMINED",
    "CAT, XNYS, DBFUFB, US0378331005, 2026-01-12, NOT_REQUIRED",
    "CAT, XCBF, FFSCSX, US0378331005, 2026-01-12, NOT_REQUIRED",
    "CAT, XLON, ESVUFR, US0378331005, 2026-01-12, UNDETERMINED",
    "CAT, XOFF, ESVUFR, US0378331005, 2026-01-12, UNDETERMINED",
    "CAT, XCME, OCASPS, US0378331005, 2026-01-12, UNDETERMINED",
    "CAT, XNYS, ESVUFR, US0378331005, 2020-06-19, NOT_REQUIRED",
    "CAT, XNYS, ESVUFR, US0378331005, 2020-06-22, UNDETERMINED",
    "CAT, XNYS, ESVUFR, US0378331005, 2021-12-13, REQUIRED",
    "TRACE, XOFF, DBFUFB, US0378331005, 2026-01-12, REQUIRED",
    "TRACE, FINR, DBFTFB, US912828U816, 2026-01-12, REQUIRED",
    "TRACE, XOFF, DBFTFB, US912828U816, 2017-07-07, UNDETERMINED",
    "TRACE, XOFF, DNFUFB, US0378331005, 2026-01-12, NOT_REQUIRED",
    "TRACE, XNYB, DBFUFB, US0378331005, 2026-01-12, NOT_REQUIRED",
    "TRACE, XOFF, DBFUFB, DE0007164600, 2026-01-12, UNDETERMINED",
    "TRACE, XOFF, DBFXFB, US0378331005, 2026-01-12, UNDETERMINED",
    "TRACE, XLON, DBFUFB, US0378331005, 2026-01-12, UNDETERMINED",
    "TRACE, XOFF, ESVUFR, US0378331005, 2026-01-12, NOT_REQUIRED",
    "TRACE, XOFF, DBFUFB, US0378331005, 2002-06-28, NOT_REQUIRED",
    "EMIR, XEUR, FFSCSX, , 2026-01-12, REQUIRED",
    "EMIR, XXXX, SRCCSP, , 2026-01-12, REQUIRED",
    "EMIR, XXXX, JFTXFP, , 2026-01-12, REQUIRED",
    "EMIR, XXXX, IFXXXP, , 2026-01-12, NOT_REQUIRED",
    "EMIR, XPAR, ESVUFR, , 2026-01-12, NOT_REQUIRED",
    "EMIR, XPAR, KXXXXX, , 2026-01-12, UNDETERMINED",
    "EMIR, XEUR, FFSCSX, , 2014-02-11, UNDETERMINED",
    "UK_EMIR, IFEU, FFSCSX, , 2026-01-12, REQUIRED",
    "UK_EMIR, IFEU, FFSCSX, , 2020-12-31, NOT_REQUIRED",
    "SFTR, XXXX, LRSTXX, , 2026-01-12, REQUIRED",
    "SFTR, XXXX, LRSTXX, , 2020-10-12, UNDETERMINED",
    "SFTR, XXXX, LRSTXX, , 2020-07-10, NOT_REQUIRED",
    "SFTR, XPAR, ESVUFR, , 2026-01-12, NOT_REQUIRED",
    "UK_SFTR, XXXX, LRSTXX, , 2021-01-04, REQUIRED",
    "UK_SFTR, XXXX, LRSTXX, , 2020-12-31, NOT_REQUIRED",
  })
  void rulesByInstrumentPlaceAndDate(
      String regime, String venue, String cfi, @Nullable String isin, String date, String status) {
    JsonObject ruling = ruling(regime, trade(venue, cfi, isin, date + "T15:00:00Z"));

    assertThat(ruling.text("status")).contains(status);
    assertThat(ruling.text("because").orElseThrow()).isNotBlank();
    assertThat(ruling.text("source").orElseThrow().length()).isGreaterThan(10);
    assertThat(((JsonArray) Objects.requireNonNull(ruling.get("fields"))).values())
        .isNotEmpty()
        .allSatisfy(field -> assertThat(field.asText().orElseThrow()).matches("(/[a-zA-Z]+)+"));
    assertThat(ruling.has("deadline") && !status.equals("REQUIRED")).isFalse();
  }

  /** A trade for each answer; without a time where there is no date. */
  static Stream<Arguments> answers() {
    return Stream.of(
        arguments(Ruling.MIFIR_ON_VENUE, "XPAR", "ESVUFR", "FR0000120271", "2018-01-03"),
        arguments(Ruling.MIFIR_ON_VENUE, "XLON", "ESVUFR", "GB0002634946", "2020-12-31"),
        arguments(Ruling.MIFIR_UNKNOWN, "XLON", "ESVUFR", "GB0002634946", "2021-01-01"),
        arguments(Ruling.MIFIR_UNKNOWN, "XPAR", "ESVUFR", "FR0000120271", ""),
        arguments(Ruling.MIFIR_UNKNOWN, "", "ESVUFR", "FR0000120271", "2026-01-12"),
        arguments(Ruling.MIFIR_FINANCING, "XPAR", "LRSTXX", "", "2026-01-12"),
        arguments(Ruling.MIFIR_TOO_EARLY, "XPAR", "ESVUFR", "FR0000120271", "2018-01-02"),
        arguments(Ruling.UK_MIFIR_ON_VENUE, "XLON", "ESVUFR", "GB0002634946", "2021-01-01"),
        arguments(Ruling.UK_MIFIR_UNKNOWN, "XPAR", "ESVUFR", "GB0002634946", "2021-01-01"),
        arguments(Ruling.UK_MIFIR_UNKNOWN, "XLON", "ESVUFR", "GB0002634946", ""),
        arguments(Ruling.UK_MIFIR_UNKNOWN, "", "ESVUFR", "GB0002634946", "2026-01-12"),
        arguments(Ruling.UK_MIFIR_FINANCING, "XLON", "LRSTXX", "", "2026-01-12"),
        arguments(Ruling.UK_MIFIR_TOO_EARLY, "XLON", "ESVUFR", "GB0002634946", "2020-12-31"),
        arguments(Ruling.CAT_ON_MARKET, "XNYS", "ESVUFR", "US0378331005", "2021-12-13"),
        arguments(Ruling.CAT_ON_MARKET, "XNYS", "RWSTCB", "US0378331005", "2026-01-12"),
        arguments(Ruling.CAT_ON_MARKET, "FINN", "CEOGES", "US78462F1030", "2026-01-12"),
        arguments(Ruling.CAT_OTHER_INSTRUMENT, "XNYS", "DBFUFB", "US0378331005", "2026-01-12"),
        arguments(Ruling.CAT_OTHER_INSTRUMENT, "XNYS", "LRSTXX", "", "2026-01-12"),
        arguments(Ruling.CAT_TOO_EARLY, "XNYS", "ESVUFR", "US0378331005", "2020-06-19"),
        arguments(Ruling.CAT_PHASES, "XNYS", "ESVUFR", "US0378331005", "2020-06-22"),
        arguments(Ruling.CAT_PHASES, "XNYS", "ESVUFR", "US0378331005", "2021-12-10"),
        arguments(Ruling.CAT_UNKNOWN_INSTRUMENT, "XNYS", "", "US0378331005", "2026-01-12"),
        arguments(Ruling.CAT_UNKNOWN_INSTRUMENT, "OOTC", "CIOGES", "US78462F1030", "2026-01-12"),
        arguments(Ruling.CAT_UNKNOWN_INSTRUMENT, "UBSA", "CEOGES", "US78462F1030", "2026-01-12"),
        arguments(Ruling.CAT_UNKNOWN_INSTRUMENT, "UBSA", "OCASPS", "US0378331005", "2026-01-12"),
        arguments(Ruling.CAT_UNKNOWN_INSTRUMENT, "XNYS", "HCBAAC", "", "2026-01-12"),
        arguments(Ruling.CAT_ELSEWHERE, "XLON", "ESVUFR", "US0378331005", "2026-01-12"),
        arguments(Ruling.CAT_ELSEWHERE, "XNYS", "ESVUFR", "US0378331005", ""),
        arguments(Ruling.CAT_ELSEWHERE, "", "ESVUFR", "US0378331005", "2026-01-12"),
        arguments(Ruling.CAT_ELSEWHERE, "XCME", "OCASPS", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_CORPORATE, "XOFF", "DBFUFB", "US0378331005", "2002-07-01"),
        arguments(Ruling.TRACE_CORPORATE, "FINR", "DBFUFB", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_CORPORATE, "UBSA", "DBFUFB", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_GOVERNMENT, "XOFF", "DBFTFB", "US912828U816", "2017-07-10"),
        arguments(Ruling.TRACE_UNKNOWN, "XOFF", "DBFTFB", "US912828U816", "2017-07-07"),
        arguments(Ruling.TRACE_UNKNOWN, "XOFF", "DBFUFB", "DE0007164600", "2026-01-12"),
        arguments(Ruling.TRACE_UNKNOWN, "XOFF", "DBFUFB", "", "2026-01-12"),
        arguments(Ruling.TRACE_UNKNOWN, "XOFF", "DBFXFB", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_UNKNOWN, "XOFF", "DTFUFB", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_UNKNOWN, "XLON", "DBFUFB", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_UNKNOWN, "XNAS", "DBFUFB", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_UNKNOWN, "", "DBFUFB", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_UNKNOWN, "XOFF", "", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_UNKNOWN, "XOFF", "DBFUFB", "US0378331005", ""),
        arguments(Ruling.TRACE_NO_DEBT, "XOFF", "ESVUFR", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_MUNICIPAL, "XOFF", "DNFUFB", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_ON_NYSE, "XNYB", "DBFUFB", "US0378331005", "2026-01-12"),
        arguments(Ruling.TRACE_TOO_EARLY, "XOFF", "DBFUFB", "US0378331005", "2002-06-28"),
        arguments(Ruling.EMIR_DERIVATIVE, "XEUR", "FFSCSX", "", "2014-02-12"),
        arguments(Ruling.EMIR_DERIVATIVE, "XXXX", "HCBAAC", "", "2026-01-12"),
        arguments(Ruling.EMIR_DERIVATIVE, "XEUR", "OCASPS", "", "2026-01-12"),
        arguments(Ruling.EMIR_UNKNOWN, "XEUR", "FFSCSX", "", "2014-02-11"),
        arguments(Ruling.EMIR_UNKNOWN, "XEUR", "FFSCSX", "", ""),
        arguments(Ruling.EMIR_UNKNOWN, "XEUR", "", "", "2026-01-12"),
        arguments(Ruling.EMIR_UNKNOWN, "XEUR", "KXXXXX", "", "2026-01-12"),
        arguments(Ruling.EMIR_NO_DERIVATIVE, "XXXX", "IFXXXP", "", "2026-01-12"),
        arguments(Ruling.EMIR_NO_DERIVATIVE, "XXXX", "LRSTXX", "", "2026-01-12"),
        arguments(Ruling.UK_EMIR_DERIVATIVE, "IFEU", "FFSCSX", "", "2021-01-01"),
        arguments(Ruling.UK_EMIR_NO_DERIVATIVE, "XLON", "ESVUFR", "", "2021-01-01"),
        arguments(Ruling.UK_EMIR_TOO_EARLY, "IFEU", "FFSCSX", "", "2020-12-31"),
        arguments(Ruling.UK_EMIR_UNKNOWN, "IFEU", "FFSCSX", "", ""),
        arguments(Ruling.UK_EMIR_UNKNOWN, "IFEU", "", "", "2026-01-12"),
        arguments(Ruling.SFTR_FINANCING, "XXXX", "LRSTXX", "", "2021-01-11"),
        arguments(Ruling.SFTR_OUTRIGHT, "XPAR", "ESVUFR", "", "2026-01-12"),
        arguments(Ruling.SFTR_TOO_EARLY, "XXXX", "LRSTXX", "", "2020-07-10"),
        arguments(Ruling.SFTR_UNKNOWN, "XXXX", "LRSTXX", "", "2020-07-13"),
        arguments(Ruling.SFTR_UNKNOWN, "XXXX", "LRSTXX", "", "2021-01-10"),
        arguments(Ruling.SFTR_UNKNOWN, "XXXX", "LRSTXX", "", ""),
        arguments(Ruling.SFTR_UNKNOWN, "XXXX", "", "", "2026-01-12"),
        arguments(Ruling.UK_SFTR_FINANCING, "XXXX", "LRSTXX", "", "2021-01-01"),
        arguments(Ruling.UK_SFTR_OUTRIGHT, "XLON", "ESVUFR", "", "2026-01-12"),
        arguments(Ruling.UK_SFTR_TOO_EARLY, "XXXX", "LRSTXX", "", "2020-12-31"),
        arguments(Ruling.UK_SFTR_UNKNOWN, "XXXX", "LRSTXX", "", ""),
        arguments(Ruling.UK_SFTR_UNKNOWN, "XXXX", "", "", "2026-01-12"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void saysWhy(Ruling expected, String venue, String cfi, String isin, String date) {
    JsonObject ruling =
        ruling(
            expected.regime().name(),
            trade(venue, cfi, isin, date.isEmpty() ? "" : date + "T15:00:00Z"));

    assertThat(ruling.text("because")).contains(expected.because());
    assertThat(ruling.text("status")).contains(expected.status().name());
    assertThat(ruling.text("source")).contains(expected.source());
  }

  /** Those left out need market data, another currency or entity, or an event of a later time. */
  @Test
  void everyAnswerIsGivenToSomeTrade() {
    long ofLifeEvents =
        Stream.of(Ruling.values())
            .filter(ruling -> ruling.name().matches(".*_(LIFE_EVENT|NOVATION|EXERCISE)"))
            .count();
    assertThat(answers().map(arguments -> arguments.get()[0]).distinct())
        .hasSize((int) (Ruling.values().length - 5 - ofLifeEvents))
        .doesNotContain(
            Ruling.MIFIR_LISTED,
            Ruling.UK_MIFIR_LISTED,
            Ruling.MIFIR_OTHER_ENTITY,
            Ruling.UK_MIFIR_OTHER_ENTITY,
            Ruling.TRACE_OTHER_CURRENCY);
  }

  @Test
  void asksNoTraceForADebtInAnotherCurrencyAndDoesNotKnowWithoutOne() {
    JsonObject.Builder euro = JsonObject.builder();
    JsonObject.Builder unknown = JsonObject.builder();
    trade("XOFF", "DBFUFB", "US0378331005", "2026-01-12T15:00:00Z")
        .forEach(
            (name, value) -> {
              if (name.equals("currency")) {
                euro.put(name, "EUR");
              } else {
                euro.put(name, value);
                unknown.put(name, value);
              }
            });

    assertThat(ruling("TRACE", euro.build()).text("because"))
        .contains(Ruling.TRACE_OTHER_CURRENCY.because());
    assertThat(ruling("TRACE", unknown.build()).text("because"))
        .contains(Ruling.TRACE_UNKNOWN.because());
  }

  /** Each regulated market, multilateral or organised trading facility that ISO 10383 has. */
  @Test
  void knowsTheTradingVenuesOfEachCountryOfTheEeaAndOfTheUk() {
    Set<String> eea =
        Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
            "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE",
            "SI", "SK");
    List<Venue> venues =
        Venues.all().stream()
            .filter(venue -> Set.of("RMKT", "MLTF", "OTFS").contains(venue.category()))
            .toList();

    assertThat(venues).extracting(Venue::country).containsAll(eea);
    assertThat(venues)
        .allSatisfy(
            venue -> {
              JsonObject trade = trade(venue.mic(), "ESVUFR", null, "2026-01-12T15:00:00Z");
              assertThat(ruling("MIFIR", trade).text("status"))
                  .contains(eea.contains(venue.country()) ? "REQUIRED" : "UNDETERMINED");
              assertThat(ruling("UK_MIFIR", trade).text("status"))
                  .contains(venue.country().equals("GB") ? "REQUIRED" : "UNDETERMINED");
            });
  }

  @ParameterizedTest
  @CsvSource({
    // left without a category by ISO 10383, its segments too
    "XETR, REQUIRED",
    "XETA, REQUIRED",
    "XFRA, REQUIRED",
    "XWBO, REQUIRED",
    "XDUB, REQUIRED",
    "XMIL, REQUIRED",
    "BMEX, REQUIRED",
    // without a category, as its operator, and no regulated market
    "XVTX, UNDETERMINED",
    // a segment has the category of its operator where it has none, and not where it has its own
    "XETF, REQUIRED",
    "XAPA, UNDETERMINED",
  })
  void knowsTheMarketsThatTheRegistryLeavesWithoutACategory(String venue, String status) {
    assertThat(ruling("MIFIR", trade(venue, "ESVUFR", null, "2026-01-12T15:00:00Z")).text("status"))
        .contains(status);
  }

  @ParameterizedTest
  @CsvSource({
    // 2026-01-12 is a Monday; the close of Tuesday comes first in Athens
    "MIFIR, XPAR, ESVUFR, 2026-01-12T15:00:00Z, 2026-01-13T22:00:00Z",
    "MIFIR, XPAR, ESVUFR, 2026-01-16T15:00:00Z, 2026-01-19T22:00:00Z",
    // already Tuesday in Athens, still Monday in Reykjavik
    "MIFIR, XPAR, ESVUFR, 2026-01-12T22:30:00Z, 2026-01-14T00:00:00Z",
    "UK_MIFIR, XLON, ESVUFR, 2026-07-10T15:00:00Z, 2026-07-13T23:00:00Z",
    "EMIR, XEUR, FFSCSX, 2026-07-10T15:00:00Z, 2026-07-13T21:00:00Z",
    // 16:15 New York ends the trading day of CAT; Monday 19 January is a holiday
    "CAT, XNYS, ESVUFR, 2026-01-12T15:00:00Z, 2026-01-13T13:00:00Z",
    "CAT, XNYS, ESVUFR, 2026-01-12T21:15:00Z, 2026-01-13T13:00:00Z",
    "CAT, XNYS, ESVUFR, 2026-01-12T21:15:01Z, 2026-01-14T13:00:00Z",
    "CAT, XNYS, ESVUFR, 2026-01-16T15:00:00Z, 2026-01-20T13:00:00Z",
    "CAT, XNYS, ESVUFR, 2026-01-16T22:00:00Z, 2026-01-21T13:00:00Z",
    "CAT, XNYS, ESVUFR, 2026-07-06T15:00:00Z, 2026-07-07T12:00:00Z",
    // Thanksgiving is a holiday, and the day after it a trading day that closes early
    "CAT, XNYS, ESVUFR, 2025-11-26T15:00:00Z, 2025-11-28T13:00:00Z",
    "CAT, XNYS, ESVUFR, 2031-01-13T15:00:00Z, ",
    "TRACE, XOFF, DBFUFB, 2026-01-12T15:00:00Z, 2026-01-12T15:15:00Z",
    "TRACE, XOFF, DBFUFB, 2026-01-12T23:14:59Z, 2026-01-12T23:29:59Z",
    "TRACE, XOFF, DBFUFB, 2026-01-12T23:15:00Z, ",
    "TRACE, XOFF, DBFUFB, 2026-01-12T13:00:00Z, 2026-01-12T13:15:00Z",
    "TRACE, XOFF, DBFUFB, 2026-01-12T12:59:59Z, ",
    "TRACE, XOFF, DBFUFB, 2026-01-12T23:30:00Z, ",
    "TRACE, XOFF, DBFTFB, 2026-01-12T15:00:00Z, ",
  })
  void saysByWhenToReport(
      String regime, String venue, String cfi, String executedAt, @Nullable Instant deadline) {
    JsonObject ruling = ruling(regime, trade(venue, cfi, "US0378331005", executedAt));

    assertThat(ruling.text("status")).contains("REQUIRED");
    assertThat(ruling.text("deadline").map(Instant::parse))
        .isEqualTo(Optional.ofNullable(deadline));
  }

  @Test
  void takesAnotherExecutingEntityForAnotherFirmsTrade() {
    JsonObject own =
        trade("XPAR", "ESVUFR", "FR0000120271", "2026-01-12T15:00:00Z", "executingEntity", LEI);
    JsonObject other =
        trade(
            "XPAR",
            "ESVUFR",
            "FR0000120271",
            "2026-01-12T15:00:00Z",
            "executingEntity",
            "529900T8BM49AURSDO55");

    assertThat(ruling("MIFIR", own).text("status")).contains("REQUIRED");
    assertThat(ruling("MIFIR", other).text("status")).contains("UNDETERMINED");
    assertThat(ruling("UK_MIFIR", other).text("status")).contains("UNDETERMINED");
  }

  @Test
  void rulesOnEachRegimeOfTheProfileAndOnNoOther() {
    JsonObject trade = trade("XNYS", "ESVUFR", "US0378331005", "2026-01-12T15:00:00Z");
    FirmProfile broker = new FirmProfile(Set.of(Regime.CAT, Regime.TRACE), Set.of());

    assertThat(regimes(trade, Optional.of(EVERYTHING))).hasSize(Regime.values().length);
    assertThat(regimes(trade, Optional.of(broker)))
        .extracting(r -> r.text("regime").orElseThrow() + " " + r.text("status").orElseThrow())
        .containsExactly("CAT REQUIRED", "TRACE NOT_REQUIRED");
    assertThat(regimes(trade, Optional.of(new FirmProfile(Set.of(), Set.of())))).isEmpty();
  }

  @Test
  void isUndeterminedWithoutAProfileUnlessTheTradeRulesTheRegimeOut() {
    assertThat(
            regimes(
                trade("XNYS", "ESVUFR", "US0378331005", "2026-01-12T15:00:00Z"), Optional.empty()))
        .allMatch(r -> r.text("status").equals(Optional.of("UNDETERMINED")))
        .extracting(r -> r.text("regime").orElseThrow())
        .containsExactly("MIFIR", "UK_MIFIR", "CAT");
    assertThat(regimes(JsonObject.empty(), Optional.empty())).hasSize(Regime.values().length);
  }

  @ParameterizedTest
  @CsvSource({
    "XNAS XETR, REQUIRED, UNDETERMINED",
    "XNAS XLON, UNDETERMINED, REQUIRED",
    "XNAS ZZZZ XTXE, UNDETERMINED, UNDETERMINED",
  })
  void asksForVenuesThatTradeTheInstrumentWhereMarketDataNameThem(
      String listing, String mifir, String ukMifir) {
    MarketDataAnswer found =
        new MarketDataAnswer.Found(
            BigDecimal.ONE,
            BigDecimal.ONE,
            Instant.parse("2026-01-12T14:29:58Z"),
            new SecurityMaster(Optional.empty(), Optional.empty(), List.of(listing.split(" ", -1))),
            Optional.empty());
    JsonObject enrichment =
        enricher.enrich(
            event(trade("XNAS", "ESVUFR", "US0378331005", "2026-01-12T15:00:00Z")),
            Optional.of(found),
            settings(new FirmProfile(Set.of(Regime.MIFIR, Regime.UK_MIFIR), Set.of())));

    assertThat(((JsonArray) Objects.requireNonNull(enrichment.get("regimes"))).values())
        .extracting(r -> r.asObject().orElseThrow().text("status").orElseThrow())
        .containsExactly(mifir, ukMifir);
  }

  @ParameterizedTest
  @CsvSource({
    // EMIR wants what became of a derivative, by the day after it
    "TERMINATION, FFSCSX, EMIR, REQUIRED",
    "ALLOCATION, SRCCSP, UK_EMIR, REQUIRED",
    "TERMINATION, ESVUFR, EMIR, NOT_REQUIRED",
    "TERMINATION, XXXXXX, EMIR, UNDETERMINED",
    "TERMINATION, XXXXXX, UK_EMIR, UNDETERMINED",
    // MiFIR wants transactions
    "EXERCISE, OCASPS, MIFIR, NOT_REQUIRED",
    "EXERCISE, XXXXXX, UK_MIFIR, NOT_REQUIRED",
    "NOVATION, SRCCSP, MIFIR, NOT_REQUIRED",
    "NOVATION, SRCCSP, UK_MIFIR, NOT_REQUIRED",
    "NOVATION, ESVUFR, MIFIR, UNDETERMINED",
    "NOVATION, ESVUFR, UK_MIFIR, UNDETERMINED",
    "ALLOCATION, ESVUFR, MIFIR, UNDETERMINED",
    "GIVE_UP, FFSCSX, UK_MIFIR, UNDETERMINED",
    "ALLOCATION, ESVUFR, CAT, UNDETERMINED",
    "ALLOCATION, FFSCSX, CAT, NOT_REQUIRED",
    "TERMINATION, DBFUFB, TRACE, UNDETERMINED",
    "TERMINATION, ESVUFR, TRACE, NOT_REQUIRED",
    "TERMINATION, ESVUFR, SFTR, NOT_REQUIRED"
  })
  void rulesOnWhatBecameOfATradeAndNotOnTheTrade(
      String type, String cfi, String regime, String status) {
    JsonObject ruling = ofLifeEvent(type, cfi, "XPAR", Regime.valueOf(regime));

    assertThat(ruling.text("status")).contains(status);
    assertThat(ruling.has("deadline")).isEqualTo(status.equals("REQUIRED"));
  }

  @ParameterizedTest
  @CsvSource({
    "ALLOCATION, ESVUFR, XPAR, MIFIR_LIFE_EVENT",
    "TERMINATION, ESVUFR, XLON, UK_MIFIR_LIFE_EVENT",
    "ALLOCATION, ESVUFR, XNYS, CAT_LIFE_EVENT",
    "TERMINATION, DBFUFB, XOFF, TRACE_LIFE_EVENT",
    "TERMINATION, FFSCSX, XEUR, EMIR_LIFE_EVENT",
    "NOVATION, SRCCSP, XXXX, UK_EMIR_LIFE_EVENT"
  })
  void saysWhyOfALifeEventWhereTheTradeItselfWouldHaveAnotherAnswer(
      String type, String cfi, String venue, Ruling expected) {
    JsonObject ruling = ofLifeEvent(type, cfi, venue, expected.regime());

    assertThat(ruling.text("because")).contains(expected.because());
    assertThat(ruling.text("status")).contains(expected.status().name());
    assertThat(ruling.text("source")).contains(expected.source());
  }

  @Test
  void aFirmWithoutLeisIsNotAskedWhoseTradeItIs() {
    JsonObject trade =
        trade(
            "XPAR",
            "ESVUFR",
            "FR0000120271",
            "2026-01-12T15:00:00Z",
            "executingEntity",
            "529900G3SW56SHYNPR95");

    assertThat(ruling("MIFIR", trade).text("status")).contains("UNDETERMINED");
    assertThat(
            regimes(trade, Optional.of(new FirmProfile(Set.of(Regime.MIFIR), Set.of())))
                .getFirst()
                .text("status"))
        .contains("REQUIRED");
  }

  @Test
  void whatBecameOfADerivativeIsDueByTheDayAfterItAndNotAfterTheTrade() {
    assertThat(ofLifeEvent("TERMINATION", "FFSCSX", "XEUR", Regime.EMIR).text("deadline"))
        .hasValueSatisfying(deadline -> assertThat(deadline).startsWith("2026-06-11T"));
  }

  private JsonObject ofLifeEvent(String type, String cfi, String venue, Regime regime) {
    JsonObject trade =
        JsonObject.builder()
            .put("eventType", type)
            .put("timestamp", "2026-06-10T10:00:00Z")
            .put("executedAt", "2026-01-12T10:00:00Z")
            .put("venue", venue)
            .put("instrument", JsonObject.builder().put("cfi", cfi).build())
            .build();
    JsonObject enrichment =
        enricher.enrich(
            event(trade), Optional.empty(), settings(new FirmProfile(Set.of(regime), Set.of())));
    return ((JsonArray) Objects.requireNonNull(enrichment.get("regimes")))
        .values()
        .getFirst()
        .asObject()
        .orElseThrow();
  }

  /** Which law was in force: that of the event where it does not have the trade's time. */
  @Test
  void aLifeEventWithoutTheTimeOfItsTradeIsRuledOnByItsOwn() {
    JsonObject termination =
        JsonObject.builder()
            .put("eventType", "TERMINATION")
            .put("timestamp", "2026-06-10T10:00:00Z")
            .put("instrument", JsonObject.builder().put("cfi", "FFSCSX").build())
            .build();

    assertThat(ruling("EMIR", termination).text("status")).contains("REQUIRED");
    assertThat(ruling("UK_EMIR", termination).text("status")).contains("REQUIRED");
  }

  /** An evening session of the day before the law applied. */
  @Test
  void theTradeDateDecidesWhichLawWasInForceAndNotTheTime() {
    JsonObject trade =
        trade(
            "XOFF", "ESVUFR", "FR0000120271", "2018-01-02T23:30:00Z", "tradingDate", "2018-01-03");

    assertThat(ruling("MIFIR", trade).text("status")).contains("UNDETERMINED");
    assertThat(
            ruling("MIFIR", trade("XOFF", "ESVUFR", "FR0000120271", "2018-01-02T23:30:00Z"))
                .text("status"))
        .contains("NOT_REQUIRED");
  }

  /** It need not have the terms of the trade: they are on record with its NEW. */
  @Test
  void aLifeEventAloneIsUndeterminedAndHasNoGaps() {
    JsonObject termination =
        JsonObject.builder()
            .put("eventType", "TERMINATION")
            .put("timestamp", "2026-06-10T10:00:00Z")
            .build();
    JsonObject enrichment =
        enricher.enrich(event(termination), Optional.empty(), settings(EVERYTHING));

    assertThat(enrichment.get("gaps")).isEqualTo(new JsonArray(List.of()));
    assertThat(((JsonArray) Objects.requireNonNull(enrichment.get("regimes"))).values())
        .hasSize(Regime.values().length)
        .allSatisfy(
            ruling ->
                assertThat(ruling.asObject().orElseThrow().text("status"))
                    .contains("UNDETERMINED"));
    assertThat(enricher.marketDataQuery(event(termination))).isEmpty();
  }

  @Test
  void rulesOnNothingOfACancel() {
    JsonObject cancel = JsonObject.builder().put("eventType", "CANCEL").build();

    assertThat(
            enricher.enrich(event(cancel), Optional.empty(), settings(EVERYTHING)).has("regimes"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "XASE", "ARCX", "XCHI", "XCIS", "AMXO", "ARCO", "XNGS", "XNMS", "XNCM", "XBOS", "XPSX",
        "XPHL", "XNDQ", "XBXO", "XPHO", "BATS", "BATY", "EDGA", "EDGX", "BATO", "EDGO", "C2OX",
        "IEXG", "MEMX", "MXOP", "LTSE", "24EQ", "24DX", "TXSE", "TXSD", "XBOX", "EPRL", "MPRL",
        "EMLD", "XMIO", "SPHR", "XISX", "GMNI", "MCRY", "BYXD", "ARCD"
      })
  void knowsExchangesAndTheirDarkBooksByTheirOperator(String mic) {
    assertThat(UsMarkets.isExchange(Venues.find(mic).orElseThrow())).isTrue();
  }

  @Test
  void namesOnlyOperatorsThatIso10383Has() {
    assertThat(UsMarkets.all())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            market ->
                assertThat(Venues.find(market.operatingMic()).orElseThrow().operatingMic())
                    .isEqualTo(market.operatingMic()));
  }

  private JsonObject ruling(String regime, JsonObject trade) {
    return regimes(trade, Optional.of(EVERYTHING)).stream()
        .filter(r -> r.text("regime").equals(Optional.of(regime)))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonObject> regimes(JsonObject trade, Optional<FirmProfile> profile) {
    JsonObject enrichment =
        enricher.enrich(
            event(trade),
            Optional.empty(),
            profile.map(RegimesTest::settings).orElseGet(Settings::defaults));
    List<JsonObject> regimes = new ArrayList<>();
    for (Json each : ((JsonArray) Objects.requireNonNull(enrichment.get("regimes"))).values()) {
      regimes.add(each.asObject().orElseThrow());
    }
    return regimes;
  }

  private static Settings settings(FirmProfile profile) {
    return Settings.defaults().withFirmProfile(profile);
  }

  private static TradeEvent event(JsonObject trade) {
    return TradeEvent.of(JsonObject.builder().put("detail", trade).build());
  }

  private static JsonObject trade(
      String venue, String cfi, @Nullable String isin, String executedAt, String... more) {
    JsonObject.Builder instrument = JsonObject.builder();
    if (!cfi.isEmpty()) {
      instrument.put("cfi", cfi);
    }
    if (isin != null && !isin.isEmpty()) {
      instrument.put("isin", isin);
    }
    JsonObject.Builder trade =
        JsonObject.builder()
            .put("venue", venue)
            .put("executedAt", executedAt)
            .put("currency", "USD")
            .put("instrument", instrument.build());
    for (int i = 0; i < more.length; i += 2) {
      trade.put(more[i], more[i + 1]);
    }
    return trade.build();
  }
}
