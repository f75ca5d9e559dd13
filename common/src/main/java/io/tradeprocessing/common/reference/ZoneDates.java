package io.tradeprocessing.common.reference;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;

/**
 * The dates in a time zone. Which offset is in force matters only for instants close to midnight;
 * for all others the earliest and the latest offset give the same date, and that is ten times
 * faster than to look for the offset.
 *
 * @param zone the zone
 * @param least the smallest offset from UTC since 1970, in seconds
 * @param greatest the greatest
 */
record ZoneDates(ZoneId zone, int least, int greatest) {

  private static final int DAY = 24 * 60 * 60;

  static ZoneDates of(ZoneId zone) {
    ZoneRules rules = zone.getRules();
    int least = rules.getOffset(Instant.EPOCH).getTotalSeconds();
    int greatest = least;
    for (ZoneOffsetTransition transition : rules.getTransitions()) {
      if (transition.toEpochSecond() > 0) {
        least = Math.min(least, transition.getOffsetAfter().getTotalSeconds());
        greatest = Math.max(greatest, transition.getOffsetAfter().getTotalSeconds());
      }
    }
    for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
      for (ZoneOffset offset : new ZoneOffset[] {rule.getOffsetBefore(), rule.getOffsetAfter()}) {
        least = Math.min(least, offset.getTotalSeconds());
        greatest = Math.max(greatest, offset.getTotalSeconds());
      }
    }
    return new ZoneDates(zone, least, greatest);
  }

  LocalDate at(Instant time) {
    long second = time.getEpochSecond();
    long day = Math.floorDiv(second + least, DAY);
    return second >= 0 && day == Math.floorDiv(second + greatest, DAY)
        ? LocalDate.ofEpochDay(day)
        : LocalDate.ofInstant(time, zone);
  }
}
