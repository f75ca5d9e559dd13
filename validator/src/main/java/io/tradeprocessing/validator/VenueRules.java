package io.tradeprocessing.validator;

import io.tradeprocessing.common.calendar.SessionDates;
import io.tradeprocessing.common.calendar.TradingCalendar;
import io.tradeprocessing.common.calendar.TradingCalendars;
import io.tradeprocessing.common.calendar.TradingDay;
import io.tradeprocessing.common.identifier.IdentifierCheck;
import io.tradeprocessing.common.identifier.Mic;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.reference.Venue;
import io.tradeprocessing.common.reference.Venues;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.UtcTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** The rules on where and when a trade was executed. */
final class VenueRules {

  /**
   * How far the session's date may lie from the date of the execution. Before: in UTC, the date of
   * an American evening off venue is a day late. After: a night session before ten days of holidays
   * (Tokyo and Osaka, 2019-04-26) belongs to the day after them.
   */
  private static final int DAYS_BEFORE = 1;

  private static final int DAYS_AFTER = 14;

  private final TradeFields fields;
  private final Optional<Venue> venue;
  private final Instant latest;

  /**
   * @param latest time that is not in the future
   */
  VenueRules(TradeFields fields, Instant latest) {
    this.fields = fields;
    this.venue = findVenue(fields);
    this.latest = latest;
  }

  /** Checks when the event happened at its source. */
  void timestamp(boolean required) {
    Optional<String> text = fields.text(Field.TIMESTAMP, required);
    if (text.isEmpty()) {
      return;
    }
    Optional<EventTime> time = EventTime.parse(text.get());
    if (time.isEmpty()) {
      fields.badFormat(Field.TIMESTAMP, text.get());
    } else if (time.get().isAfter(latest)) {
      inTheFuture(Field.TIMESTAMP, text.get());
    }
  }

  /** The trading time, where it is usable. */
  Optional<Instant> executedAt(boolean required) {
    Optional<String> text = fields.text(Field.EXECUTED_AT, required);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> time = UtcTime.parse(text.get());
    if (time.isEmpty()) {
      fields.badFormat(Field.EXECUTED_AT, text.get());
    } else if (time.get().isAfter(latest)) {
      inTheFuture(Field.EXECUTED_AT, text.get());
      return Optional.empty();
    }
    return time;
  }

  private void inTheFuture(Field field, String text) {
    fields.add(
        field,
        ViolationCode.IN_THE_FUTURE,
        Message.of("'{value}' is in the future").with("value", text));
  }

  private static Optional<Venue> findVenue(TradeFields fields) {
    return fields.get(Field.VENUE) instanceof JsonString mic
        ? Venues.find(mic.value())
        : Optional.empty();
  }

  /**
   * The trade date: the session's, as the source states it (FIX 75), or as it follows from venue
   * and time ({@link SessionDates}); where neither says, the date at the venue, in UTC where the
   * venue is unknown or not a place.
   */
  Optional<LocalDate> tradeDate(Optional<Instant> executedAt) {
    Optional<LocalDate> stated = fields.date(Field.TRADING_DATE);
    if (executedAt.isEmpty()) {
      return stated;
    }
    if (stated.isPresent() && mayBeSession(stated.get(), localDate(executedAt.get()))) {
      return stated;
    }
    Optional<LocalDate> session =
        venue.isPresent()
            ? SessionDates.of(venue.get(), executedAt.get(), Optional.empty())
            : Optional.empty();
    return session.isPresent() ? session : Optional.of(localDate(executedAt.get()));
  }

  private boolean mayBeSession(LocalDate stated, LocalDate local) {
    if (!stated.isBefore(local.minusDays(DAYS_BEFORE))
        && !stated.isAfter(local.plusDays(DAYS_AFTER))) {
      return true;
    }
    fields.add(
        Field.TRADING_DATE,
        ViolationCode.INCONSISTENT,
        Message.of("'{value}' is not the date of a session on {date}")
            .with("value", stated.toString())
            .with("date", local.toString()));
    return false;
  }

  private LocalDate localDate(Instant time) {
    return venue.isPresent() ? venue.get().dateAt(time) : LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  void check(boolean required, Optional<Instant> executedAt, Optional<LocalDate> tradeDate) {
    Optional<String> mic = fields.text(Field.VENUE, required);
    if (mic.isEmpty() || isOffVenue(mic.get())) {
      return;
    }
    if (venue.isEmpty()) {
      if (Mic.check(mic.get()) == IdentifierCheck.OK) {
        fields.unknownCode(Field.VENUE, mic.get());
      } else {
        fields.badFormat(Field.VENUE, mic.get());
      }
    } else if (tradeDate.isPresent()) {
      LocalDate date = tradeDate.get();
      fields.inUse(
          Field.VENUE, mic.get(), date, venue.get().liveOn(date), venue.get().expiredOn(date));
      session(venue.get(), date, executedAt);
    }
  }

  /** The codes for trades off a venue name no market that could open or close down. */
  private static boolean isOffVenue(String mic) {
    return mic.equals("XOFF") || mic.equals("XXXX");
  }

  /** A venue that we have no calendar for is never reported as closed. */
  private void session(Venue at, LocalDate date, Optional<Instant> executedAt) {
    Optional<TradingCalendar> found = TradingCalendars.of(at);
    if (found.isEmpty()) {
      return;
    }
    TradingCalendar calendar = found.get();
    TradingDay day = calendar.day(date);
    if (day instanceof TradingDay.Closed closed) {
      fields.add(
          Field.VENUE,
          ViolationCode.NOT_A_SESSION,
          Message.of("{venue} was closed on {date} ({reason})")
              .with("venue", at.mic())
              .with("date", date.toString())
              .with("reason", closed.because()));
    } else if (executedAt.isPresent()) {
      hours(at, calendar, date, calendar.executes(day), executedAt.get());
    }
  }

  private void hours(
      Venue at,
      TradingCalendar calendar,
      LocalDate date,
      Optional<TradingCalendar.Hours> hours,
      Instant executedAt) {
    if (hours.isPresent() && !hours.get().contain(calendar.secondOfDay(executedAt))) {
      fields.add(
          Field.VENUE,
          ViolationCode.OUTSIDE_HOURS,
          Message.of("{venue} executed trades from {first} to {last} on {date}, not at {time}")
              .with("venue", at.mic())
              .with("first", hours.get().first().toString())
              .with("last", hours.get().last().toString())
              .with("date", date.toString())
              .with("time", LocalTime.ofInstant(executedAt, calendar.zone()).toString()));
    }
  }
}
