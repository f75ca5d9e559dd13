package io.tradeprocessing.validator;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeId;
import java.util.Optional;
import java.util.function.Predicate;

/** The rules on what an event is: version, trade, source and type. */
final class EnvelopeRules {

  private final TradeFields fields;
  private final Predicate<SourceSystem> speaksFor;

  /**
   * @param speaksFor whether the envelope's source may send trades of a system
   */
  EnvelopeRules(TradeFields fields, Predicate<SourceSystem> speaksFor) {
    this.fields = fields;
    this.speaksFor = speaksFor;
  }

  /** Checks version, trade and source; the trade's identifier, where it is usable. */
  Optional<TradeId> check() {
    schemaVersion();
    Optional<TradeId> id = tradeId();
    sourceSystem();
    return id;
  }

  private void schemaVersion() {
    Optional<String> version = fields.text(Field.SCHEMA_VERSION, false);
    if (version.isEmpty() || isKnown(version.get())) {
      return;
    }
    String text = version.get();
    int dot = text.indexOf('.');
    if (dot < 1 || !areDigits(text, 0, dot) || !areDigits(text, dot + 1, text.length())) {
      fields.badFormat(Field.SCHEMA_VERSION, text);
    } else if (dot != 1 || text.charAt(0) != '1') {
      fields.add(
          Field.SCHEMA_VERSION,
          ViolationCode.UNSUPPORTED_VERSION,
          Message.of("version '{value}' is not supported").with("value", text));
    }
  }

  private static boolean isKnown(String version) {
    return version.equals("1.1") || version.equals("1.0") || version.equals("1.2");
  }

  private static boolean areDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < to;
  }

  private Optional<TradeId> tradeId() {
    Optional<String> id = fields.text(Field.TRADE_ID, true);
    Optional<TradeId> tradeId = id.flatMap(TradeId::parse);
    if (id.isPresent() && tradeId.isEmpty()) {
      fields.badFormat(Field.TRADE_ID, id.get());
    }
    return tradeId;
  }

  private void sourceSystem() {
    Optional<String> id = fields.text(Field.SOURCE_SYSTEM, true);
    if (id.isEmpty()) {
      return;
    }
    Optional<SourceSystem> system = SourceSystem.ofId(id.get());
    if (system.isEmpty()) {
      fields.unknownCode(Field.SOURCE_SYSTEM, id.get());
    } else if (!speaksFor.test(system.get())) {
      fields.add(
          Field.SOURCE_SYSTEM,
          ViolationCode.SOURCE_MISMATCH,
          Message.of("'{value}' does not match the envelope's source").with("value", id.get()));
    }
  }

  /** The source's count of its events: digits alone, as many as a {@code long} holds. */
  void sourceSequence() {
    Json value = fields.value(Field.SOURCE_SEQUENCE, false);
    if (value == null) {
      return;
    }
    if (!(value instanceof JsonNumber number)) {
      fields.wrongType(Field.SOURCE_SEQUENCE, value);
    } else if (TradeEvent.sequence(number).isEmpty()) {
      fields.outOfRange(Field.SOURCE_SEQUENCE);
    }
  }

  /** The type of the event, NEW where it says none; nothing where it is unusable. */
  Optional<EventType> eventType() {
    if (!fields.has(Field.EVENT_TYPE)) {
      return Optional.of(EventType.NEW);
    }
    Optional<String> name = fields.text(Field.EVENT_TYPE, false);
    Optional<EventType> type = name.flatMap(EventType::of);
    if (name.isPresent() && type.isEmpty()) {
      fields.unknownCode(Field.EVENT_TYPE, name.get());
    }
    return type;
  }
}
