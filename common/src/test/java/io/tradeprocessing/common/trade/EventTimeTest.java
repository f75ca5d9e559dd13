package io.tradeprocessing.common.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

  private static final long END_OF_9999 = 253_402_300_799_999_999L;

  @Test
  void readsSecondsAndAnyFractionDownToTheMicrosecond() {
    assertThat(EventTime.parse("2026-01-12T14:30:00Z")).contains(at(1_768_228_200_000_000L));
    assertThat(EventTime.parse("2026-01-12T14:30:00.5Z")).contains(at(1_768_228_200_500_000L));
    assertThat(EventTime.parse("2026-01-12T14:30:00.000001Z")).contains(at(1_768_228_200_000_001L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-01-12",
        "2026-01-12T14:30Z",
        "2026-01-12T14:30:00",
        "2026-01-12T14:30:00-00:00",
        "2026-01-12 14:30:00Z",
        "2026-01-12T14:30:00.Z",
        "2026-01-12T14:30:00.0000001Z",
        "2026-01-12T14:30:00,5Z",
        "2026-01-12T24:00:00Z",
        "2026-01-12T14:60:00Z",
        "2026-01-12T14:30:60Z",
        "2026-02-29T14:30:00Z",
        "2026-13-01T14:30:00Z",
        "2o26-01-12T14:30:00Z",
        "2026/01/12T14:30:00Z",
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z"
      })
  void refusesEveryOtherText(String text) {
    assertThat(EventTime.parse(text)).isEmpty();
  }

  @Test
  void isAfterTheEpoch() {
    assertThatThrownBy(() -> at(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void agreesWithJavaTimeOnEveryMicrosecondAndReadsItsOwnText(
      @ForAll @LongRange(min = 1, max = END_OF_9999) long micros) {
    EventTime time = at(micros);
    Instant instant =
        Instant.EPOCH.plusSeconds(micros / 1_000_000).plusNanos(micros % 1_000_000 * 1_000);

    assertThat(time.instant()).isEqualTo(instant);
    assertThat(EventTime.parse(instant.toString())).contains(time);
    assertThat(EventTime.parse(time.toString())).contains(time);
  }

  @Test
  void comparesByTime() {
    assertThat(at(1)).isLessThan(at(2));
  }

  @Test
  void anOffsetOfZeroIsUtc() {
    assertThat(EventTime.parse("2026-01-12T14:30:00.25+00:00"))
        .isEqualTo(EventTime.parse("2026-01-12T14:30:00.25Z"));
  }

  private static EventTime at(long micros) {
    return new EventTime(micros);
  }
}
