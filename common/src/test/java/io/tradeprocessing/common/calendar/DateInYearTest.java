package io.tradeprocessing.common.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DateInYearTest {

  /** Dates of the U.S. Census Bureau's table of Easter Sundays, with its earliest and latest. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1818-03-22",
        "1943-04-25",
        "1954-04-18",
        "1981-04-19",
        "1990-04-15",
        "2000-04-23",
        "2008-03-23",
        "2011-04-24",
        "2018-04-01",
        "2024-03-31",
        "2026-04-05",
        "2038-04-25",
        "2049-04-18",
        "2076-04-19"
      })
  void findsEaster(LocalDate easter) {
    assertThat(DateInYear.easterSunday(easter.getYear())).isEqualTo(easter);
  }

  @Test
  void findsWeekdaysOfAMonth() {
    assertThat(DateInYear.nth(4, DayOfWeek.THURSDAY, Month.NOVEMBER).in(2026))
        .isEqualTo("2026-11-26");
    assertThat(DateInYear.last(DayOfWeek.MONDAY, Month.MAY).in(2027)).isEqualTo("2027-05-31");
  }
}
