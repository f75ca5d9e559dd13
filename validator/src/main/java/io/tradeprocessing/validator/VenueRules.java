package io.tradeprocessing.validator;

import io.tradeprocessing.common.calendar.TradingCalendar;
import io.tradeprocessing.common.calendar.TradingCalendars;
import io.tradeprocessing.common.calendar.TradingDay;
import io.tradeprocessing.common.identifier.IdentifierCheck;
import io.tradeprocessing.common.identifier.Mic;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.reference.Venue;
import io.tradeprocessing.common.reference.Venues;
import io.tradeprocessing.common.trade.EventTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** The rules on where and when a trade was executed. */
final class VenueRules {

  private final TradeFields fields;
  private final Optional<Venue> venue;
  private final long latest;

  /**
   * @param latest time that is not in the future, in microseconds since the Unix epoch
   */
  VenueRules(TradeFields fields, long latest) {
    this.fields = fields;
    this.venue = findVenue(fields);
    this.latest = latest;
  }

  /** A usable time, not in the future. */
  Optional<EventTime> time(Field field, boolean required) {
    Optional<String> text = fields.text(field, required);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<EventTime> time = EventTime.parse(text.get());
    if (time.isEmpty()) {
      fields.badFormat(field, text.get());
    } else if (time.get().microseconds() > latest) {
      fields.add(
          field,
          ViolationCode.IN_THE_FUTURE,
          Message.of("'{value}' is in the future").with("value", text.get()));
      return Optional.empty();
    }
    return time;
  }

  private static Optional<Venue> findVenue(TradeFields fields) {
    return fields.get(Field.VENUE) instanceof JsonString mic
        ? Venues.find(mic.value())
        : Optional.empty();
  }

  /** The date at the venue; in UTC where the venue is unknown or not a place. */
  LocalDate tradeDate(EventTime time) {
    Instant instant = time.instant();
    return venue.isPresent()
        ? venue.get().dateAt(instant)
        : LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  void check(boolean required, Optional<LocalDate> tradeDate) {
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
      session(mic.get(), date);
    }
  }

  /** The codes for trades off a venue name no market that could open or close down. */
  private static boolean isOffVenue(String mic) {
    return mic.equals("XOFF") || mic.equals("XXXX");
  }

  /** A venue that we have no calendar for is never reported as closed. */
  private void session(String mic, LocalDate date) {
    Optional<TradingCalendar> calendar = TradingCalendars.of(mic);
    if (calendar.isPresent() && calendar.get().day(date) instanceof TradingDay.Closed closed) {
      fields.add(
          Field.VENUE,
          ViolationCode.NOT_A_SESSION,
          Message.of("{venue} was closed on {date} ({reason})")
              .with("venue", mic)
              .with("date", date.toString())
              .with("reason", closed.because()));
    }
  }
}
