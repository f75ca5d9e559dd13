package io.tradeprocessing.validator;

import io.tradeprocessing.common.calendar.TradingCalendar;
import io.tradeprocessing.common.calendar.TradingCalendars;
import io.tradeprocessing.common.calendar.TradingDay;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.identifier.Cfi;
import io.tradeprocessing.common.identifier.Cusip;
import io.tradeprocessing.common.identifier.Figi;
import io.tradeprocessing.common.identifier.IdentifierCheck;
import io.tradeprocessing.common.identifier.Isin;
import io.tradeprocessing.common.identifier.Lei;
import io.tradeprocessing.common.identifier.Mic;
import io.tradeprocessing.common.identifier.Sedol;
import io.tradeprocessing.common.identifier.Uti;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.reference.Countries;
import io.tradeprocessing.common.reference.Currencies;
import io.tradeprocessing.common.reference.Currency;
import io.tradeprocessing.common.reference.MinorUnit;
import io.tradeprocessing.common.reference.Venue;
import io.tradeprocessing.common.reference.Venues;
import io.tradeprocessing.common.trade.Decimals;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.IsoDate;
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges a trade event by contract v1: all violations, in the order of the contract's fields.
 *
 * <p>Total: any event has a verdict. Pure: the same event, settings and time have the same one.
 */
public final class TradeValidator {

  /**
   * How far a time may lie after the clock here. MiFID II RTS 25 allows a venue's clock 1 s at
   * most; the rest is for a clock that is cut to the second and for our own.
   */
  static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  /** As many unknown fields are reported one by one: a verdict must fit into a workflow's state. */
  static final int MAX_UNKNOWN_FIELDS = 32;

  private final JsonObject detail;
  private final Optional<SourceSystem> source;
  private final BigDecimal threshold;
  private final long latest;
  private final Map<Field, Json> values = new EnumMap<>(Field.class);
  private final Findings findings = new Findings();
  private Optional<TradeId> tradeId = Optional.empty();

  private TradeValidator(TradeEvent event, Settings settings, Instant now) {
    this.detail = event.detail();
    this.source = event.source();
    this.threshold = settings.processingThreshold();
    this.latest = ChronoUnit.MICROS.between(Instant.EPOCH, now.plus(CLOCK_TOLERANCE));
  }

  /**
   * Judges an event as it arrived. One that is too large is judged for that alone: its size says
   * that it is no trade, and the verdict on it has to stay small.
   *
   * @param bytes of the event's JSON text in UTF-8
   * @param settings for the notional that is reported as a warning
   * @param now the clock here, which times of the trade may not be ahead of
   */
  public static Verdict validate(TradeEvent event, int bytes, Settings settings, Instant now) {
    if (bytes <= JsonReader.MAX_PAYLOAD) {
      return validate(event, settings, now);
    }
    Findings findings = new Findings();
    findings.add(Field.TRADE, ViolationCode.OUT_OF_RANGE, "the event has " + bytes + " bytes");
    return new Verdict(event.tradeId(), findings.list());
  }

  /**
   * Judges an event, whatever its size.
   *
   * @param settings for the notional that is reported as a warning
   * @param now the clock here, which times of the trade may not be ahead of
   */
  public static Verdict validate(TradeEvent event, Settings settings, Instant now) {
    TradeValidator validator = new TradeValidator(event, settings, now);
    Json trade = event.envelope().get("detail");
    if (trade instanceof JsonObject) {
      validator.trade();
    } else if (trade == null) {
      validator.findings.add(Field.TRADE, ViolationCode.MISSING, "missing");
    } else {
      validator.wrongType(Field.TRADE, trade);
    }
    return new Verdict(validator.tradeId, validator.findings.list());
  }

  private void trade() {
    boolean unknown = sort(detail, Field::ofTrade);
    Optional<JsonObject> instrument = detail.object("instrument");
    unknown |= instrument.isPresent() && sort(instrument.get(), Field::ofInstrument);

    schemaVersion();
    tradeId();
    sourceSystem();
    Optional<EventType> type = eventType();
    // Of an event of unknown type nobody can say which fields it needs.
    boolean whole = type.isPresent() && type.get() != EventType.CANCEL;
    time(Field.TIMESTAMP, type.isPresent() && type.get() != EventType.NEW);
    Optional<EventTime> executedAt = time(Field.EXECUTED_AT, whole);
    Optional<Venue> venue = findVenue();
    Optional<LocalDate> tradeDate = executedAt.map(time -> tradeDate(time, venue));
    oneOf(Field.SIDE, whole, TradeValidator::isSide);
    Optional<BigDecimal> quantity = positive(Field.QUANTITY, whole);
    Optional<BigDecimal> price = positive(Field.PRICE, whole);
    Optional<Currency> currency = currency(whole, tradeDate);
    amount(quantity, price, currency);
    instrument(whole);
    venue(whole, venue, tradeDate);
    lei(Field.EXECUTING_ENTITY);
    lei(Field.BUYER);
    lei(Field.SELLER);
    oneOf(Field.CAPACITY, false, TradeValidator::isCapacity);
    settlementDate(tradeDate);
    uti();
    if (unknown) {
      unknownFields(instrument);
    }
  }

  /** Puts every member in its field's place; says whether there are members without one. */
  private boolean sort(JsonObject object, Function<String, Field> fieldOf) {
    boolean unknown = false;
    for (int i = 0; i < object.size(); i++) {
      Field field = fieldOf.apply(object.nameAt(i));
      if (field == Field.UNKNOWN) {
        unknown = true;
      } else {
        values.put(field, object.valueAt(i));
      }
    }
    return unknown;
  }

  private void schemaVersion() {
    Optional<String> version = text(Field.SCHEMA_VERSION, false);
    if (version.isEmpty() || version.get().equals("1.0")) {
      return;
    }
    String text = version.get();
    int dot = text.indexOf('.');
    if (dot < 1 || !areDigits(text, 0, dot) || !areDigits(text, dot + 1, text.length())) {
      badFormat(Field.SCHEMA_VERSION, text);
    } else if (dot != 1 || text.charAt(0) != '1') {
      findings.add(
          Field.SCHEMA_VERSION,
          ViolationCode.UNSUPPORTED_VERSION,
          "version " + Shown.quoted(text) + " is not supported");
    }
  }

  private static boolean areDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < to;
  }

  private void tradeId() {
    Optional<String> id = text(Field.TRADE_ID, true);
    tradeId = id.flatMap(TradeId::parse);
    if (id.isPresent() && tradeId.isEmpty()) {
      badFormat(Field.TRADE_ID, id.get());
    }
  }

  private void sourceSystem() {
    Optional<String> id = text(Field.SOURCE_SYSTEM, true);
    if (id.isEmpty()) {
      return;
    }
    Optional<SourceSystem> system = SourceSystem.ofId(id.get());
    if (system.isEmpty()) {
      unknownCode(Field.SOURCE_SYSTEM, id.get());
    } else if (source.isEmpty() || source.get() != system.get()) {
      findings.add(
          Field.SOURCE_SYSTEM,
          ViolationCode.SOURCE_MISMATCH,
          Shown.quoted(id.get()) + " came from another source");
    }
  }

  /** The type of the event, NEW where it says none; nothing where it cannot be told. */
  private Optional<EventType> eventType() {
    if (!values.containsKey(Field.EVENT_TYPE)) {
      return Optional.of(EventType.NEW);
    }
    Optional<String> name = text(Field.EVENT_TYPE, false);
    Optional<EventType> type = name.flatMap(EventType::of);
    if (name.isPresent() && type.isEmpty()) {
      unknownCode(Field.EVENT_TYPE, name.get());
    }
    return type;
  }

  /** A usable time, not in the future. */
  private Optional<EventTime> time(Field field, boolean required) {
    Optional<String> text = text(field, required);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<EventTime> time = EventTime.parse(text.get());
    if (time.isEmpty()) {
      badFormat(field, text.get());
    } else if (time.get().microseconds() > latest) {
      findings.add(field, ViolationCode.IN_THE_FUTURE, Shown.quoted(text.get()) + " is to come");
      return Optional.empty();
    }
    return time;
  }

  private Optional<Venue> findVenue() {
    return values.get(Field.VENUE) instanceof JsonString mic
        ? Venues.find(mic.value())
        : Optional.empty();
  }

  /** The date at the venue; in UTC where the venue is unknown or no place. */
  private static LocalDate tradeDate(EventTime time, Optional<Venue> venue) {
    Instant instant = time.instant();
    return venue.isPresent()
        ? venue.get().dateAt(instant)
        : LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private static boolean isSide(String text) {
    return switch (text) {
      case "BUY", "SELL", "SELL_SHORT", "SELL_SHORT_EXEMPT" -> true;
      default -> false;
    };
  }

  private static boolean isCapacity(String text) {
    return switch (text) {
      case "DEAL", "MTCH", "AOTC" -> true;
      default -> false;
    };
  }

  private void oneOf(Field field, boolean required, Predicate<String> allowed) {
    Optional<String> text = text(field, required);
    if (text.isPresent() && !allowed.test(text.get())) {
      unknownCode(field, text.get());
    }
  }

  private Optional<BigDecimal> positive(Field field, boolean required) {
    Optional<BigDecimal> decimal = decimal(field, required);
    if (decimal.isPresent() && decimal.get().signum() <= 0) {
      outOfRange(field);
      return Optional.empty();
    }
    return decimal;
  }

  private Optional<BigDecimal> decimal(Field field, boolean required) {
    Json value = value(field, required);
    if (value == null) {
      return Optional.empty();
    }
    Optional<BigDecimal> decimal = Decimals.read(value);
    if (decimal.isEmpty()) {
      switch (value) {
        case JsonNumber _ -> outOfRange(field);
        case JsonString string when Decimals.isNumber(string.value()) -> outOfRange(field);
        case JsonString string -> badFormat(field, string.value());
        default -> wrongType(field, value);
      }
    }
    return decimal;
  }

  /** The currency, where it is one that a trade can be in. */
  private Optional<Currency> currency(boolean required, Optional<LocalDate> tradeDate) {
    Optional<String> code = text(Field.CURRENCY, required);
    if (code.isEmpty()) {
      return Optional.empty();
    }
    Optional<Currency> currency = Currencies.find(code.get());
    if (currency.isEmpty()) {
      noCurrency(code.get());
    } else if (isPlaceholder(code.get())) {
      unknownCode(Field.CURRENCY, code.get());
      return Optional.empty();
    } else if (tradeDate.isPresent()) {
      inUse(
          Field.CURRENCY,
          code.get(),
          tradeDate.get(),
          currency.get().liveOn(tradeDate.get()),
          currency.get().expiredOn(tradeDate.get()));
    }
    return currency;
  }

  private void noCurrency(String code) {
    Optional<MinorUnit> minor = Currencies.minorUnit(code);
    if (minor.isPresent()) {
      String currency = minor.get().currency();
      findings.add(
          Field.CURRENCY,
          ViolationCode.MINOR_UNIT_CURRENCY,
          Shown.quoted(code)
              + " is the minor unit of "
              + currency
              + ", "
              + minor.get().perUnit()
              + " of which are 1 "
              + currency);
    } else if (code.length() == 3 && code.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      unknownCode(Field.CURRENCY, code);
    } else {
      badFormat(Field.CURRENCY, code);
    }
  }

  /** Codes of ISO 4217 that say that there is no currency, or that it is a test. */
  private static boolean isPlaceholder(String code) {
    return code.equals("XXX") || code.equals("XTS");
  }

  /**
   * The amount is quantity times price, to the minor unit of the currency: at most half a unit away
   * from the exact product, so that any rounding to the nearest passes, and the product itself. A
   * currency without a minor unit, such as gold, leaves the question open.
   */
  private void amount(
      Optional<BigDecimal> quantity, Optional<BigDecimal> price, Optional<Currency> currency) {
    Optional<BigDecimal> amount = decimal(Field.AMOUNT, false);
    if (quantity.isEmpty() || price.isEmpty()) {
      return;
    }
    BigDecimal notional = quantity.get().multiply(price.get());
    if (amount.isPresent() && currency.isPresent() && currency.get().minorUnits().isPresent()) {
      BigDecimal halfUnit = BigDecimal.valueOf(5, currency.get().minorUnits().get() + 1);
      if (amount.get().subtract(notional).abs().compareTo(halfUnit) > 0) {
        findings.add(
            Field.AMOUNT,
            ViolationCode.INCONSISTENT,
            "quantity times price is " + Shown.plain(notional.toString()));
      }
    }
    if (notional.compareTo(threshold) > 0) {
      findings.add(
          Field.AMOUNT,
          ViolationCode.ABOVE_THRESHOLD,
          "quantity times price is above " + threshold.toPlainString());
    }
  }

  private void instrument(boolean required) {
    Json value = value(Field.INSTRUMENT, required);
    if (value == null) {
      return;
    }
    if (!(value instanceof JsonObject)) {
      wrongType(Field.INSTRUMENT, value);
      return;
    }
    if (!(values.containsKey(Field.ISIN)
        || values.containsKey(Field.CUSIP)
        || values.containsKey(Field.SEDOL)
        || values.containsKey(Field.FIGI))) {
      findings.add(Field.INSTRUMENT, ViolationCode.MISSING, "no identifier");
    }
    Optional<Isin> isin = isin();
    Optional<Cusip> cusip = text(Field.CUSIP, false).flatMap(this::cusip);
    if (isin.isPresent() && cusip.isPresent() && !isin.get().agreesWith(cusip.get())) {
      disagrees(Field.CUSIP, cusip.get().value(), isin.get());
    }
    Optional<Sedol> sedol = text(Field.SEDOL, false).flatMap(this::sedol);
    if (isin.isPresent() && sedol.isPresent() && !isin.get().agreesWith(sedol.get())) {
      disagrees(Field.SEDOL, sedol.get().value(), isin.get());
    }
    Optional<String> figi = text(Field.FIGI, false);
    if (figi.isPresent()) {
      report(Field.FIGI, figi.get(), Figi.check(figi.get()));
    }
    cfi();
  }

  private Optional<Isin> isin() {
    Optional<String> text = text(Field.ISIN, false);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    IdentifierCheck check = Isin.check(text.get());
    report(Field.ISIN, text.get(), check);
    if (check != IdentifierCheck.BAD_FORMAT
        && Countries.find(text.get().substring(0, 2)).isEmpty()) {
      findings.add(
          Field.ISIN,
          ViolationCode.UNKNOWN_CODE,
          "the prefix of " + Shown.quoted(text.get()) + " is unknown");
    }
    return check == IdentifierCheck.OK ? Optional.of(new Isin(text.get())) : Optional.empty();
  }

  private Optional<Cusip> cusip(String text) {
    IdentifierCheck check = Cusip.check(text);
    report(Field.CUSIP, text, check);
    return check == IdentifierCheck.OK ? Optional.of(new Cusip(text)) : Optional.empty();
  }

  private Optional<Sedol> sedol(String text) {
    IdentifierCheck check = Sedol.check(text);
    report(Field.SEDOL, text, check);
    return check == IdentifierCheck.OK ? Optional.of(new Sedol(text)) : Optional.empty();
  }

  private void disagrees(Field field, String value, Isin isin) {
    findings.add(field, ViolationCode.INCONSISTENT, "'" + value + "' is not of ISIN " + isin);
  }

  private void cfi() {
    Optional<String> text = text(Field.CFI, false);
    if (text.isEmpty()) {
      return;
    }
    Optional<Cfi> cfi = Cfi.parse(text.get());
    if (cfi.isEmpty()) {
      badFormat(Field.CFI, text.get());
    } else if (!cfi.get().isListed()) {
      unknownCode(Field.CFI, text.get());
    }
  }

  private void venue(boolean required, Optional<Venue> venue, Optional<LocalDate> tradeDate) {
    Optional<String> mic = text(Field.VENUE, required);
    if (mic.isEmpty() || isOffVenue(mic.get())) {
      return;
    }
    if (venue.isEmpty()) {
      if (Mic.check(mic.get()) == IdentifierCheck.OK) {
        unknownCode(Field.VENUE, mic.get());
      } else {
        badFormat(Field.VENUE, mic.get());
      }
    } else if (tradeDate.isPresent()) {
      LocalDate date = tradeDate.get();
      inUse(Field.VENUE, mic.get(), date, venue.get().liveOn(date), venue.get().expiredOn(date));
      session(mic.get(), date);
    }
  }

  /** The codes for trades off a venue stand for no registered market that could come or go. */
  private static boolean isOffVenue(String mic) {
    return mic.equals("XOFF") || mic.equals("XXXX");
  }

  /** A venue that we have no calendar for is never reported as closed. */
  private void session(String mic, LocalDate date) {
    Optional<TradingCalendar> calendar = TradingCalendars.of(mic);
    if (calendar.isPresent() && calendar.get().day(date) instanceof TradingDay.Closed closed) {
      findings.add(
          Field.VENUE,
          ViolationCode.NOT_A_SESSION,
          mic + " was closed on " + date + " (" + closed.because() + ")");
    }
  }

  private void inUse(Field field, String code, LocalDate date, boolean live, boolean expired) {
    if (!live) {
      findings.add(
          field,
          expired ? ViolationCode.EXPIRED_CODE : ViolationCode.UNKNOWN_CODE,
          Shown.quoted(code)
              + (expired ? " was no longer" : " was not yet")
              + " in use on "
              + date);
    }
  }

  private void lei(Field field) {
    Optional<String> text = text(field, false);
    if (text.isPresent()) {
      report(field, text.get(), Lei.check(text.get()));
    }
  }

  private void settlementDate(Optional<LocalDate> tradeDate) {
    Optional<String> text = text(Field.SETTLEMENT_DATE, false);
    if (text.isEmpty()) {
      return;
    }
    Optional<LocalDate> date = IsoDate.parse(text.get());
    if (date.isEmpty()) {
      badFormat(Field.SETTLEMENT_DATE, text.get());
    } else if (tradeDate.isPresent() && date.get().isBefore(tradeDate.get())) {
      findings.add(
          Field.SETTLEMENT_DATE,
          ViolationCode.INCONSISTENT,
          Shown.quoted(text.get()) + " is before the trade date " + tradeDate.get());
    }
  }

  private void uti() {
    Optional<String> text = text(Field.UTI, false);
    if (text.isPresent()) {
      report(Field.UTI, text.get(), Uti.check(text.get()));
    }
  }

  private void unknownFields(Optional<JsonObject> instrument) {
    int left = unknownFields(detail, Field::ofTrade, "", MAX_UNKNOWN_FIELDS);
    if (instrument.isPresent()) {
      left = unknownFields(instrument.get(), Field::ofInstrument, Field.INSTRUMENT.pointer(), left);
    }
    if (left < 0) {
      findings.add(
          Field.UNKNOWN, ViolationCode.UNKNOWN_FIELD, "", "the contract lacks " + -left + " more");
    }
  }

  /** Reports the first so many unknown members; returns how many it could report besides. */
  private int unknownFields(
      JsonObject object, Function<String, Field> fieldOf, String path, int limit) {
    int left = limit;
    for (int i = 0; i < object.size(); i++) {
      String name = object.nameAt(i);
      if (fieldOf.apply(name) == Field.UNKNOWN && --left >= 0) {
        String shown = Shown.plain(name);
        findings.add(
            Field.UNKNOWN,
            ViolationCode.UNKNOWN_FIELD,
            path + "/" + shown.replace("~", "~0").replace("/", "~1"),
            "the contract has no '" + shown + "'");
      }
    }
    return left;
  }

  /** Reports what an identifier's standard says against it. */
  private void report(Field field, String text, IdentifierCheck check) {
    switch (check) {
      case OK -> {}
      case BAD_FORMAT -> badFormat(field, text);
      case BAD_CHECK_DIGIT ->
          findings.add(
              field,
              ViolationCode.BAD_CHECK_DIGIT,
              "the check digit of " + Shown.quoted(text) + " does not fit");
    }
  }

  private void badFormat(Field field, String text) {
    findings.add(field, ViolationCode.BAD_FORMAT, Shown.quoted(text) + " has not the form");
  }

  private void unknownCode(Field field, String text) {
    findings.add(field, ViolationCode.UNKNOWN_CODE, Shown.quoted(text) + " is unknown");
  }

  private void outOfRange(Field field) {
    findings.add(field, ViolationCode.OUT_OF_RANGE, "the number is out of range");
  }

  private void wrongType(Field field, Json value) {
    findings.add(field, ViolationCode.WRONG_TYPE, "the JSON type is " + value.typeName());
  }

  private Optional<String> text(Field field, boolean required) {
    Json value = value(field, required);
    if (value instanceof JsonString string) {
      return Optional.of(string.value());
    }
    if (value != null) {
      wrongType(field, value);
    }
    return Optional.empty();
  }

  private @Nullable Json value(Field field, boolean required) {
    Json value = values.get(field);
    if (value == null && required) {
      findings.add(field, ViolationCode.MISSING, "missing");
    }
    return value;
  }
}
