package io.tradeprocessing.common.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class VenuesTest {

  @Test
  void knowsAVenueWithEverythingThatTheRegistrySays() {
    Venue venue = Venues.find("XNYS").orElseThrow();

    assertThat(venue.operatingMic()).isEqualTo("XNYS");
    assertThat(venue.country()).isEqualTo("US");
    assertThat(venue.zone()).contains(ZoneId.of("America/New_York"));
    assertThat(venue.name()).isEqualTo("NEW YORK STOCK EXCHANGE, INC.");
    assertThat(venue.lastDay()).isEmpty();
  }

  @Test
  void anExpiredCodeIsKnownAndLiveUntilItsLastDay() {
    Venue venue = Venues.find("GOTC").orElseThrow();

    assertThat(venue.lastDay()).contains(LocalDate.of(2026, 9, 28));
    assertThat(venue.liveOn(LocalDate.of(2026, 9, 28))).isTrue();
    assertThat(venue.liveOn(LocalDate.of(2026, 9, 29))).isFalse();
    assertThat(venue.expiredOn(LocalDate.of(2026, 9, 29))).isTrue();
  }

  @Test
  void aNewCodeIsNotLiveBeforeItsFirstDay() {
    Venue venue = Venues.find("24EQ").orElseThrow();

    assertThat(venue.liveOn(LocalDate.of(2025, 4, 27))).isFalse();
    assertThat(venue.expiredOn(LocalDate.of(2025, 4, 27))).isFalse();
    assertThat(venue.liveOn(LocalDate.of(2025, 4, 28))).isTrue();
  }

  @Test
  void aCodeOlderThanTheRegistrysFormWasAlwaysLive() {
    assertThat(Venues.find("XLON").orElseThrow().liveOn(LocalDate.of(1995, 6, 7))).isTrue();
  }

  @Test
  void aCityGivesTheZoneWhereACountryHasSeveral() {
    assertThat(zone("XCHI")).isEqualTo("America/Chicago");
    assertThat(zone("XTSE")).isEqualTo("America/Toronto");
    assertThat(zone("XASX")).isEqualTo("Australia/Sydney");
    assertThat(zone("BVMF")).isEqualTo("America/Sao_Paulo");
    assertThat(zone("XETR")).isEqualTo("Europe/Berlin");
  }

  private static String zone(String mic) {
    return Venues.find(mic).orElseThrow().zone().orElseThrow().getId();
  }

  @Test
  void theDateAtAVenueIsItsOwn() {
    Instant evening = Instant.parse("2026-01-13T01:30:00Z");

    assertThat(Venues.find("XNYS").orElseThrow().dateAt(evening)).isEqualTo("2026-01-12");
    assertThat(Venues.find("XTKS").orElseThrow().dateAt(evening)).isEqualTo("2026-01-13");
    assertThat(Venues.find("XOFF").orElseThrow().dateAt(evening)).isEqualTo("2026-01-13");
  }

  @Test
  void everyVenueIsFoundByItsCodeAndIsWhole() {
    List<Venue> all = Venues.all();

    assertThat(all).hasSizeGreaterThan(2_800).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(
            venue -> {
              assertThat(Venues.find(venue.mic())).contains(venue);
              assertThat(venue.mic()).matches("[A-Z0-9]{4}");
              assertThat(venue.name()).isNotBlank();
              assertThat(Venues.find(venue.operatingMic())).isPresent();
              assertThat(venue.zone().isEmpty()).isEqualTo(venue.country().equals("ZZ"));
            });
  }

  @Test
  void theCountryOfEveryVenueIsACountry() {
    assertThat(Venues.all())
        .filteredOn(venue -> !venue.country().equals("ZZ"))
        .allSatisfy(venue -> assertThat(Countries.find(venue.country())).isPresent());
  }
}
