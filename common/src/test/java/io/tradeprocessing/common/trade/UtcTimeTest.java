package io.tradeprocessing.common.trade;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {

  @Property
  void agreesWithJavaTimeOnEveryNanosecond(
      @ForAll @LongRange(min = 1, max = 253_402_300_799L) long second,
      @ForAll @IntRange(min = 0, max = 999_999_999) int nano) {
    Instant time = Instant.ofEpochSecond(second, nano);

    assertThat(UtcTime.parse(time.toString())).contains(time);
    assertThat(UtcTime.parse(time.toString().replace("Z", "+00:00"))).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-12T14:30:00.1234567890Z",
        "2026-01-12T14:30:00.+00:00",
        "2026-01-12T14:30:00.12345678xZ",
        "2026-01-12T14:30:00-00:00",
        "1970-01-01T00:00:00.000000999Z",
        "+00:00",
        "Z"
      })
  void readsNoOtherText(String text) {
    assertThat(UtcTime.parse(text)).isEmpty();
  }

  @Test
  void anEventTimeOfATradingTimeIsTheMicrosecondThatItLiesIn() {
    assertThat(EventTime.of(Instant.parse("2026-01-12T14:30:00.123456999Z")))
        .isEqualTo(EventTime.parse("2026-01-12T14:30:00.123456Z").orElseThrow());
    assertThat(EventTime.parse("2026-01-12T14:30:00.1234567Z")).isEmpty();
  }
}
