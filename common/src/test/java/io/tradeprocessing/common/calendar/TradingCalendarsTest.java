package io.tradeprocessing.common.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.calendar.TradingDay.Closed;
import io.tradeprocessing.common.calendar.TradingDay.EarlyClose;
import io.tradeprocessing.common.calendar.TradingDay.Open;
import io.tradeprocessing.common.calendar.TradingDay.Unknown;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingCalendarsTest {

  @ParameterizedTest
  @ValueSource(strings = {"XNYS", "XNAS", "XLON", "XPAR", "XETR"})
  void agreesWithAnIndependentCalendarOnEveryDay(String mic) throws IOException {
    TradingCalendar calendar = calendar(mic);
    Map<LocalDate, String> expected = independentCalendar(mic);
    assertThat(expected).hasSizeGreaterThan(70);

    Map<LocalDate, String> differences = new HashMap<>();
    for (LocalDate date = LocalDate.of(2018, 1, 1);
        date.isBefore(LocalDate.of(2031, 1, 1));
        date = date.plusDays(1)) {
      String theirs = expected.getOrDefault(date, weekday(date) ? "OPEN" : "CLOSED");
      String ours = state(calendar.day(date));
      if (!ours.equals(theirs)) {
        differences.put(date, "ours " + ours + ", theirs " + theirs);
      }
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "XNYS, 2018-12-05, National Day of Mourning for President Bush",
    "XNAS, 2025-01-09, National Day of Mourning for President Carter",
    "XNYS, 2022-06-20, Juneteenth",
    "XNYS, 2027-06-18, Juneteenth",
    "XLON, 2020-05-08, Early May bank holiday",
    "XLON, 2022-06-02, Spring bank holiday",
    "XLON, 2022-06-03, Platinum Jubilee bank holiday",
    "XLON, 2022-09-19, Bank holiday for the State Funeral of Queen Elizabeth II",
    "XLON, 2023-05-08, Bank holiday for the Coronation of King Charles III",
    "XLON, 2021-12-27, Christmas Day",
    "XLON, 2021-12-28, Boxing Day",
    "XPAR, 2025-05-01, Labour Day",
    "XETR, 2021-05-24, Whit Monday",
    "XETR, 2025-12-24, Christmas Eve",
    "XETR, 2026-11-22, Sunday",
  })
  void namesTheReasonOfAClosing(String mic, LocalDate date, String because) {
    assertThat(calendar(mic).day(date)).isEqualTo(new Closed(because));
  }

  @ParameterizedTest
  @CsvSource({
    "XNYS, 2021-06-18", // the Juneteenth law was a day old
    "XNYS, 2021-12-31", // a New Year's Day on Saturday closes nothing
    "XNYS, 2024-10-14", // Columbus Day
    "XNYS, 2024-11-11", // Veterans Day
    "XLON, 2020-05-04", // the holiday moved to VE Day
    "XLON, 2022-05-30", // the holiday moved to the jubilee
    "XPAR, 2025-07-14", // Bastille Day
    "XPAR, 2022-12-23", // 24 December was a Saturday
    "XETR, 2022-06-06", // Whit Monday, traded since 2022
  })
  void isOpenAllDayWhereOthersKeepAHoliday(String mic, LocalDate date) {
    assertThat(calendar(mic).day(date)).isInstanceOf(Open.class);
  }

  @Test
  void tellsHoursInTheExchangesOwnTime() {
    assertThat(calendar("XNYS").day(LocalDate.of(2026, 11, 24)))
        .isEqualTo(new Open(LocalTime.of(9, 30), LocalTime.of(16, 0)));
    assertThat(calendar("XNYS").zone().getId()).isEqualTo("America/New_York");
    assertThat(calendar("XLON").day(LocalDate.of(2023, 12, 22)))
        .isEqualTo(new EarlyClose(LocalTime.of(8, 0), LocalTime.of(12, 30), "Christmas Eve"));
  }

  @Test
  void isUnknownOutsideOfTheYearsItCovers() {
    TradingCalendar calendar = calendar("XPAR");
    Unknown unknown = new Unknown(LocalDate.of(2018, 1, 1), LocalDate.of(2030, 12, 31));
    assertThat(calendar.day(LocalDate.of(2017, 12, 30))).isEqualTo(unknown);
    assertThat(calendar.day(LocalDate.of(2031, 1, 1))).isEqualTo(unknown);
    assertThat(calendar.announcedThrough()).isBetween(calendar.first(), calendar.last());
  }

  @Test
  void hasNoCalendarForAnotherVenue() {
    assertThat(TradingCalendars.of("XTKS")).isEmpty();
    assertThat(TradingCalendars.of("XOFF")).isEmpty();
  }

  private static TradingCalendar calendar(String mic) {
    TradingCalendar calendar = TradingCalendars.of(mic).orElseThrow();
    assertThat(calendar.mic()).isEqualTo(mic);
    return calendar;
  }

  private static String state(TradingDay day) {
    return switch (day) {
      case Open _ -> "OPEN";
      case EarlyClose early -> early.closes().toString();
      case Closed _ -> "CLOSED";
      case Unknown _ -> "UNKNOWN";
    };
  }

  private static boolean weekday(LocalDate date) {
    return date.getDayOfWeek().getValue() <= 5;
  }

  private static Map<LocalDate, String> independentCalendar(String mic) throws IOException {
    try (InputStream in =
            Objects.requireNonNull(
                TradingCalendarsTest.class.getResourceAsStream(
                    "/calendars/exchange_calendars.csv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Map<LocalDate, String> states = new HashMap<>();
      for (String line : lines.lines().toList()) {
        if (line.startsWith(mic + ",")) {
          states.put(LocalDate.parse(line.substring(5, 15)), line.substring(16));
        }
      }
      return states;
    }
  }
}
