package io.tradeprocessing.common.calendar;

import io.tradeprocessing.common.calendar.TradingDay.Closed;
import io.tradeprocessing.common.calendar.TradingDay.EarlyClose;
import io.tradeprocessing.common.calendar.TradingDay.Open;
import io.tradeprocessing.common.calendar.TradingDay.Unknown;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sessions of one exchange, in its own time zone.
 *
 * <p>Immutable. The days that differ from an ordinary weekday are worked out once; a look-up after
 * that is one in a map.
 */
public final class TradingCalendar {

  private static final Closed SATURDAY = new Closed("Saturday");
  private static final Closed SUNDAY = new Closed("Sunday");

  private final String mic;
  private final ZoneId zone;
  private final LocalDate first;
  private final LocalDate last;
  private final LocalDate announcedThrough;
  private final Unknown outside;
  private final Open ordinary;
  private final Map<LocalDate, TradingDay> exceptions;

  private TradingCalendar(
      String mic,
      ZoneId zone,
      LocalDate first,
      LocalDate last,
      LocalDate announcedThrough,
      Open ordinary,
      Map<LocalDate, TradingDay> exceptions) {
    this.mic = mic;
    this.zone = zone;
    this.first = first;
    this.last = last;
    this.announcedThrough = announcedThrough;
    this.outside = new Unknown(first, last);
    this.ordinary = ordinary;
    this.exceptions = exceptions;
  }

  static Builder builder(String mic, String zone) {
    return new Builder(mic, ZoneId.of(zone));
  }

  /** The ISO 10383 code of the exchange. */
  public String mic() {
    return mic;
  }

  public ZoneId zone() {
    return zone;
  }

  /** The first date that the calendar covers. */
  public LocalDate first() {
    return first;
  }

  /** The last date that the calendar covers. */
  public LocalDate last() {
    return last;
  }

  /**
   * The last date that the exchange has announced itself; later ones follow from its rules as they
   * stand, so a closing that nobody knows of yet is missing there.
   */
  public LocalDate announcedThrough() {
    return announcedThrough;
  }

  /**
   * What the exchange does on a date.
   *
   * @param date local to the exchange
   */
  public TradingDay day(LocalDate date) {
    if (date.isBefore(first) || date.isAfter(last)) {
      return outside;
    }
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> SATURDAY;
      case SUNDAY -> SUNDAY;
      default -> exceptions.getOrDefault(date, ordinary);
    };
  }

  /** The same days under another exchange's code. */
  TradingCalendar sameAs(String otherMic) {
    return new TradingCalendar(otherMic, zone, first, last, announcedThrough, ordinary, exceptions);
  }

  /** Collects the rules of one exchange. */
  static final class Builder {
    private final String mic;
    private final ZoneId zone;
    private LocalDate first = LocalDate.MIN;
    private LocalDate last = LocalDate.MIN;
    private LocalDate announcedThrough = LocalDate.MIN;
    private Open ordinary = new Open(LocalTime.MIN, LocalTime.MAX);
    private final List<Holiday> holidays = new ArrayList<>();
    private final Map<LocalDate, EarlyClose> earlyCloses = new HashMap<>();

    private Builder(String mic, ZoneId zone) {
      this.mic = mic;
      this.zone = zone;
    }

    Builder covers(LocalDate from, LocalDate to, LocalDate announced) {
      this.first = from;
      this.last = to;
      this.announcedThrough = announced;
      return this;
    }

    Builder hours(LocalTime opens, LocalTime closes) {
      this.ordinary = new Open(opens, closes);
      return this;
    }

    Builder closedOn(List<Holiday> days) {
      holidays.addAll(days);
      return this;
    }

    /** Call after {@link #covers} and {@link #hours}. A holiday wins over an early close. */
    Builder closesAt(LocalTime time, List<Holiday> days) {
      Holiday.weekdays(days, first, last)
          .forEach(
              (date, name) -> earlyCloses.put(date, new EarlyClose(ordinary.opens(), time, name)));
      return this;
    }

    TradingCalendar build() {
      Map<LocalDate, TradingDay> exceptions = new HashMap<>(earlyCloses);
      Holiday.weekdays(holidays, first, last)
          .forEach((date, name) -> exceptions.put(date, new Closed(name)));
      return new TradingCalendar(
          mic, zone, first, last, announcedThrough, ordinary, Map.copyOf(exceptions));
    }
  }
}
