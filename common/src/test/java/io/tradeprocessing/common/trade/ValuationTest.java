package io.tradeprocessing.common.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.trade.Valuation.Missing;
import java.math.BigDecimal;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ValuationTest {

  /** Each line of the table of {@code docs/enrichment.md}; empty cells are not sent. */
  @ParameterizedTest
  @CsvSource({
    // kind, quantity, type, price, type, multiplier, factor, notional, per price
    "EQUITY,100,UNITS,187.25,,,,18725,100",
    ",100,UNITS,187.25,,,,18725,100",
    "DEBT,1000000,NOMINAL,98.50,PERCENTAGE,,,985000,10000",
    "DEBT,10,UNITS,98.50,PERCENTAGE,1000,,9850,100",
    "DEBT,1000000,NOMINAL,101.25,PERCENTAGE,,1.23456,1249992,12345.6",
    "DEBT,10,UNITS,985,PER_UNIT,,,9850,10",
    "LISTED_OPTION,10,CONTRACTS,2.35,PER_UNIT,100,,2350,1000",
    "FUTURE,1,CONTRACTS,-37.63,PER_UNIT,1000,,-37630,1000",
    "FUTURE,5,CONTRACTS,131.27,PERCENTAGE,100000,,656350,5000",
    "SPOT,1000000,NOMINAL,1.0842,PER_UNIT,,,1084200,1000000",
    "EQUITY,100,UNITS,0,PER_UNIT,,,0,100"
  })
  void quantityTimesPrice(
      @Nullable InstrumentKind kind,
      BigDecimal quantity,
      QuantityType quantityType,
      BigDecimal price,
      @Nullable PriceType priceType,
      @Nullable BigDecimal multiplier,
      @Nullable BigDecimal factor,
      BigDecimal notional,
      BigDecimal perPrice) {
    Valuation valuation = value(kind, quantity, quantityType, price, priceType, multiplier, factor);

    assertThat(valuation)
        .isInstanceOfSatisfying(
            Valuation.Priced.class,
            priced -> {
              assertThat(priced.notional()).isEqualByComparingTo(notional);
              assertThat(priced.perPrice()).isEqualByComparingTo(perPrice);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "DEBT,1000000,NOMINAL,-0.42,YIELD,,1000000",
    "DEBT,10,UNITS,4.2,YIELD,1000,10000",
    "SWAP,50000000,NOMINAL,2.31,PERCENTAGE,,50000000",
    "FORWARD,50000000,NOMINAL,2.31,PERCENTAGE,,50000000",
    ",10000000,NOMINAL,95,BASIS_POINTS,,10000000"
  })
  void aRateIsNoFactor(
      @Nullable InstrumentKind kind,
      BigDecimal quantity,
      QuantityType quantityType,
      BigDecimal price,
      @Nullable PriceType priceType,
      @Nullable BigDecimal multiplier,
      BigDecimal nominal) {
    assertThat(value(kind, quantity, quantityType, price, priceType, multiplier, null))
        .isEqualTo(new Valuation.Nominal(nominal));
  }

  @ParameterizedTest
  @CsvSource({
    "DEBT,1000000,UNITS,98.50,,,PRICE_TYPE",
    "DEBT,10,UNITS,98.50,PERCENTAGE,,CONTRACT_MULTIPLIER",
    "LISTED_OPTION,10,CONTRACTS,2.35,PER_UNIT,,CONTRACT_MULTIPLIER",
    "DEBT,10,UNITS,4.2,YIELD,,CONTRACT_MULTIPLIER",
    "SWAP,10,UNITS,2.31,PERCENTAGE,,NOMINAL_QUANTITY"
  })
  void saysWhatIsMissing(
      @Nullable InstrumentKind kind,
      BigDecimal quantity,
      QuantityType quantityType,
      BigDecimal price,
      @Nullable PriceType priceType,
      @Nullable BigDecimal multiplier,
      Missing missing) {
    assertThat(value(kind, quantity, quantityType, price, priceType, multiplier, null))
        .isEqualTo(new Valuation.Unknown(missing));
  }

  @Property
  void oneMoreOfThePriceIsPerPriceMoreOfTheNotional(
      @ForAll @BigRange(min = "0.001", max = "1000000000") @Scale(3) BigDecimal quantity,
      @ForAll @BigRange(min = "-1000", max = "1000") @Scale(6) BigDecimal price,
      @ForAll PriceType priceType,
      @ForAll QuantityType quantityType) {
    BigDecimal multiplier = new BigDecimal("1000");
    if (value(null, quantity, quantityType, price, priceType, multiplier, null)
        instanceof Valuation.Priced priced) {
      Valuation next =
          value(
              null, quantity, quantityType, price.add(BigDecimal.ONE), priceType, multiplier, null);
      assertThat(next)
          .isInstanceOfSatisfying(
              Valuation.Priced.class,
              more ->
                  assertThat(more.notional().subtract(priced.notional()))
                      .isEqualByComparingTo(priced.perPrice()));
    }
  }

  @ParameterizedTest
  @EnumSource(PriceType.class)
  void priceTypesAreFoundByTheirNamesAlone(PriceType type) {
    assertThat(PriceType.of(type.name())).contains(type);
    assertThat(PriceType.of(type.name().toLowerCase(java.util.Locale.ROOT))).isEmpty();
  }

  @Test
  void quantityTypesAreFoundByTheirNamesAlone() {
    for (QuantityType type : QuantityType.values()) {
      assertThat(QuantityType.of(type.name())).contains(type);
    }
    assertThat(QuantityType.of("CONTRACT")).isEmpty();
  }

  @Test
  void boundsAreThirtyFourDigitsBeforeAndAfterThePoint() {
    assertThat(Decimals.isWithinBounds(new BigDecimal("9".repeat(34) + "." + "9".repeat(34))))
        .isTrue();
    assertThat(Decimals.isWithinBounds(new BigDecimal("9".repeat(35)))).isFalse();
    assertThat(Decimals.isWithinBounds(new BigDecimal("0." + "9".repeat(35)))).isFalse();
    assertThat(Decimals.isWithinBounds(new BigDecimal("1e34"))).isFalse();
  }

  private static Valuation value(
      @Nullable InstrumentKind kind,
      BigDecimal quantity,
      QuantityType quantityType,
      BigDecimal price,
      @Nullable PriceType priceType,
      @Nullable BigDecimal multiplier,
      @Nullable BigDecimal factor) {
    return Valuation.of(
        quantity,
        quantityType,
        price,
        Optional.ofNullable(priceType),
        Optional.ofNullable(multiplier),
        factor == null ? BigDecimal.ONE : factor,
        Optional.ofNullable(kind));
  }
}
