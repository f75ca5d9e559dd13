package io.tradeprocessing.common.trade;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A trade event as EventBridge delivers it: the envelope, with the trade under {@code detail}.
 *
 * @param envelope the whole event, nothing left out
 * @param detail the trade; an empty object where the envelope has none
 */
public record TradeEvent(JsonObject envelope, JsonObject detail) {

  /** The {@code detail-type} of the events that the rules let through. */
  public static final String DETAIL_TYPE = "Trade Event";

  /** {@code sourceSystem} of an event whose envelope names no system that we know. */
  public static final String UNKNOWN_SOURCE = "unknown";

  /** The {@code source} of what operations decides; see {@link TradeReview}. */
  public static final String OPERATIONS_SOURCE = "trading.operations";

  /** {@code sourceSystem} of what operations decides. */
  public static final String OPERATIONS = "operations";

  /** The {@code source} of the synthetic trade that shows that a Region works. */
  public static final String PROBE_SOURCE = "trading.probe";

  /** The time of an event that has none: one microsecond after the epoch. */
  public static final EventTime NO_TIME = new EventTime(1);

  private static final Pattern SEQUENCE = Pattern.compile("[1-9][0-9]{0,17}");

  /** Takes any JSON: what is not an envelope with a trade becomes an event without one. */
  public static TradeEvent of(Json event) {
    JsonObject envelope = event.asObject().orElse(JsonObject.empty());
    return new TradeEvent(envelope, envelope.object("detail").orElse(JsonObject.empty()));
  }

  /** The envelope's {@code id}: unique to a delivery, not to the event. */
  public Optional<String> id() {
    return envelope.text("id");
  }

  /** The system that the envelope's {@code source} names: the one that EventBridge vouches for. */
  public Optional<SourceSystem> source() {
    return envelope.text("source").flatMap(SourceSystem::ofEventSource);
  }

  /**
   * The id of {@link #source}, {@link #OPERATIONS} for a review, or {@link #UNKNOWN_SOURCE}: the
   * system that EventBridge vouches for, not the one that the trade claims to come from.
   */
  public String sourceSystem() {
    return isReview() ? OPERATIONS : source().map(SourceSystem::id).orElse(UNKNOWN_SOURCE);
  }

  /** Whether this is a decision of operations, which {@link TradeReview#of} reads. */
  public boolean isReview() {
    return envelope.text("source").filter(OPERATIONS_SOURCE::equals).isPresent();
  }

  /** The event of a source system that this is about: itself, or the one that a review judges. */
  public TradeEvent subject() {
    return TradeReview.of(this).map(TradeReview::event).orElse(this);
  }

  /** Whether this is a Region's probe: it is judged as a trade, and leaves no record. */
  public boolean isProbe() {
    return envelope.text("source").filter(PROBE_SOURCE::equals).isPresent();
  }

  /** Whether the envelope's source may send trades of a system: it is that system, or the probe. */
  public boolean speaksFor(SourceSystem system) {
    return isProbe() || source().filter(system::equals).isPresent();
  }

  /** The envelope's {@code time}: when EventBridge took the event. */
  public Optional<EventTime> envelopeTime() {
    return envelope.text("time").flatMap(EventTime::parse);
  }

  /**
   * The time under which the event is recorded: its own; without a usable one the envelope's, which
   * a re-delivery shares and a re-send does not; without any {@link #NO_TIME}.
   */
  public EventTime recordTime() {
    return eventTime().or(this::envelopeTime).orElse(NO_TIME);
  }

  public Optional<TradeId> tradeId() {
    return detail.text("tradeId").flatMap(TradeId::parse);
  }

  /**
   * {@code eventType}; an absent one means NEW, an unusable one is nothing. A review that cancels
   * is a CANCEL, any other none of the types.
   */
  public Optional<EventType> eventType() {
    if (isReview()) {
      return TradeReview.of(this)
          .flatMap(TradeReview::decision)
          .filter(TradeReview.Decision.CANCEL::equals)
          .map(_ -> EventType.CANCEL);
    }
    return detail.has("eventType")
        ? detail.text("eventType").flatMap(EventType::of)
        : Optional.of(EventType.NEW);
  }

  /** The source's own count of its events, a whole number above 0; 0 where it has no usable one. */
  public long sourceSequence() {
    return detail.get("sourceSequence") instanceof JsonNumber number
        ? sequence(number).orElse(0)
        : 0;
  }

  /** Reads a sequence number: a whole number from 1 to 18 digits, without point and exponent. */
  public static OptionalLong sequence(JsonNumber number) {
    return SEQUENCE.matcher(number.literal()).matches()
        ? OptionalLong.of(Long.parseLong(number.literal()))
        : OptionalLong.empty();
  }

  /** The trading time, down to the nanosecond. */
  public Optional<Instant> executedAt() {
    return detail.text("executedAt").flatMap(UtcTime::parse);
  }

  /** The session's date as the source states it (FIX 75). */
  public Optional<LocalDate> tradingDate() {
    return detail.text("tradingDate").flatMap(IsoDate::parse);
  }

  /** {@code priceType} as sent; one that sends none means PER_UNIT, an unusable one is nothing. */
  public Optional<PriceType> priceType() {
    return detail.text("priceType").flatMap(PriceType::of);
  }

  /** {@code quantityType}; an absent one means UNITS, an unusable one is nothing. */
  public Optional<QuantityType> quantityType() {
    return detail.has("quantityType")
        ? detail.text("quantityType").flatMap(QuantityType::of)
        : Optional.of(QuantityType.UNITS);
  }

  public Optional<Party> buyer() {
    return party("buyer");
  }

  public Optional<Party> seller() {
    return party("seller");
  }

  private Optional<Party> party(String name) {
    Json value = detail.get(name);
    return value == null ? Optional.empty() : Party.read(value);
  }

  /** The trades that {@code linkedTradeIds} names, as far as they are usable. */
  public List<LinkedTrade> linkedTrades() {
    return LinkedTrade.read(detail);
  }

  /**
   * Whether this is a life event that leaves a part of the trade: its {@code remainingQuantity}
   * (FIX LeavesQty, 151) is above 0. One without it is of the whole trade.
   */
  public boolean leavesAPart() {
    Json remaining = detail.get("remainingQuantity");
    return remaining != null
        && eventType().filter(EventType::isLifeEvent).isPresent()
        && Decimals.read(remaining).filter(quantity -> quantity.signum() > 0).isPresent();
  }

  /**
   * When the event happened at its source: {@code timestamp}, for a NEW without one {@code
   * executedAt}, cut to the microsecond. Never the time of delivery, or a re-send would be a second
   * trade.
   */
  public Optional<EventTime> eventTime() {
    if (detail.has("timestamp")) {
      return detail.text("timestamp").flatMap(EventTime::parse);
    }
    return eventType().filter(EventType.NEW::equals).flatMap(_ -> executedAt()).map(EventTime::of);
  }
}
