package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.json.CanonicalJson;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.trade.EventTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortKeyTest {

  /** The last microsecond of the year 9999. */
  private static final long LAST = 253_402_300_799_999_999L;

  @Property
  void comesBackFromItsText(
      @ForAll @LongRange(max = LAST) long micros,
      @ForAll @NumericChars @StringLength(20) String fraction) {
    SortKey key = new SortKey(micros, fraction);

    assertThat(SortKey.parse(key.toString())).contains(key);
    assertThat(new BigDecimal(key.toString()).precision()).isLessThanOrEqualTo(38);
  }

  @Property
  void hasTheOrderOfTheNumbers(
      @ForAll @LongRange(max = 2) long a,
      @ForAll @NumericChars @StringLength(20) String b,
      @ForAll @LongRange(max = 2) long c,
      @ForAll @NumericChars @StringLength(20) String d) {
    SortKey left = new SortKey(a, b);
    SortKey right = new SortKey(c, d);

    assertThat(Integer.signum(left.compareTo(right)))
        .isEqualTo(new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())));
  }

  @Property
  void keepsRegionsSourcesAndEventsApart(@ForAll @IntRange(max = 9) int slot) {
    EventTime time = new EventTime(LAST);
    SortKey key = SortKey.of(time, slot, "system1", "ab");

    assertThat(key.slot()).isEqualTo(slot);
    assertThat(key.time()).isEqualTo(time);
    assertThat(key.isHead()).isFalse();
    assertThat(key).isNotEqualTo(SortKey.of(time, (slot + 1) % 10, "system1", "ab"));
    assertThat(key).isNotEqualTo(SortKey.of(time, slot, "system2", "ab"));
    assertThat(key).isNotEqualTo(SortKey.of(time, slot, "system1", "ac"));
    assertThat(key).isBetween(SortKey.first(LAST), SortKey.last(LAST));
  }

  /** By the definition: the hash, as a number, modulo 10 to the power of 19. */
  @Property
  void theFractionIsWhatTheHashLeaves(@ForAll @AlphaChars String source, @ForAll String event) {
    String hash =
        CanonicalJson.sha256(
            JsonObject.builder().put("sourceSystem", source).put("eventHash", event).build());
    BigInteger digits = new BigInteger(hash, 16).mod(BigInteger.TEN.pow(19));

    assertThat(SortKey.of(new EventTime(LAST), 7, source, event).fraction())
        .isEqualTo("7%019d".formatted(digits));
  }

  @Test
  void writesHeadsAsTheTableReturnsThem() {
    assertThat(SortKey.head(0)).hasToString("0");
    assertThat(SortKey.head(1)).hasToString("0.1");
    assertThat(SortKey.head(1).isHead()).isTrue();
    assertThat(SortKey.parse("0.1")).contains(SortKey.head(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "01",
        "1.",
        ".5",
        "1.50",
        "1.123456789012345678901",
        "1e3",
        "x",
        "1234567890123456789"
      })
  void refusesAnyOtherText(String text) {
    assertThat(SortKey.parse(text)).isEmpty();
  }

  @Test
  void refusesWhatIsNotAKey() {
    assertThatThrownBy(() -> new SortKey(1, "1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SortKey(-1, "0".repeat(20)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SortKey(1_000_000_000_000_000_000L, "0".repeat(20)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SortKey.last(SortKey.MAX_MICROSECONDS).toString()).hasSize(18 + 1 + 20);
  }

  @Test
  void onlyAKeyOfNoTimeAndNoEventIsAHeads() {
    assertThat(SortKey.head(9).isHead()).isTrue();
    assertThat(new SortKey(0, "10000000000000000001").isHead()).isFalse();
    assertThat(new SortKey(1, "1" + "0".repeat(19)).isHead()).isFalse();
  }

  @Test
  void aRegionHasANameAndASlotOfOneDigit() {
    assertThat(new Region("eu-west-1", 9)).hasToString("eu-west-1 (slot 9)");
    assertThat(Region.LOCAL.slot()).isZero();
    assertThatThrownBy(() -> new Region("", 1)).isInstanceOf(IllegalArgumentException.class);
    for (int slot : new int[] {-1, 10}) {
      assertThatThrownBy(() -> new Region("eu-west-1", slot))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not a Region with a slot from 0 to 9: eu-west-1 " + slot);
    }
  }

  @Test
  void aRecordsKeyIsReadableAndThatOfAnEventWithoutAnIdFollowsFromItsHash() {
    RecordKey key = new RecordKey("T1", SortKey.of(new EventTime(1), 0, "system1", "ab"));

    assertThat(key).hasToString("T1 at 1970-01-01T00:00:00.000001Z");
    assertThat(RecordKey.invalidTradeId("0123456789abcdef".repeat(4)))
        .isEqualTo("invalid:" + "0123456789abcdef".repeat(2));
  }
}
