package io.tradeprocessing.common.trade;

import io.tradeprocessing.common.reference.InstrumentKind;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a trade is worth by its terms.
 *
 * <p>FIX: GrossTradeAmt (381) is quantity times price in currency, without accrued interest and
 * fees; ContractMultiplier (231) leads from contracts to units, Factor (228) from original to
 * current face ({@code Qty * Factor * Price = Gross Trade Amount}). Exact: nothing is rounded.
 */
public sealed interface Valuation {

  /**
   * Quantity and price multiply.
   *
   * @param notional in the currency of the price
   * @param perPrice by how much the notional changes when the price changes by 1
   */
  record Priced(BigDecimal notional, BigDecimal perPrice) implements Valuation {}

  /**
   * The price is a rate or a yield, and no factor of the notional: the amount paid does not follow
   * from the trade.
   *
   * @param notional the nominal, in the currency of the quantity
   */
  record Nominal(BigDecimal notional) implements Valuation {}

  /**
   * The terms do not say.
   *
   * @param missing what they lack
   */
  record Unknown(Missing missing) implements Valuation {}

  /** What a trade lacks to be valued. */
  enum Missing {
    /** A bond without {@code priceType}: its price may be per piece or in percent of par. */
    PRICE_TYPE,
    /** {@code contractMultiplier}: the units of a contract, or the par of a bond's piece. */
    CONTRACT_MULTIPLIER,
    /** A swap or forward at a rate whose quantity is not NOMINAL. */
    NOMINAL_QUANTITY
  }

  /**
   * Values a trade.
   *
   * @param quantity in {@code quantityType}
   * @param price in {@code priceType}
   * @param priceType as sent; a trade that sends none means {@link PriceType#PER_UNIT}
   * @param multiplier {@code contractMultiplier}, where it is sent
   * @param factor 1 where none is sent
   * @param kind of the instrument, where it is known
   */
  static Valuation of(
      BigDecimal quantity,
      QuantityType quantityType,
      BigDecimal price,
      Optional<PriceType> priceType,
      Optional<BigDecimal> multiplier,
      BigDecimal factor,
      Optional<InstrumentKind> kind) {
    if (priceType.isEmpty() && kind.isPresent() && kind.get() == InstrumentKind.DEBT) {
      return new Unknown(Missing.PRICE_TYPE);
    }
    PriceType type = priceType.orElse(PriceType.PER_UNIT);
    boolean isRate =
        switch (type) {
          case PER_UNIT -> false;
          case PERCENTAGE -> kind.isPresent() && isQuotedByRate(kind.get());
          case YIELD, BASIS_POINTS -> true;
        };
    if (isRate && type == PriceType.PERCENTAGE && quantityType != QuantityType.NOMINAL) {
      return new Unknown(Missing.NOMINAL_QUANTITY);
    }
    if (multiplier.isEmpty() && needsMultiplier(quantityType, type)) {
      return new Unknown(Missing.CONTRACT_MULTIPLIER);
    }
    BigDecimal units = multiplier.isPresent() ? quantity.multiply(multiplier.get()) : quantity;
    if (isRate) {
      return new Nominal(units);
    }
    BigDecimal face = factor.compareTo(BigDecimal.ONE) == 0 ? units : units.multiply(factor);
    BigDecimal perPrice = type == PriceType.PERCENTAGE ? face.movePointLeft(2) : face;
    return new Priced(perPrice.multiply(price), perPrice);
  }

  private static boolean needsMultiplier(QuantityType quantityType, PriceType priceType) {
    return switch (quantityType) {
      case NOMINAL -> false;
      case CONTRACTS -> true;
      case UNITS -> priceType != PriceType.PER_UNIT;
    };
  }

  /** Whether a percentage is a rate and not a share of par: FRAs and swaps, not bond futures. */
  private static boolean isQuotedByRate(InstrumentKind kind) {
    return switch (kind) {
      case SWAP, FORWARD -> true;
      case EQUITY,
          COLLECTIVE_INVESTMENT_VEHICLE,
          DEBT,
          ENTITLEMENT,
          LISTED_OPTION,
          FUTURE,
          NON_LISTED_OPTION,
          SPOT,
          STRATEGY,
          FINANCING,
          REFERENTIAL,
          OTHER ->
          false;
    };
  }
}
