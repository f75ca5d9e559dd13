package io.tradeprocessing.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

  private final DurationConverter converter = new DurationConverter();

  @Test
  void iso8601IsRead() {
    assertThat(converter.convert("P2DT4H")).isEqualTo(Duration.ofHours(52));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "banana", "4h", "P1M"})
  void anythingElseIsNamedBesideWhatIsAllowed(String value) {
    assertThatThrownBy(() -> converter.convert(value))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + value + "' is not a duration: give one such as PT15M, PT4H or P2D");
  }
}
