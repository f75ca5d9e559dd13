package io.tradeprocessing.common.calendar;

import io.tradeprocessing.common.calendar.TradingDay.Closed;
import io.tradeprocessing.common.calendar.TradingDay.EarlyClose;
import io.tradeprocessing.common.calendar.TradingDay.Open;
import io.tradeprocessing.common.calendar.TradingDay.Unknown;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions of one exchange, in its own time zone.
 *
 * <p>Thread-safe, and always the same. The days of a year that differ from an ordinary weekday are
 * worked out once; a look-up after that is one in a map.
 */
public final class TradingCalendar {

  private static final Closed SATURDAY = new Closed("Saturday");
  private static final Closed SUNDAY = new Closed("Sunday");
  private static final int SECONDS_A_MINUTE = 60;
  private static final long SECONDS_A_DAY = 24 * 60 * 60;

  private final String mic;
  private final ZoneId zone;
  private final LocalDate first;
  private final LocalDate last;
  private final LocalDate announcedThrough;
  private final Unknown outside;
  private final Open ordinary;
  private final ByYear<Map<LocalDate, TradingDay>> exceptions;
  private final Optional<Executions> executions;

  private TradingCalendar(
      String mic,
      ZoneId zone,
      LocalDate first,
      LocalDate last,
      LocalDate announcedThrough,
      Open ordinary,
      ByYear<Map<LocalDate, TradingDay>> exceptions,
      Optional<Executions> executions) {
    this.mic = mic;
    this.zone = zone;
    this.first = first;
    this.last = last;
    this.announcedThrough = announcedThrough;
    this.outside = new Unknown(first, last);
    this.ordinary = ordinary;
    this.exceptions = exceptions;
    this.executions = executions;
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
      default -> exceptions.get(date.getYear()).getOrDefault(date, ordinary);
    };
  }

  /**
   * When the exchange can execute trades on a day, its auctions and its trading before and after
   * hours included; nothing where it is closed, or where that is not known.
   *
   * @param day what {@link #day} says of it
   */
  public Optional<Hours> executes(TradingDay day) {
    if (executions.isEmpty()) {
      return Optional.empty();
    }
    return switch (day) {
      case Open _ -> executions.get().ordinary();
      case EarlyClose _ -> executions.get().early();
      case TradingDay.Closed _, Unknown _ -> Optional.empty();
    };
  }

  /** The same days under another exchange's code, with its own hours. */
  TradingCalendar sameAs(String otherMic, Optional<Executions> hours) {
    return new TradingCalendar(
        otherMic, zone, first, last, announcedThrough, ordinary, exceptions, hours);
  }

  /**
   * From the first to the last time of day at which a trade can be executed, local to the exchange.
   */
  public record Hours(LocalTime first, LocalTime last) {

    /** Whether a second of the day is within them; the last minute counts whole. */
    public boolean contain(int secondOfDay) {
      return secondOfDay >= first.toSecondOfDay()
          && secondOfDay < last.toSecondOfDay() + SECONDS_A_MINUTE;
    }
  }

  /** The second of the day at the exchange. */
  public int secondOfDay(Instant time) {
    long local = time.getEpochSecond() + zone.getRules().getOffset(time).getTotalSeconds();
    return (int) Math.floorMod(local, SECONDS_A_DAY);
  }

  /** The hours of an ordinary day, and of a day with an early close. */
  record Executions(Optional<Hours> ordinary, Optional<Hours> early) {

    static Optional<Executions> of(LocalTime first, LocalTime last, LocalTime lastAfterEarlyClose) {
      return Optional.of(
          new Executions(
              Optional.of(new Hours(first, last)),
              Optional.of(new Hours(first, lastAfterEarlyClose))));
    }
  }

  /** Collects the rules of one exchange. */
  static final class Builder {
    private final String mic;
    private final ZoneId zone;
    private LocalDate first = LocalDate.MIN;
    private LocalDate last = LocalDate.MIN;
    private LocalDate announcedThrough = LocalDate.MIN;
    private Open ordinary = new Open(LocalTime.MIN, LocalTime.MAX);
    private LocalTime earlyClose = LocalTime.MAX;
    private List<Holiday> earlyCloses = List.of();
    private Optional<Executions> executions = Optional.empty();
    private final List<Holiday> holidays = new ArrayList<>();

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

    Builder executes(LocalTime from, LocalTime to, LocalTime toAfterEarlyClose) {
      this.executions = Executions.of(from, to, toAfterEarlyClose);
      return this;
    }

    Builder closedOn(List<Holiday> days) {
      holidays.addAll(days);
      return this;
    }

    /** A day that is a holiday, too, is closed. */
    Builder closesAt(LocalTime time, List<Holiday> days) {
      this.earlyClose = time;
      this.earlyCloses = days;
      return this;
    }

    TradingCalendar build() {
      return new TradingCalendar(
          mic,
          zone,
          first,
          last,
          announcedThrough,
          ordinary,
          new Exceptions(
              first.getYear(),
              last.getYear(),
              List.copyOf(holidays),
              earlyCloses,
              ordinary.opens(),
              earlyClose),
          executions);
    }
  }

  /** The weekdays that are no ordinary session. */
  private static final class Exceptions extends ByYear<Map<LocalDate, TradingDay>> {
    private final List<Holiday> holidays;
    private final List<Holiday> earlyCloses;
    private final LocalTime opens;
    private final LocalTime earlyClose;

    Exceptions(
        int first,
        int last,
        List<Holiday> holidays,
        List<Holiday> earlyCloses,
        LocalTime opens,
        LocalTime earlyClose) {
      super(first, last);
      this.holidays = holidays;
      this.earlyCloses = earlyCloses;
      this.opens = opens;
      this.earlyClose = earlyClose;
    }

    @Override
    Map<LocalDate, TradingDay> workOut(int year) {
      Map<LocalDate, TradingDay> days = new HashMap<>();
      for (Map.Entry<LocalDate, String> day : Holiday.weekdays(earlyCloses, year).entrySet()) {
        days.put(day.getKey(), new EarlyClose(opens, earlyClose, day.getValue()));
      }
      for (Map.Entry<LocalDate, String> day : Holiday.weekdays(holidays, year).entrySet()) {
        days.put(day.getKey(), new Closed(day.getValue()));
      }
      return Map.copyOf(days);
    }
  }
}
