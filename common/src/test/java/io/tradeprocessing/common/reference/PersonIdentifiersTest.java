package io.tradeprocessing.common.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class PersonIdentifiersTest {

  @ParameterizedTest
  @CsvFileSource(resources = "/identifiers/national-numbers.tsv", delimiter = '\t')
  void everyNumberThatAnotherLibraryTakesForValidHasTheFormOfItsCountry(
      String country, String number) {
    assertThat(PersonIdentifiers.of(country).fits(number)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "BE,8507303332",
    "GB,AB123456E",
    "GB,123456789",
    "ES,5436231K",
    "FI,131052:308T",
    "SE,88032-0016"
  })
  void aNumberOfAnotherFormDoesNotFit(String country, String number) {
    assertThat(PersonIdentifiers.of(country).fits(number)).isFalse();
  }

  /** RTS 22, Annex II: 31 countries, and all others. */
  @Test
  void annexIiNamesThirtyOneCountriesAndTheOthersHavePassports() {
    assertThat(PersonIdentifiers.named()).hasSize(31);
    assertThat(PersonIdentifiers.of("US").schemes()).containsExactly("CCPT", "CONCAT");
    assertThat(PersonIdentifiers.of("US").fits("ANYTHING")).isTrue();
    assertThat(withoutConcat()).containsExactlyInAnyOrder("EE", "ES", "IS", "IT", "MT", "PL");
  }

  private static Set<String> withoutConcat() {
    return PersonIdentifiers.named().stream()
        .filter(country -> !country.schemes().contains("CONCAT"))
        .map(PersonIdentifiers::country)
        .collect(Collectors.toSet());
  }
}
