package io.tradeprocessing.enricher.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityMasterTest {

  private static final String LONGEST = "0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZ_09";

  @ParameterizedTest
  @ValueSource(strings = {"A", "Z", "0", "9", "_", "EUROCLEAR_BANK", LONGEST})
  void aNameHasUpToFortyCapitalLettersDigitsAndUnderscores(String name) {
    assertThat(SecurityMaster.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@", "[", "/", ":", "a", "A B", "É", LONGEST + "A"})
  void nothingElseIsAName(String name) {
    assertThat(SecurityMaster.isName(name)).isFalse();
  }
}
