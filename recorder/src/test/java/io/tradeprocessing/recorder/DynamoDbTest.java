package io.tradeprocessing.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.Step;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.telemetry.Tracing;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbTest {

  private static final String REGION = "aws.region";

  private static FunctionRuntime runtime(Map<String, String> variables) {
    Clock clock = Clock.systemUTC();
    return FunctionRuntime.of(
        variables,
        clock,
        new JsonTelemetry(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            clock,
            "recorder",
            "test",
            Telemetry.Level.INFO));
  }

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
    Tracing tracing = Tracing.priming();
    try (DynamoDbClient client = DynamoDb.client(10, tracing).build()) {
      ClientOverrideConfiguration configuration =
          client.serviceClientConfiguration().overrideConfiguration();

      assertThat(configuration.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(11);
      assertThat(configuration.apiCallAttemptTimeout()).contains(Duration.ofSeconds(2));
      assertThat(configuration.apiCallTimeout()).contains(Duration.ofSeconds(6));
      assertThat(configuration.executionInterceptors())
          .containsAll(tracing.interceptor().stream().toList());
    }
  }

  @Test
  void connectsToTheTableOfTheEnvironment() {
    assertThat(DynamoDb.connector(runtime(Map.of("TABLE_NAME", "trade-records-dev"))).apply(3))
        .isNotNull();
    assertThatThrownBy(() -> DynamoDb.connector(runtime(Map.of())))
        .hasMessageContaining("TABLE_NAME");
  }

  @Test
  void aRegionWritesInItsOwnSlotAndAnythingButADigitIsRefused() {
    assertThat(DynamoDb.region(Map.of("AWS_REGION", "eu-west-1", "REGION_SLOT", "1")))
        .isEqualTo(new Region("eu-west-1", 1));
    assertThat(DynamoDb.region(Map.of())).isEqualTo(Region.LOCAL);
    assertThatThrownBy(() -> DynamoDb.region(Map.of("REGION_SLOT", "12")))
        .hasMessageContaining("REGION_SLOT is '12'");
  }

  @Test
  void otherRegionsAreReadOnlyWhereTheTableHasAReplica() {
    assertThat(DynamoDb.isReplicated(Map.of("REPLICA_REGION", "eu-west-1"))).isTrue();
    assertThat(DynamoDb.isReplicated(Map.of("REPLICA_REGION", "none"))).isFalse();
    assertThat(DynamoDb.isReplicated(Map.of("REPLICA_REGION", " "))).isFalse();
    assertThat(DynamoDb.isReplicated(Map.of())).isFalse();
  }

  @Test
  void primesTheRecordBeforeTheConnection() {
    assertThat(RecorderPriming.steps(runtime(Map.of())))
        .extracting(Step::name)
        .containsExactly("record", "connection to the compliance store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "eu-west-1"})
  void primesItsWholeWork(String replicaRegion) throws IOException {
    RecorderPriming.record(runtime(Map.of("REPLICA_REGION", replicaRegion)).priming());
  }

  @Test
  void primingWithoutTheTableFails() {
    assertThatThrownBy(() -> RecorderPriming.connect(runtime(Map.of())))
        .hasMessageContaining("TABLE_NAME");
  }

  @Test
  void primesWithTheEnrichmentThatTheEnricherWrites() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                Files.readString(
                    Path.of(System.getProperty("root"), "docs/schema/enrichment-v1.json")));
    assertThat(RecorderPriming.inputs())
        .isNotEmpty()
        .allSatisfy(
            input -> {
              JsonObject enrichment =
                  JsonReader.read(input)
                      .asObject()
                      .flatMap(o -> o.object("enrichment"))
                      .orElseThrow();
              assertThat(schema.validate(JsonWriter.toString(enrichment), InputFormat.JSON))
                  .isEmpty();
            });
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
