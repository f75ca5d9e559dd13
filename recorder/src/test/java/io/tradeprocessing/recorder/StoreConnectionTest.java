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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
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

  /** Both steps share the time that Lambda gives them. */
  @Test
  void afterARestoreTheSettingsAreReadOnceForBothSteps() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    ExecutionInterceptor counting =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(
              Context.BeforeExecution context, ExecutionAttributes attributes) {
            reads.incrementAndGet();
          }
        };
    String parameters =
        """
        {"Parameters": [
          {"Name": "/trade-processing/test/api-endpoint", "Value": "none"},
          {"Name": "/trade-processing/test/processing-threshold", "Value": "1000000"},
          {"Name": "/trade-processing/test/max-retries", "Value": "1"},
          {"Name": "/trade-processing/test/price-deviation-limit-bps", "Value": "500"},
          {"Name": "/trade-processing/test/firm-profile", "Value": "none"},
          {"Name": "/trade-processing/test/reviewers", "Value": "none"}]}
        """;
    try (SsmClient ssm =
        CannedResponses.client(
            SsmClient.builder()
                .overrideConfiguration(
                    configuration -> configuration.addExecutionInterceptor(counting)),
            Map.of("GetParametersByPath", parameters))) {
      SsmSettings settings =
          new SsmSettings(
              ssm, FunctionRuntime.of(Map.of("ENVIRONMENT", "test"), Clock.systemUTC(), telemetry));
      StoreConnection connection = connection(settings);

      settings.refresh().work().run();
      assertThatThrownBy(() -> connection.refresh().work().run())
          .isInstanceOf(StoreUnavailableException.class);

      assertThat(connected).as("with the settings that were read").containsExactly(3, 1);
      assertThat(reads).hasValue(1);
    }
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
