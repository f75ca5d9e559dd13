package io.tradeprocessing.common.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.reference.Venue;
import io.tradeprocessing.common.reference.Venues;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionDatesTest {

  private static final Optional<LocalDate> NOT_STATED = Optional.empty();

  /** Times are UTC. */
  @ParameterizedTest
  @CsvSource({
    // 2026-01-12 is a Monday. Chicago is at UTC-6: 16:59 and 17:00.
    "XCME, 2026-01-12T22:59:59Z, 2026-01-12",
    "XCME, 2026-01-12T23:00:00Z, 2026-01-13",
    "XCBT, 2026-01-13T05:30:00Z, 2026-01-13",
    "XCEC, 2026-01-13T03:30:00Z, 2026-01-13",
    "XNYM, 2026-01-11T23:00:00Z, 2026-01-12",
    // Labor Day 2003: Sunday evening, Monday, Monday evening
    "XCME, 2003-08-31T22:30:00Z, 2003-09-02",
    "XCME, 2003-09-01T15:00:00Z, 2003-09-02",
    "XCME, 2003-09-01T22:30:00Z, 2003-09-02",
    // Martin Luther King, Jr. Day 2006
    "XCME, 2006-01-15T23:00:00Z, 2006-01-17",
    // Independence Day 2013, a Thursday
    "XCME, 2013-07-04T22:00:00Z, 2013-07-05",
    // Blue Ocean: New York is at UTC-5
    "OCEA, 2025-02-11T01:00:00Z, 2025-02-11",
    "OCEA, 2025-02-11T08:59:00Z, 2025-02-11",
    "OCEA, 2025-02-10T01:00:00Z, 2025-02-10",
    // 24X: today's hours, and the overnight session that it has filed for
    "24EQ, 2026-01-13T00:59:00Z, 2026-01-12",
    "24EQ, 2026-01-13T02:00:00Z, 2026-01-13",
    // Cboe's global trading hours, and its equities exchange
    "XCBO, 2026-01-13T01:15:00Z, 2026-01-13",
    "XCBO, 2026-01-12T15:00:00Z, 2026-01-12",
    "EDGX, 2026-01-13T00:30:00Z, 2026-01-12",
    // post-market
    "XNAS, 2026-01-13T00:59:00Z, 2026-01-12",
    "XLON, 2026-01-12T16:00:00Z, 2026-01-12",
    "XTKS, 2026-01-12T23:30:00Z, 2026-01-13",
    "XOSE, 2026-01-13T01:00:00Z, 2026-01-13",
  })
  void datesATradeByItsSession(String mic, Instant executedAt, LocalDate date) {
    assertThat(SessionDates.of(venue(mic), executedAt, NOT_STATED)).contains(date);
  }

  @ParameterizedTest
  @CsvSource({
    "XOFF, 2026-01-12T15:00:00Z",
    "XXXX, 2026-01-12T15:00:00Z",
    // Friday evening to Sunday afternoon
    "XCME, 2026-01-09T23:00:00Z",
    "XCME, 2026-01-11T22:59:00Z",
    // the evening before Good Friday, and the day itself
    "XCME, 2026-04-02T22:30:00Z",
    "XCME, 2026-04-03T14:00:00Z",
    // 24X between 20:00 and 21:00; Friday evening; the evening before Labor Day
    "24EQ, 2026-01-13T01:30:00Z",
    "OCEA, 2025-02-15T01:00:00Z",
    "OCEA, 2026-09-07T00:30:00Z",
    "XOSE, 2026-01-12T10:00:00Z",
    "XHKF, 2026-01-12T10:00:00Z",
    "XSFE, 2026-01-12T10:00:00Z",
  })
  void doesNotGuessTheDateOfASession(String mic, Instant executedAt) {
    assertThat(SessionDates.of(venue(mic), executedAt, NOT_STATED)).isEmpty();
  }

  @Test
  void takesTheDateThatTheSourceStates() {
    LocalDate stated = LocalDate.of(2026, 1, 13);
    Instant evening = Instant.parse("2026-01-12T10:00:00Z");
    for (String mic : new String[] {"XOFF", "XOSE", "XNYS", "XCME"}) {
      assertThat(SessionDates.of(venue(mic), evening, Optional.of(stated))).contains(stated);
    }
  }

  @Property(tries = 500)
  void aSessionOfCmeEndsOnItsTradeDateOrRunsIntoAHoliday(
      @ForAll @IntRange(min = 0, max = 5_000) int day,
      @ForAll @IntRange(min = 0, max = 24 * 60 - 1) int minute) {
    ZoneId chicago = ZoneId.of("America/Chicago");
    LocalDate local = LocalDate.of(2015, 1, 1).plusDays(day);
    LocalTime time = LocalTime.of(minute / 60, minute % 60);
    Instant executedAt = local.atTime(time).atZone(chicago).toInstant();
    // The hour that the clocks skip does not exist.
    LocalDate actual = executedAt.atZone(chicago).toLocalDate();

    SessionDates.of(venue("XCME"), executedAt, NOT_STATED)
        .ifPresent(
            date -> {
              assertThat(date.getDayOfWeek().getValue()).isLessThanOrEqualTo(5);
              assertThat(date).isBetween(actual, actual.plusDays(5));
              assertThat(date.equals(actual)).isEqualTo(minute < 17 * 60 && !holiday(actual));
            });
  }

  private static boolean holiday(LocalDate date) {
    return Holiday.weekdays(UnitedStates.exchangeHolidays(), date.getYear()).containsKey(date);
  }

  private static Venue venue(String mic) {
    return Venues.find(mic).orElseThrow();
  }
}
