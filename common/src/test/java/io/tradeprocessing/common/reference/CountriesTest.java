package io.tradeprocessing.common.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountriesTest {

  @Test
  void hasExactlyTheCountriesThatTheJdkHas() {
    Set<String> codes =
        Countries.all().stream()
            .filter(country -> country.kind() == Country.Kind.ISO)
            .map(Country::code)
            .collect(Collectors.toSet());

    assertThat(codes).isEqualTo(Set.of(Locale.getISOCountries()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"XS", "XA", "XB", "XC", "XD", "XF", "XK", "XT", "EU", "EZ", "QS", "QT", "QW"})
  void knowsThePrefixesOfIsinsThatAreNoCountries(String prefix) {
    assertThat(Countries.find(prefix)).map(Country::kind).contains(Country.Kind.ISIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AN", "CS", "YU", "SU", "DD"})
  void knowsCountriesThatIsinsOutlived(String code) {
    assertThat(Countries.find(code)).map(Country::kind).contains(Country.Kind.FORMER);
  }

  @Test
  void aCodeThatWasGivenAgainIsTheCountryOfToday() {
    assertThat(Countries.find("BY"))
        .isEqualTo(Optional.of(new Country("BY", Country.Kind.ISO, "Belarus")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA", "AB", "ZZ", "us", "U", ""})
  void knowsNothingElse(String code) {
    assertThat(Countries.find(code)).isEmpty();
  }
}
