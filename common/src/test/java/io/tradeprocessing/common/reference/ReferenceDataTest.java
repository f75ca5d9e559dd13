package io.tradeprocessing.common.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ReferenceDataTest {

  @Test
  void everySetNamesItsStandardItsOriginAndItsDate() {
    assertThat(ReferenceData.sources())
        .extracting(ReferenceData.Source::name)
        .containsExactly("venues", "currencies", "countries", "instrument-classes", "time-zones");
    assertThat(ReferenceData.sources())
        .allSatisfy(
            source -> {
              assertThat(source.standard()).isNotBlank();
              assertThat(source.origin()).matches("(crate|PyPI) [a-z0-9-]+ [0-9.]+");
              assertThat(source.asOf()).isAfter(LocalDate.of(2021, 1, 1));
            });
  }
}
