package io.tradeprocessing.common.trade;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another trade of the same source that a trade event names: what a life event leads to, or what a
 * NEW comes from. FIX RelatedTradeID (1856) and RelatedTradeQuantity (1860); EMIR's prior UTI.
 *
 * @param tradeId of the other trade
 * @param role of the other trade
 * @param quantity that passes to it, where the event says so
 */
public record LinkedTrade(TradeId tradeId, Role role, Optional<BigDecimal> quantity) {

  /** What the other trade is to the one that names it. */
  public enum Role {
    /** Of an ALLOCATION: a trade that it gives a part of the block to. */
    ALLOCATION,
    /** Of a GIVE_UP: the trade at the broker that takes it up. */
    TAKE_UP,
    /** Of a NOVATION: a trade that takes the place of this one. */
    SUCCESSOR,
    /** Of an EXERCISE: the trade in the underlying instrument. */
    UNDERLYING,
    /** Of a NEW: the block that it is an allocation of. */
    BLOCK,
    /** Of a NEW: the trade that was given up for it. */
    GIVE_UP,
    /** Of a NEW: the trade whose place it takes. */
    PREDECESSOR,
    /** Of a NEW: the option, right or warrant whose exercise led to it. */
    EXERCISED;

    /** By its name; nothing for any other text. */
    public static Optional<Role> of(String name) {
      return switch (name) {
        case "ALLOCATION" -> Optional.of(ALLOCATION);
        case "TAKE_UP" -> Optional.of(TAKE_UP);
        case "SUCCESSOR" -> Optional.of(SUCCESSOR);
        case "UNDERLYING" -> Optional.of(UNDERLYING);
        case "BLOCK" -> Optional.of(BLOCK);
        case "GIVE_UP" -> Optional.of(GIVE_UP);
        case "PREDECESSOR" -> Optional.of(PREDECESSOR);
        case "EXERCISED" -> Optional.of(EXERCISED);
        default -> Optional.empty();
      };
    }

    /** Whether an event of a type names trades of this role. */
    public boolean isOf(EventType type) {
      return switch (type) {
        case NEW, CORRECT -> isOrigin();
        case ALLOCATION -> this == ALLOCATION;
        case GIVE_UP -> this == TAKE_UP;
        case NOVATION -> this == SUCCESSOR;
        case TERMINATION -> this == SUCCESSOR;
        case EXERCISE -> this == UNDERLYING;
        case CANCEL -> false;
      };
    }

    /** Whether the other trade was there before. */
    public boolean isOrigin() {
      return switch (this) {
        case BLOCK, GIVE_UP, PREDECESSOR, EXERCISED -> true;
        case ALLOCATION, TAKE_UP, SUCCESSOR, UNDERLYING -> false;
      };
    }
  }

  /** What an event says in {@code linkedTradeIds}; what is not usable is left out. */
  static List<LinkedTrade> read(JsonObject detail) {
    if (!(detail.get("linkedTradeIds") instanceof JsonArray array)) {
      return List.of();
    }
    List<LinkedTrade> links = new ArrayList<>();
    for (Json value : array.values()) {
      if (value instanceof JsonObject object) {
        read(object, links);
      }
    }
    return links;
  }

  private static void read(JsonObject object, List<LinkedTrade> links) {
    Optional<TradeId> tradeId = object.text("tradeId").flatMap(TradeId::parse);
    Optional<Role> role = object.text("role").flatMap(Role::of);
    if (tradeId.isPresent() && role.isPresent()) {
      Json quantity = object.get("quantity");
      links.add(
          new LinkedTrade(
              tradeId.get(),
              role.get(),
              quantity == null ? Optional.empty() : Decimals.read(quantity)));
    }
  }
}
