package io.tradeprocessing.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.lambda.CannedResponses;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ssm.SsmClient;

class StoreConnectionTest {

  private final List<Integer> connected = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int maxRetries = 3;

  private final Telemetry telemetry =
      new Telemetry() {
        @Override
        public void log(Level level, String message, Map<String, String> fields) {
          warnings.add(level + " " + message);
        }

        @Override
        public void metric(String name, double value, Unit unit, Map<String, String> by) {
          throw new AssertionError("a connection counts nothing");
        }
      };

  private StoreConnection connection(Supplier<Settings> settings) {
    return new StoreConnection(
        settings,
        telemetry,
        retries -> {
          connected.add(retries);
          return new TradeStore(
              CannedResponses.client(DynamoDbClient.builder(), Map.of()),
              "table",
              Backoff.standard(new Random(1)));
        });
  }

  private Settings settings() {
    return new Settings(Optional.empty(), BigDecimal.TEN, maxRetries, 500);
  }

  @Test
  void createsItsClientAtOnceSoThatASnapshotHoldsIt() {
    connection(
        () -> {
          throw new AssertionError("the settings are not read before the snapshot");
        });

    assertThat(connected).containsExactly(StoreConnection.DEFAULT_RETRIES);
  }

  @Test
  void refreshReadsTheStoreWithTheCurrentSettings() {
    maxRetries = 1;
    assertThatThrownBy(() -> connection(this::settings).refresh().work().run())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(RecorderPriming.NO_TRADE);

    assertThat(connected).containsExactly(StoreConnection.DEFAULT_RETRIES, 1);
  }

  @Test
  void retriesAsOftenAsTheSettingsSay() {
    StoreConnection connection = connection(this::settings);

    TradeStore first = connection.get();
    assertThat(connection.get()).isSameAs(first);
    maxRetries = 0;
    assertThat(connection.get()).isNotSameAs(first);

    assertThat(connected).containsExactly(3, 0);
    assertThat(warnings).isEmpty();
  }

  @Test
  void worksWithoutSettingsAndLogsIt() {
    Map<String, String> unanswered = Map.of();
    Map<String, String> poisoned =
        Map.of(
            "GetParametersByPath",
            """
            {"Parameters": [{"Name": "/trade-processing/test/max-retries", "Value": "many"}]}
            """);
    for (Map<String, String> answers : List.of(unanswered, poisoned)) {
      connected.clear();
      warnings.clear();
      try (SsmClient ssm =
          CannedResponses.client(
              SsmClient.builder()
                  .overrideConfiguration(
                      configuration -> configuration.retryStrategy(retry -> retry.maxAttempts(1))),
              answers)) {
        connection(
                new SsmSettings(
                    ssm,
                    FunctionRuntime.of(
                        Map.of("ENVIRONMENT", "test"), Clock.systemUTC(), telemetry)))
            .get();
      }

      assertThat(connected).containsExactly(StoreConnection.DEFAULT_RETRIES);
      assertThat(warnings)
          .singleElement()
          .asString()
          .startsWith("WARN the settings cannot be read");
    }
  }
}
