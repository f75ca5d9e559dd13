package io.tradeprocessing.validator;

import io.tradeprocessing.common.identifier.IdentifierCheck;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.trade.Decimals;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.IsoDate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The members of one trade by field, and what the rules found in them. */
final class TradeFields {

  private final Map<Field, Json> values = new EnumMap<>(Field.class);
  private final Findings findings;
  private final JsonObject trade;
  private final Optional<JsonObject> instrument;
  private final boolean withUnknown;

  /**
   * @param overridden whether reviewers accept what may be overridden
   */
  TradeFields(JsonObject trade, boolean overridden) {
    this.trade = trade;
    this.instrument = trade.object("instrument");
    boolean unknown = sort(trade, Field::ofTrade);
    unknown |= instrument.isPresent() && sort(instrument.get(), Field::ofInstrument);
    this.withUnknown = unknown;
    this.findings = new Findings(isCancel(), overridden);
  }

  private boolean isCancel() {
    return values.get(Field.EVENT_TYPE) instanceof JsonString type
        && type.value().equals(EventType.CANCEL.name());
  }

  JsonObject trade() {
    return trade;
  }

  Optional<JsonObject> instrument() {
    return instrument;
  }

  /** Whether there are members that the contract does not know. */
  boolean withUnknown() {
    return withUnknown;
  }

  /** Whether there are members that say what became of a trade, or why; most trades have none. */
  boolean withLife() {
    return has(Field.LINKED_TRADE_IDS) || has(Field.REASON_CODE) || has(Field.REMAINING_QUANTITY);
  }

  boolean has(Field field) {
    return values.containsKey(field);
  }

  @Nullable Json get(Field field) {
    return values.get(field);
  }

  List<Violation> violations() {
    return findings.list();
  }

  void add(Field field, ViolationCode code, Message what) {
    findings.add(field, code, what);
  }

  void add(Field field, ViolationCode code, String pointer, Message what) {
    findings.add(field, code, pointer, what);
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

  void inUse(Field field, String code, LocalDate date, boolean live, boolean expired) {
    if (!live) {
      findings.add(
          field,
          expired ? ViolationCode.EXPIRED_CODE : ViolationCode.UNKNOWN_CODE,
          Message.of(
                  expired
                      ? "'{value}' was no longer in use on {date}"
                      : "'{value}' was not yet in use on {date}")
              .with("value", code)
              .with("date", date.toString()));
    }
  }

  void oneOf(Field field, boolean required, Predicate<String> allowed) {
    Optional<String> text = text(field, required);
    if (text.isPresent() && !allowed.test(text.get())) {
      unknownCode(field, text.get());
    }
  }

  Optional<BigDecimal> positive(Field field, boolean required) {
    Optional<BigDecimal> decimal = decimal(field, required);
    if (decimal.isPresent() && decimal.get().signum() <= 0) {
      outOfRange(field);
      return Optional.empty();
    }
    return decimal;
  }

  /** A number within {@link Decimals#isWithinBounds}. */
  Optional<BigDecimal> decimal(Field field, boolean required) {
    Json value = value(field, required);
    if (value == null) {
      return Optional.empty();
    }
    Optional<BigDecimal> decimal = Decimals.read(value);
    if (decimal.isPresent()) {
      if (Decimals.isWithinBounds(decimal.get())) {
        return decimal;
      }
      outOfRange(field);
      return Optional.empty();
    }
    switch (value) {
      case JsonNumber _ -> outOfRange(field);
      case JsonString string when Decimals.isNumber(string.value()) -> outOfRange(field);
      case JsonString string -> badFormat(field, string.value());
      default -> wrongType(field, value);
    }
    return Optional.empty();
  }

  /** A date, or nothing where it is absent or has another form. */
  Optional<LocalDate> date(Field field) {
    Optional<String> text = text(field, false);
    Optional<LocalDate> date = text.flatMap(IsoDate::parse);
    if (text.isPresent() && date.isEmpty()) {
      badFormat(field, text.get());
    }
    return date;
  }

  /** One of an enumeration's names; nothing where the field is absent or holds another. */
  <T> Optional<T> oneOf(Field field, Function<String, Optional<T>> ofName) {
    Optional<String> text = text(field, false);
    Optional<T> value = text.flatMap(ofName);
    if (text.isPresent() && value.isEmpty()) {
      unknownCode(field, text.get());
    }
    return value;
  }

  /** Reports what an identifier's standard says against it. */
  void report(Field field, String text, IdentifierCheck check) {
    switch (check) {
      case OK -> {}
      case BAD_FORMAT -> badFormat(field, text);
      case BAD_CHECK_DIGIT ->
          findings.add(
              field,
              ViolationCode.BAD_CHECK_DIGIT,
              field.mayIdentifyAPerson()
                  ? Message.of("the check digits of the LEI are wrong")
                  : Message.of("the check digit of '{value}' is wrong").with("value", text));
    }
  }

  void badFormat(Field field, String text) {
    findings.add(
        field,
        ViolationCode.BAD_FORMAT,
        field.mayIdentifyAPerson()
            ? Message.of("the value is not " + field.noun())
            : Message.of("'{value}' is not " + field.noun()).with("value", text));
  }

  void unknownCode(Field field, String text) {
    findings.add(
        field, ViolationCode.UNKNOWN_CODE, Message.of("'{value}' is unknown").with("value", text));
  }

  void outOfRange(Field field) {
    findings.add(field, ViolationCode.OUT_OF_RANGE, Message.of("the number is out of range"));
  }

  void wrongType(Field field, Json value) {
    findings.add(
        field,
        ViolationCode.WRONG_TYPE,
        Message.of("the JSON type {type} is not allowed").with("type", value.typeName()));
  }

  Optional<String> text(Field field, boolean required) {
    Json value = value(field, required);
    if (value instanceof JsonString string) {
      return Optional.of(string.value());
    }
    if (value != null) {
      wrongType(field, value);
    }
    return Optional.empty();
  }

  @Nullable Json value(Field field, boolean required) {
    Json value = values.get(field);
    if (value == null && required) {
      findings.add(field, ViolationCode.MISSING, Message.of("the field is missing"));
    }
    return value;
  }
}
