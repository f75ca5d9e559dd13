package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {

  private static final Probe PROBE = new Probe("eu-west-1", Entries.NOW, "arn:execution", "7");

  @Test
  void isAnItemThatNoTradeHas() {
    assertThat(PROBE.item())
        .isEqualTo(
            Entries.object(
                """
                {"tradeId": "probe:eu-west-1", "timestamp": 0, "region": "eu-west-1",
                 "recordedAt": "2026-01-12T14:30:05.250Z", "executionArn": "arn:execution",
                 "functionVersion": "7"}
                """));
    assertThat(Probe.isProbe("probe:eu-west-1")).isTrue();
    assertThat(Probe.isProbe("T1")).isFalse();
    assertThat(Probe.read(PROBE.item())).contains(PROBE);
  }

  @ParameterizedTest
  @CsvSource({
    "region, 1",
    "recordedAt, '\"today\"'",
    "recordedAt, 1",
    "executionArn, 1",
    "functionVersion, {}"
  })
  void isNothingWhereSomebodyDamagedIt(String attribute, String value) {
    JsonObject.Builder damaged = JsonObject.builder();
    PROBE
        .item()
        .forEach(
            (name, sound) ->
                damaged.put(name, name.equals(attribute) ? JsonReader.read(value) : sound));

    assertThat(Probe.read(damaged.build())).isEmpty();
  }
}
