package io.tradeprocessing.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void givesUpBeforeTheFunctionDoes() {
    try (DynamoDbClient client = DynamoDb.client()) {
      ClientOverrideConfiguration configuration =
          client.serviceClientConfiguration().overrideConfiguration();

      assertThat(configuration.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(3);
      assertThat(configuration.apiCallAttemptTimeout()).contains(Duration.ofSeconds(2));
      assertThat(configuration.apiCallTimeout()).contains(Duration.ofSeconds(6));
    }
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
