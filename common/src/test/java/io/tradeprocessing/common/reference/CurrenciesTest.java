package io.tradeprocessing.common.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrenciesTest {

  @ParameterizedTest
  @CsvSource({"USD,2", "JPY,0", "KWD,3", "CLF,4", "HRK,2"})
  void knowsTheDecimalsOfTheMinorUnit(String code, int decimals) {
    assertThat(Currencies.find(code).orElseThrow().minorUnits()).contains(decimals);
  }

  @Test
  void goldHasNoMinorUnit() {
    assertThat(Currencies.find("XAU").orElseThrow().minorUnits()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "HRK,2022-12-31",
    "BGN,2025-12-31",
    "LTL,2014-12-31",
    "ANG,2025-03-31",
    "ZWL,2024-09-30"
  })
  void aWithdrawnCurrencyIsLiveUntilItsLastDay(String code, LocalDate last) {
    Currency currency = Currencies.find(code).orElseThrow();

    assertThat(currency.liveOn(last)).isTrue();
    assertThat(currency.liveOn(last.plusDays(1))).isFalse();
    assertThat(currency.expiredOn(last.plusDays(1))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"EUR,1999-01-01", "XCG,2025-03-31", "VED,2021-10-01"})
  void aNewCurrencyIsLiveFromItsFirstDay(String code, LocalDate first) {
    Currency currency = Currencies.find(code).orElseThrow();

    assertThat(currency.liveOn(first)).isTrue();
    assertThat(currency.liveOn(first.minusDays(1))).isFalse();
    assertThat(currency.expiredOn(first.minusDays(1))).isFalse();
  }

  @Test
  void agreesWithTheJdkOnTheMinorUnitsOfEveryLiveCurrency() {
    assertThat(Currencies.all())
        .filteredOn(currency -> currency.lastDay().isEmpty() && jdkKnows(currency.code()))
        .hasSizeGreaterThan(165)
        .allSatisfy(
            currency ->
                assertThat(java.util.Currency.getInstance(currency.code()))
                    .extracting(java.util.Currency::getDefaultFractionDigits)
                    .isEqualTo(currency.minorUnits().orElse(-1)));
  }

  private static boolean jdkKnows(String code) {
    return java.util.Currency.getAvailableCurrencies().stream()
        .anyMatch(currency -> currency.getCurrencyCode().equals(code));
  }

  @Test
  void knowsEveryCurrencyThatTheJdkKnows() {
    Set<String> codes = Currencies.all().stream().map(Currency::code).collect(Collectors.toSet());
    Set<String> jdk =
        java.util.Currency.getAvailableCurrencies().stream()
            .map(java.util.Currency::getCurrencyCode)
            .collect(Collectors.toSet());

    assertThat(codes).containsAll(jdk);
  }

  @Test
  void everyCurrencyIsFoundByItsCode() {
    assertThat(Currencies.all())
        .doesNotHaveDuplicates()
        .allSatisfy(currency -> assertThat(Currencies.find(currency.code())).contains(currency));
  }

  @ParameterizedTest
  @CsvSource({
    "GBX,GBP,100",
    "GBp,GBP,100",
    "ZAc,ZAR,100",
    "ZAr,ZAR,100",
    "ILA,ILS,100",
    "ILs,ILS,100",
    "ILa,ILS,100",
    "EUc,EUR,100",
    "USX,USD,100",
    "KWF,KWD,1000",
    "KWd,KWD,1000"
  })
  void knowsCodesOfMinorUnits(String code, String currency, int perUnit) {
    assertThat(Currencies.minorUnit(code)).contains(new MinorUnit(code, currency, perUnit));
    assertThat(Currencies.find(code)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GBP", "ABc", "JPy", "gbp", "gBp", "", "GB", "GBpp", "XAu"})
  void otherCodesAreNoMinorUnits(String code) {
    assertThat(Currencies.minorUnit(code)).isEmpty();
  }
}
