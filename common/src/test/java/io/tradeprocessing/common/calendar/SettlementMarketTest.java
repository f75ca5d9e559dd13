package io.tradeprocessing.common.calendar;

import static io.tradeprocessing.common.calendar.SettlementMarket.CH;
import static io.tradeprocessing.common.calendar.SettlementMarket.DE;
import static io.tradeprocessing.common.calendar.SettlementMarket.ES;
import static io.tradeprocessing.common.calendar.SettlementMarket.EU;
import static io.tradeprocessing.common.calendar.SettlementMarket.NO;
import static io.tradeprocessing.common.calendar.SettlementMarket.SE;
import static io.tradeprocessing.common.calendar.SettlementMarket.T2S;
import static io.tradeprocessing.common.calendar.SettlementMarket.UK;
import static io.tradeprocessing.common.calendar.SettlementMarket.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementMarketTest {

  /** Trade date and settlement date as the NASD published them, by Notice to Members. */
  @ParameterizedTest(name = "{2}: {0} settles {1}")
  @CsvSource({
    // T+5
    "1992-11-02, 1992-11-09, 92-54",
    "1992-11-03, 1992-11-10, 92-54",
    "1992-11-04, 1992-11-12, 92-54",
    "1992-11-05, 1992-11-13, 92-54",
    "1992-11-06, 1992-11-16, 92-54",
    "1992-11-09, 1992-11-17, 92-54",
    "1992-11-10, 1992-11-18, 92-54",
    "1992-11-11, 1992-11-18, 92-54",
    "1992-11-12, 1992-11-19, 92-54",
    "1992-11-19, 1992-11-27, 92-54",
    "1992-11-25, 1992-12-03, 92-54",
    "1992-11-27, 1992-12-04, 92-54",
    "1994-06-24, 1994-07-01, 94-49",
    "1994-06-27, 1994-07-05, 94-49",
    "1994-07-01, 1994-07-11, 94-49",
    // T+3
    "1995-10-04, 1995-10-10, 95-77",
    "1995-10-05, 1995-10-11, 95-77",
    "1995-10-06, 1995-10-12, 95-77",
    "1995-10-09, 1995-10-12, 95-77",
    "1995-10-10, 1995-10-13, 95-77",
    "1998-01-13, 1998-01-16, 97-93",
    "1998-01-14, 1998-01-20, 97-93",
    "1998-02-13, 1998-02-19, 97-93",
    "1998-04-06, 1998-04-09, 97-93",
    "1998-04-07, 1998-04-13, 97-93",
    "1998-04-09, 1998-04-15, 97-93",
    "1998-05-22, 1998-05-28, 97-93",
    "1999-10-07, 1999-10-13, 99-83",
    "1999-10-08, 1999-10-14, 99-83",
    "1999-10-11, 1999-10-14, 99-83",
    "1999-12-21, 1999-12-27, 99-94",
    "1999-12-23, 1999-12-29, 99-94",
    "2000-12-22, 2000-12-28, 00-82",
    "2000-12-27, 2001-01-02, 00-82",
  })
  void settlesAsTheNasdSchedulesSay(LocalDate tradeDate, LocalDate settles, String notice) {
    assertThat(date(US, tradeDate)).as(notice).isEqualTo(settles);
  }

  @ParameterizedTest
  @EnumSource(names = {"US", "UK", "EU", "DE", "ES", "T2S"})
  void agreesWithIndependentHolidaysOnEveryDay(SettlementMarket market) throws IOException {
    SettlementCalendar calendar = market.calendar();
    Set<LocalDate> holidays = independentHolidays(calendar.currency());
    assertThat(holidays).hasSizeGreaterThan(70);

    List<LocalDate> differences =
        calendar
            .first()
            .datesUntil(calendar.last().plusDays(1))
            .filter(
                day ->
                    (calendar.day(day) == SettlementDay.OPEN)
                        != (day.getDayOfWeek().getValue() <= 5 && !holidays.contains(day)))
            .toList();
    assertThat(differences).isEmpty();
  }

  /** Closed where exchange and banks are, unknown where they differ. */
  @ParameterizedTest
  @EnumSource(names = {"FI", "SE", "DK", "NO", "CH"})
  void agreesWithExchangeAndBanksOnEveryDay(SettlementMarket market) throws IOException {
    Map<LocalDate, SettlementDay> expected = nationalHolidays(market.name());
    assertThat(expected).hasSizeGreaterThan(140);

    List<LocalDate> differences =
        market
            .calendar()
            .first()
            .datesUntil(market.calendar().last().plusDays(1))
            .filter(day -> day.getDayOfWeek().getValue() <= 5)
            .filter(
                day ->
                    market.calendar().day(day)
                        != expected(market, day, expected.getOrDefault(day, SettlementDay.OPEN)))
            .toList();
    assertThat(differences).isEmpty();
  }

  /** Finnish securities settle in euro: closed on the days of T2, the other holidays in doubt. */
  private static SettlementDay expected(
      SettlementMarket market, LocalDate day, SettlementDay national) {
    if (market != SettlementMarket.FI) {
      return national;
    }
    if (EU.calendar().day(day) == SettlementDay.CLOSED) {
      return SettlementDay.CLOSED;
    }
    return national == SettlementDay.OPEN ? SettlementDay.OPEN : SettlementDay.UNKNOWN;
  }

  private static Map<LocalDate, SettlementDay> nationalHolidays(String country) throws IOException {
    Map<LocalDate, SettlementDay> days = new HashMap<>();
    for (String line : lines("/calendars/national_holidays.csv")) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(country)) {
        days.put(
            LocalDate.parse(cells[1]),
            cells[2].equals(cells[3]) ? SettlementDay.CLOSED : SettlementDay.UNKNOWN);
      }
    }
    return days;
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SettlementMarketTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static Set<LocalDate> independentHolidays(String currency) throws IOException {
    return lines("/calendars/settlement_holidays.csv").stream()
        .filter(line -> line.startsWith(currency + ","))
        .map(line -> LocalDate.parse(line.substring(4)))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({
    "1995-06-06, T+5",
    "1995-06-07, T+3",
    "2017-09-04, T+3",
    "2017-09-05, T+2",
    "2024-05-24, T+2",
    "2024-05-27, T+2",
    "2024-05-28, T+1",
  })
  void shortensTheUsCycleOnTheDatesOfTheSec(LocalDate tradeDate, String cycle) {
    assertThat(US.cycleOn(tradeDate).map(SettlementCycle::label)).contains(cycle);
  }

  @ParameterizedTest
  @EnumSource(names = {"EU", "UK", "DE", "ES", "T2S", "FI", "SE", "DK", "CH"})
  void shortensTheEuropeanCyclesInOctober2027(SettlementMarket market) {
    // both cohorts settle on one day
    assertThat(date(market, LocalDate.of(2027, 10, 8))).isEqualTo("2027-10-12");
    assertThat(date(market, LocalDate.of(2027, 10, 11))).isEqualTo("2027-10-12");
  }

  /** EuroCCP, 2014-06-11: trades of 3 and 6 October both settle on the 8th. */
  @ParameterizedTest
  @EnumSource(names = {"EU", "UK", "FI", "SE", "DK", "NO", "CH"})
  void shortenedTheEuropeanCyclesInOctober2014(SettlementMarket market) {
    assertThat(date(market, LocalDate.of(2014, 10, 3))).isEqualTo("2014-10-08");
    assertThat(date(market, LocalDate.of(2014, 10, 6))).isEqualTo("2014-10-08");
  }

  @Test
  void hasTPlus2InGermanyBeforeTheOthers() {
    assertThat(date(DE, LocalDate.of(2014, 10, 3))).isEqualTo("2014-10-07");
    assertThat(T2S.cycleOn(LocalDate.of(2014, 10, 3))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2016-09-28, T+3",
    "2016-09-29, ",
    "2016-09-30, ",
    "2016-10-03, T+2",
  })
  void leavesTheTwoDaysOfSpainUndetermined(LocalDate tradeDate, @Nullable String cycle) {
    assertThat(ES.cycleOn(tradeDate).map(SettlementCycle::label))
        .isEqualTo(Optional.ofNullable(cycle));
  }

  @Test
  void knowsNoCycleOfNorwayAfterTheOthersHaveMovedToTPlus1() {
    assertThat(NO.cycleOn(LocalDate.of(2027, 10, 8)).map(SettlementCycle::days)).contains(2);
    assertThat(NO.cycleOn(LocalDate.of(2027, 10, 11))).isEmpty();
  }

  @Test
  void givesNoDateThatDependsOnADayInDoubt() {
    // on 31 December the exchange in Zurich is closed and the banks are not
    assertThat(CH.settle(LocalDate.of(2025, 12, 29)).map(Settlement::date)).isEmpty();
    assertThat(CH.settle(LocalDate.of(2025, 12, 22)).map(Settlement::date)).isEmpty();
    assertThat(date(CH, LocalDate.of(2025, 12, 19))).isEqualTo("2025-12-23");
  }

  @Test
  void settlesBothCohortsOfAConversionOnOneDay() {
    assertThat(date(US, LocalDate.of(2017, 9, 1))).isEqualTo("2017-09-07");
    assertThat(date(US, LocalDate.of(2017, 9, 5))).isEqualTo("2017-09-07");
    assertThat(date(US, LocalDate.of(2024, 5, 24))).isEqualTo("2024-05-29");
    assertThat(date(US, LocalDate.of(2024, 5, 28))).isEqualTo("2024-05-29");
  }

  @ParameterizedTest
  @CsvSource({
    "2018-11-12, CLOSED", // Veterans Day on Sunday
    "2023-11-10, OPEN", // Veterans Day on Saturday
    "2024-10-14, CLOSED", // Columbus Day
    "2020-07-03, CLOSED", // exchanges closed for a Saturday, banks open
    "2021-06-18, OPEN",
    "2021-12-24, CLOSED",
    "2021-12-31, OPEN",
    "2025-04-18, CLOSED", // Good Friday
    "2018-12-05, OPEN", // days of mourning
    "2025-01-09, OPEN",
    "2012-10-29, OPEN", // Hurricane Sandy
    "1989-12-29, UNKNOWN",
    "2032-01-01, UNKNOWN",
  })
  void knowsTheDaysOnWhichUsTradesSettle(LocalDate date, SettlementDay expected) {
    assertThat(US.calendar().day(date)).isEqualTo(expected);
  }

  @Test
  void settlesInCrestOnAllButTheBankHolidaysOfEnglandAndWales() {
    assertThat(closedWeekdays(UK, 2020))
        .containsExactly(
            "2020-01-01",
            "2020-04-10",
            "2020-04-13",
            "2020-05-08",
            "2020-05-25",
            "2020-08-31",
            "2020-12-25",
            "2020-12-28");
    assertThat(closedWeekdays(UK, 2022))
        .containsExactly(
            "2022-01-03",
            "2022-04-15",
            "2022-04-18",
            "2022-05-02",
            "2022-06-02",
            "2022-06-03",
            "2022-08-29",
            "2022-09-19",
            "2022-12-26",
            "2022-12-27");
  }

  @Test
  void settlesInEuroOnAllButTheSixClosingDaysOfTarget() {
    assertThat(closedWeekdays(EU, 2025))
        .containsExactly(
            "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-01", "2025-12-25", "2025-12-26");
    // 24 and 31 December: no session on Xetra, but a settlement day
    assertThat(date(EU, LocalDate.of(2025, 12, 22))).isEqualTo("2025-12-24");
    assertThat(date(EU, LocalDate.of(2025, 12, 30))).isEqualTo("2026-01-02");
  }

  @Test
  void settlesOnTheDollarCalendarOf2029() {
    assertThat(closedWeekdays(US, 2029))
        .containsExactly(
            "2029-01-01",
            "2029-01-15",
            "2029-02-19",
            "2029-03-30",
            "2029-05-28",
            "2029-06-19",
            "2029-07-04",
            "2029-09-03",
            "2029-10-08",
            "2029-11-12",
            "2029-11-22",
            "2029-12-25");
  }

  @ParameterizedTest
  @EnumSource
  void namesTheSourceOfEveryRule(SettlementMarket market) {
    SettlementCycle cycle = market.cycleOn(LocalDate.of(2026, 1, 12)).orElseThrow();
    assertThat(cycle.source()).containsPattern("15c6-1|Article 5\\(2\\)|EuroCCP");
  }

  @Test
  void findsTheMarketOfACountryOnlyWhereItsRulesAreKnown() {
    assertThat(SettlementMarket.ofCountry("US")).contains(US);
    assertThat(SettlementMarket.ofCountry("GB")).contains(UK);
    assertThat(SettlementMarket.ofCountry("NL")).contains(EU);
    assertThat(SettlementMarket.ofCountry("SE")).contains(SE);
    assertThat(SettlementMarket.ofCountry("IE")).isEmpty();
    assertThat(SettlementMarket.ofCountry("JP")).isEmpty();
  }

  @Test
  void refusesToCountLessThanOneDay() {
    assertThatThrownBy(() -> EU.calendar().daysAfter(LocalDate.of(2026, 1, 5), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
  }

  @Test
  void countsNothingThatTheCalendarDoesNotCover() {
    assertThat(US.calendar().daysAfter(US.calendar().last(), 1)).isEmpty();
    assertThat(US.calendar().daysAfter(US.calendar().first().minusDays(1), 1)).isEmpty();
  }

  @Property
  void settlesOnASettlementDayWithAsManyDaysBetweenAsTheCycleSays(
      @ForAll SettlementMarket market, @ForAll("tradeDates") LocalDate tradeDate) {
    Optional<Settlement> settlement = market.settle(tradeDate);
    Assume.that(settlement.isPresent());
    SettlementCycle cycle = settlement.orElseThrow().cycle();
    LocalDate settles = settlement.orElseThrow().date();

    assertThat(market.calendar().day(settles)).isEqualTo(SettlementDay.OPEN);
    long settlementDays =
        tradeDate
            .plusDays(1)
            .datesUntil(settles.plusDays(1))
            .filter(day -> market.calendar().day(day) == SettlementDay.OPEN)
            .count();
    assertThat(settlementDays).isEqualTo(cycle.days());
  }

  @Provide
  Arbitrary<LocalDate> tradeDates() {
    return Arbitraries.longs()
        .between(LocalDate.of(2014, 10, 6).toEpochDay(), LocalDate.of(2030, 12, 31).toEpochDay())
        .map(LocalDate::ofEpochDay);
  }

  private static LocalDate date(SettlementMarket market, LocalDate tradeDate) {
    return market.settle(tradeDate).orElseThrow().date();
  }

  private static List<String> closedWeekdays(SettlementMarket market, int year) {
    List<String> days = new ArrayList<>();
    LocalDate.of(year, 1, 1)
        .datesUntil(LocalDate.of(year + 1, 1, 1))
        .filter(day -> day.getDayOfWeek().getValue() <= 5)
        .filter(day -> market.calendar().day(day) == SettlementDay.CLOSED)
        .forEach(day -> days.add(day.toString()));
    return days;
  }
}
