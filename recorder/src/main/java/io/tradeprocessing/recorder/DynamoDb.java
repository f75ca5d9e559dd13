package io.tradeprocessing.recorder;

import io.tradeprocessing.common.aws.AwsHttpClient;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.Tracing;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** The function's DynamoDB clients, with timeouts that leave room for a retry. */
final class DynamoDb {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /** A transaction takes some 10 ms; one without a response after this time will not get any. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

  /** All attempts of one call; well below the timeout of the function. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(6);

  private static final String NO_REPLICA = "none";

  private DynamoDb() {}

  /** Connections that clients can share. */
  static SdkHttpClient http() {
    return AwsHttpClient.builder(CONNECT_TIMEOUT, ATTEMPT_TIMEOUT).build();
  }

  /**
   * A client without connections.
   *
   * @param maxRetries of one call; {@link #CALL_TIMEOUT} limits all of them together, and the
   *     workflow retries more patiently
   */
  static DynamoDbClientBuilder client(int maxRetries, Tracing tracing) {
    return DynamoDbClient.builder()
        .overrideConfiguration(
            configuration -> {
              configuration
                  .retryStrategy(retry -> retry.maxAttempts(1 + maxRetries))
                  .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                  .apiCallTimeout(CALL_TIMEOUT);
              tracing.interceptor().ifPresent(configuration::addExecutionInterceptor);
            });
  }

  /** Creates the store for a number of retries in the table that TABLE_NAME names. */
  static IntFunction<TradeStore> connector(FunctionRuntime runtime) {
    String table = tableName(runtime.variables());
    Region region = region(runtime.variables());
    boolean replicated = isReplicated(runtime.variables());
    Backoff backoff = Backoff.standard(new SecureRandom());
    SdkHttpClient http = http();
    return maxRetries ->
        new TradeStore(
            client(maxRetries, runtime.tracing()).httpClient(http).build(),
            table,
            backoff,
            region,
            replicated);
  }

  /** The Region that AWS_REGION names, in the slot that REGION_SLOT gives it. */
  static Region region(Map<String, String> variables) {
    String name = variables.getOrDefault("AWS_REGION", Region.LOCAL.name());
    String slot = variables.getOrDefault("REGION_SLOT", "0");
    if (!slot.matches("[0-9]")) {
      throw new IllegalStateException(
          "the environment variable REGION_SLOT is '" + slot + "'; it must be a digit, 0 to 9");
    }
    return new Region(name, Integer.parseInt(slot));
  }

  /** Whether REPLICA_REGION names a Region: the template gives it the table's replica, or none. */
  static boolean isReplicated(Map<String, String> variables) {
    String replica = variables.getOrDefault("REPLICA_REGION", NO_REPLICA);
    return !replica.isBlank() && !replica.equals(NO_REPLICA);
  }

  static String tableName(Map<String, String> variables) {
    String name = variables.get("TABLE_NAME");
    if (name == null || name.isBlank()) {
      throw new IllegalStateException(
          "the environment variable TABLE_NAME must name the compliance store's table");
    }
    return name;
  }
}
