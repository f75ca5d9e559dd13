package io.tradeprocessing.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done before a snapshot has no effect, and says nothing. */
class BackfillPrimingTest {

  @ParameterizedTest
  @ValueSource(strings = {"none", "eu-west-1"})
  void allSampleTradesAreRecordedWithoutAWord(String replicaRegion) throws IOException {
    List<String> said = new ArrayList<>();
    FunctionRuntime runtime =
        FunctionRuntime.of(
            Map.of("REPLICA_REGION", replicaRegion),
            Clock.systemUTC(),
            new Telemetry() {
              @Override
              public void log(Level level, String message, Map<String, String> fields) {
                said.add(message);
              }

              @Override
              public void metric(
                  String name, double value, Unit unit, Map<String, String> dimensions) {
                said.add(name);
              }
            });

    BackfillPriming.partition(runtime.priming(), 10);

    assertThat(said).isEmpty();
  }
}
