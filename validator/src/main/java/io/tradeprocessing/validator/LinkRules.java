package io.tradeprocessing.validator;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.trade.Decimals;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.LinkedTrade.Role;
import io.tradeprocessing.common.trade.TradeId;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The rules on the trades that an event names. They see one event: whether the other trade is on
 * record, and names this one, is shown by {@code trades records}.
 */
final class LinkRules {

  /** As many trades an event may name. */
  static final int MAX_LINKS = 1_000;

  /** After as many violations no link is judged: a verdict must fit into a workflow's state. */
  static final int MAX_VIOLATIONS = 32;

  private static final Set<String> MEMBERS = Set.of("tradeId", "role", "quantity");

  private final TradeFields fields;
  private final EventType type;
  private int violations;

  LinkRules(TradeFields fields, EventType type) {
    this.fields = fields;
    this.type = type;
  }

  /**
   * Checks the links.
   *
   * @param tradeId of the event, where it is usable
   */
  void check(Optional<TradeId> tradeId) {
    Json value = fields.value(Field.LINKED_TRADE_IDS, false);
    if (value == null) {
      if (type == EventType.ALLOCATION || type == EventType.NOVATION) {
        add(
            "",
            ViolationCode.MISSING,
            Message.of("the {type} names no trade").with("type", type.name()));
      }
      return;
    }
    if (!(value instanceof JsonArray array)) {
      wrongType("", value);
      return;
    }
    int count = array.values().size();
    if (count == 0) {
      add("", ViolationCode.MISSING, Message.of("the list names no trade"));
    } else if (count > MAX_LINKS) {
      add(
          "",
          ViolationCode.OUT_OF_RANGE,
          Message.of("there are {count} linked trades").with("count", Integer.toString(count)));
    } else {
      each(array, tradeId);
    }
  }

  private void each(JsonArray links, Optional<TradeId> tradeId) {
    Set<TradeId> named = new HashSet<>();
    Optional<BigDecimal> sum = Optional.of(BigDecimal.ZERO);
    for (int i = 0; i < links.values().size(); i++) {
      String at = "/" + i;
      if (violations >= MAX_VIOLATIONS) {
        add(
            at,
            ViolationCode.OUT_OF_RANGE,
            Message.of(
                    "{count} violations in the links before; this one and those after it were"
                        + " not judged")
                .with("count", Integer.toString(violations)));
        return;
      }
      Optional<BigDecimal> quantity = Optional.empty();
      if (links.values().get(i) instanceof JsonObject link) {
        other(link, at + "/tradeId", tradeId, named);
        role(link, at + "/role");
        quantity = quantity(link, at + "/quantity");
        unknown(link, at);
      } else {
        wrongType(at, links.values().get(i));
      }
      sum =
          sum.isPresent() && quantity.isPresent()
              ? Optional.of(sum.get().add(quantity.get()))
              : Optional.empty();
    }
    if (sum.isPresent() && type == EventType.ALLOCATION) {
      sum(sum.get());
    }
  }

  /** The trade that a link names: another one, once. */
  private void other(JsonObject link, String at, Optional<TradeId> tradeId, Set<TradeId> named) {
    Optional<String> text = text(link, "tradeId", at);
    if (text.isEmpty()) {
      return;
    }
    Optional<TradeId> other = TradeId.parse(text.get());
    if (other.isEmpty()) {
      add(
          at,
          ViolationCode.BAD_FORMAT,
          Message.of("'{value}' is not a trade identifier").with("value", text.get()));
    } else if (other.equals(tradeId)) {
      add(at, ViolationCode.INCONSISTENT, Message.of("the trade is linked to itself"));
    } else if (!named.add(other.get())) {
      add(
          at,
          ViolationCode.INCONSISTENT,
          Message.of("'{value}' is linked twice").with("value", text.get()));
    }
  }

  private void role(JsonObject link, String at) {
    Optional<String> text = text(link, "role", at);
    if (text.isEmpty()) {
      return;
    }
    Optional<Role> role = Role.of(text.get());
    if (role.isEmpty()) {
      add(
          at,
          ViolationCode.UNKNOWN_CODE,
          Message.of("'{value}' is unknown").with("value", text.get()));
    } else if (!role.get().isOf(type)) {
      add(
          at,
          ViolationCode.INCONSISTENT,
          Message.of("{type} does not name a trade of role {role}")
              .with("type", type.name())
              .with("role", role.get().name()));
    }
  }

  private Optional<BigDecimal> quantity(JsonObject link, String at) {
    Json value = link.get("quantity");
    if (value == null) {
      return Optional.empty();
    }
    Optional<BigDecimal> quantity = Decimals.read(value);
    if (quantity.isPresent()
        && quantity.get().signum() > 0
        && Decimals.isWithinBounds(quantity.get())) {
      return quantity;
    }
    switch (value) {
      case JsonNumber _ -> outOfRange(at);
      case JsonString text when Decimals.isNumber(text.value()) -> outOfRange(at);
      case JsonString text ->
          add(
              at,
              ViolationCode.BAD_FORMAT,
              Message.of("'{value}' is not a decimal number").with("value", text.value()));
      default -> wrongType(at, value);
    }
    return Optional.empty();
  }

  private void unknown(JsonObject link, String at) {
    int unknown = 0;
    for (int i = 0; i < link.size(); i++) {
      if (!MEMBERS.contains(link.nameAt(i))) {
        unknown++;
      }
    }
    if (unknown > 0) {
      add(
          at,
          ViolationCode.UNKNOWN_FIELD,
          Message.of("{count} fields of the link are not in the contract")
              .with("count", Integer.toString(unknown)));
    }
  }

  /** What the accounts get is what the event allocates. A novation to two sides is twice that. */
  private void sum(BigDecimal sum) {
    Json value = fields.get(Field.QUANTITY);
    Optional<BigDecimal> allocated =
        value == null ? Optional.empty() : Decimals.read(value).filter(Decimals::isWithinBounds);
    if (allocated.isPresent() && allocated.get().compareTo(sum) != 0) {
      add(
          "",
          ViolationCode.INCONSISTENT,
          Message.of("the linked trades have {sum} of the {quantity} that are allocated")
              .with("sum", sum.toPlainString())
              .with("quantity", allocated.get().toPlainString()));
    }
  }

  private Optional<String> text(JsonObject link, String name, String at) {
    Json value = link.get(name);
    if (value instanceof JsonString text) {
      return Optional.of(text.value());
    }
    if (value == null) {
      add(at, ViolationCode.MISSING, Message.of("the link has no {name}").with("name", name));
    } else {
      wrongType(at, value);
    }
    return Optional.empty();
  }

  private void outOfRange(String at) {
    add(at, ViolationCode.OUT_OF_RANGE, Message.of("the number is out of range"));
  }

  private void wrongType(String at, Json value) {
    add(
        at,
        ViolationCode.WRONG_TYPE,
        Message.of("the JSON type {type} is not allowed").with("type", value.typeName()));
  }

  /**
   * Adds a violation.
   *
   * @param at pointer within the list
   */
  private void add(String at, ViolationCode code, Message what) {
    violations++;
    fields.add(Field.LINKED_TRADE_IDS, code, Field.LINKED_TRADE_IDS.pointer() + at, what);
  }
}
