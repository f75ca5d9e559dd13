package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.calendar.TradingCalendars;
import io.tradeprocessing.common.reference.ReferenceData;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** On fixed days: the calendar on the wall must not fail a build. */
class VersionsTest {

  private static final String MARK = "; older than 400 days";

  @Test
  void everyListIsPrintedWithItsSourceAndDate() {
    assertThat(Cli.run("--version").lines())
        .hasSize(1 + ReferenceData.sources().size() + 1)
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "  venues \\(ISO 10383 .*\\) as of 20[0-9-]{8}, from crate"
                            + " iso10383-static [0-9.]+.*"))
        .anySatisfy(line -> assertThat(line).startsWith("  calendars "));
  }

  @Test
  void aListIsMarkedFromItsFourHundredAndFirstDay() {
    LocalDate listed = TradingCalendars.AS_OF;

    assertThat(calendars(listed.plusDays(400))).doesNotContain(MARK);
    assertThat(calendars(listed.plusDays(401))).endsWith(MARK);
  }

  @Test
  void listsOfAllSourcesAreMarked() {
    assertThat(Trades.Versions.lines(LocalDate.of(2100, 1, 1)).stream().skip(1))
        .allMatch(line -> line.endsWith(MARK));
    assertThat(Trades.Versions.lines(LocalDate.of(2021, 5, 7)))
        .noneMatch(line -> line.contains(MARK));
  }

  private static String calendars(LocalDate today) {
    return Trades.Versions.lines(today).getLast();
  }
}
