package io.tradeprocessing.common.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZoneDatesTest {

  static List<ZoneId> zones() {
    return Venues.all().stream().flatMap(venue -> venue.zone().stream()).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("zones")
  void isTheDateByTheOffsetInForce(ZoneId zone) {
    ZoneDates dates = ZoneDates.of(zone);
    Random random = new Random(383);
    for (int i = 0; i < 2_000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(-2_000_000_000L, 4_000_000_000L));

      assertThat(dates.at(time)).isEqualTo(LocalDate.ofInstant(time, zone));
    }
  }

  @Test
  void theSecondsAroundAChangeOfOffsetAreOnTheirDates() {
    ZoneId saoPaulo = ZoneId.of("America/Sao_Paulo");
    ZoneDates dates = ZoneDates.of(saoPaulo);
    // Summer time began at midnight there.
    Instant change = Instant.parse("2018-11-04T03:00:00Z");

    assertThat(dates.at(change.minusSeconds(1))).isEqualTo("2018-11-03");
    assertThat(dates.at(change)).isEqualTo("2018-11-04");
  }
}
