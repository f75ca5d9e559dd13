package io.tradeprocessing.validator;

import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Judges a trade event by contract v1, or a review of one: all violations, in the order of the
 * contract's fields.
 *
 * <p>Total: any event has a verdict. Pure: the same event, settings and time have the same one.
 */
public final class TradeValidator {

  /**
   * How far a time may lie after the clock here. MiFID II RTS 25 allows a venue's clock 1 s at
   * most; the rest is for a clock that is cut to the second and for our own.
   */
  static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private TradeValidator() {}

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
    Findings findings = new Findings(false, false);
    findings.add(
        Field.TRADE,
        ViolationCode.OUT_OF_RANGE,
        Message.of("the event has {bytes} bytes").with("bytes", Integer.toString(bytes)));
    return new Verdict(event.tradeId(), findings.list());
  }

  /**
   * Judges an event, whatever its size.
   *
   * @param settings for the notional that is reported as a warning
   * @param now the clock here, which times of the trade may not be ahead of
   */
  public static Verdict validate(TradeEvent event, Settings settings, Instant now) {
    return event.isReview() && event.envelope().get("detail") instanceof JsonObject
        ? ReviewRules.judge(event, settings, now)
        : validateTrade(event, settings, now, false);
  }

  /**
   * Judges an event of a source system.
   *
   * @param overridden whether reviewers accept what may be overridden
   */
  static Verdict validateTrade(
      TradeEvent event, Settings settings, Instant now, boolean overridden) {
    Json trade = event.envelope().get("detail");
    if (trade instanceof JsonObject) {
      return judge(event, settings, now, overridden);
    }
    Findings findings = new Findings(false, false);
    if (trade == null) {
      findings.add(Field.TRADE, ViolationCode.MISSING, Message.of("the field is missing"));
    } else {
      findings.add(
          Field.TRADE,
          ViolationCode.WRONG_TYPE,
          Message.of("the JSON type {type} is not allowed").with("type", trade.typeName()));
    }
    return new Verdict(Optional.empty(), findings.list());
  }

  private static Verdict judge(
      TradeEvent event, Settings settings, Instant now, boolean overridden) {
    TradeFields fields = new TradeFields(event.detail(), overridden);
    EnvelopeRules envelope = new EnvelopeRules(fields, event::speaksFor);
    VenueRules venue = new VenueRules(fields, now.plus(CLOCK_TOLERANCE));
    InstrumentRules instrument = new InstrumentRules(fields);

    Optional<TradeId> tradeId = envelope.check();
    Optional<EventType> type = envelope.eventType();
    envelope.sourceSequence();
    Optional<InstrumentKind> kind = instrument.kind();
    // Which fields an event of unknown type needs is unknown too, and what a trade in an instrument
    // lacks that the contract does not carry is not what is wrong with it.
    boolean whole =
        type.isPresent() && type.get().needsTerms() && (kind.isEmpty() || kind.get().isCarried());
    venue.timestamp(type.isPresent() && type.get() != EventType.NEW);
    Optional<Instant> executedAt = venue.executedAt(whole);
    Optional<LocalDate> tradeDate = venue.tradeDate(executedAt);
    if (type.isPresent() && (type.get().isLifeEvent() || fields.withLife())) {
      new LinkRules(fields, type.get()).check(tradeId);
      new LifeRules(fields, type.get()).check(executedAt, kind);
    }
    new TermRules(fields, settings.processingThreshold()).check(whole, tradeDate, kind);
    instrument.check(whole);
    venue.check(whole, executedAt, tradeDate);
    new PartyRules(fields).check(tradeDate);
    if (fields.withUnknown()) {
      new UnknownFields(fields).report();
    }
    return new Verdict(tradeId, fields.violations());
  }
}
