package io.tradeprocessing.common.reference;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A venue as ISO 10383 registers it.
 *
 * @param mic its market identifier code, for example {@code XNYS}
 * @param operatingMic the code of the entity that operates it; its own for an operating MIC
 * @param country ISO 3166-1 alpha-2; {@code ZZ} for codes that are no place, such as XOFF
 * @param category the registry's market category, for example RMKT (regulated market), MLTF
 *     (multilateral trading facility), OTFS, SINT (systematic internaliser), NSPD (not specified)
 * @param dates the dates at its city; empty if the country is {@code ZZ}
 * @param firstDay first day of use; empty for codes older than the registry's present form (2005)
 * @param lastDay last day of use, the registry's expiry date; empty for a code in use
 * @param name the registry's market name, in capitals as registered
 */
public record Venue(
    String mic,
    String operatingMic,
    String country,
    String category,
    Optional<ZoneDates> dates,
    Optional<LocalDate> firstDay,
    Optional<LocalDate> lastDay,
    String name) {

  static Venue of(String[] cells) {
    return new Venue(
        cells[0],
        cells[1],
        cells[2],
        cells[3],
        cells[4].isEmpty() ? Optional.empty() : Optional.of(ZoneDates.of(ZoneId.of(cells[4]))),
        Cell.date(cells[5]),
        Cell.date(cells[6]),
        cells[7]);
  }

  /** The time zone of its city; empty if the country is {@code ZZ}. */
  public Optional<ZoneId> zone() {
    return dates.map(ZoneDates::zone);
  }

  /** Whether the code is in use on a day, first and last day included. */
  public boolean liveOn(LocalDate day) {
    return !beforeUse(day) && !expiredOn(day);
  }

  /** Whether the code went out of use before a day. */
  public boolean expiredOn(LocalDate day) {
    return lastDay.isPresent() && day.isAfter(lastDay.get());
  }

  private boolean beforeUse(LocalDate day) {
    return firstDay.isPresent() && day.isBefore(firstDay.get());
  }

  /** The date at the venue; in UTC for codes that are not a place. */
  public LocalDate dateAt(Instant time) {
    return dates.isPresent() ? dates.get().at(time) : LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
