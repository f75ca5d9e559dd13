package io.tradeprocessing.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.telemetry.AwsCallTracing;
import io.tradeprocessing.common.telemetry.XRay;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbTest {

  private static final String REGION = "aws.region";

  @BeforeEach
  void stayInARegion() {
    System.setProperty(REGION, "us-east-1");
  }

  @AfterEach
  void leaveTheRegion() {
    System.clearProperty(REGION);
  }

  @Test
  void givesUpBeforeTheFunctionDoesHoweverOftenItRetries() {
    AwsCallTracing tracing = new AwsCallTracing(XRay.fromEnvironment(Map.of(), Clock.systemUTC()));
    try (DynamoDbClient client = DynamoDb.client(10, tracing).build()) {
      ClientOverrideConfiguration configuration =
          client.serviceClientConfiguration().overrideConfiguration();

      assertThat(configuration.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(11);
      assertThat(configuration.apiCallAttemptTimeout()).contains(Duration.ofSeconds(2));
      assertThat(configuration.apiCallTimeout()).contains(Duration.ofSeconds(6));
      assertThat(configuration.executionInterceptors()).contains(tracing);
    }
  }

  @Test
  void connectsToTheTableOfTheEnvironment() {
    assertThat(
            DynamoDb.connector(Map.of("TABLE_NAME", "trade-records-dev"), Clock.systemUTC())
                .apply(3))
        .isNotNull();
    assertThatThrownBy(() -> DynamoDb.connector(Map.of(), Clock.systemUTC()))
        .hasMessageContaining("TABLE_NAME");
  }

  @Test
  void rehearsesItsWholeWork() throws IOException {
    RecorderRehearsal.record(Clock.systemUTC());
  }

  @Test
  void aRehearsalWithoutTheTableFails() {
    Map<String, String> nowhere = Map.of();
    assertThatThrownBy(() -> RecorderRehearsal.connect(nowhere, Clock.systemUTC()))
        .hasMessageContaining("TABLE_NAME");
  }

  @Test
  void namesTheVariableThatIsMissing() {
    assertThatThrownBy(() -> DynamoDb.tableName(Map.of()))
        .hasMessageContaining("the environment variable TABLE_NAME must name");
    assertThatThrownBy(() -> DynamoDb.tableName(Map.of("TABLE_NAME", " ")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(DynamoDb.tableName(Map.of("TABLE_NAME", "trade-records-dev")))
        .isEqualTo("trade-records-dev");
  }
}
