package io.tradeprocessing.recorder;

import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.AwsCallTracing;
import io.tradeprocessing.common.telemetry.XRay;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** The function's clients of DynamoDB, with time-outs that leave room for a retry. */
final class DynamoDb {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /** A transaction takes some 10 ms; one that has no answer after this long will get none. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

  /** All attempts of one call; well below the function's time-out. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(6);

  private DynamoDb() {}

  /** Connections, which clients can share. */
  static SdkHttpClient http() {
    return ApacheHttpClient.builder()
        .connectionTimeout(CONNECT_TIMEOUT)
        .socketTimeout(ATTEMPT_TIMEOUT)
        .build();
  }

  /**
   * A client without its connections.
   *
   * @param maxRetries of one call; all of them together end with {@link #CALL_TIMEOUT}, and the
   *     workflow retries more patiently
   */
  static DynamoDbClientBuilder client(int maxRetries, AwsCallTracing tracing) {
    return DynamoDbClient.builder()
        .overrideConfiguration(
            configuration ->
                configuration
                    .retryStrategy(retry -> retry.maxAttempts(1 + maxRetries))
                    .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                    .apiCallTimeout(CALL_TIMEOUT)
                    .addExecutionInterceptor(tracing));
  }

  /** Makes the store of a number of retries in the table that TABLE_NAME names. */
  static IntFunction<TradeStore> connector(Map<String, String> environment, Clock clock) {
    String table = tableName(environment);
    AwsCallTracing tracing = new AwsCallTracing(XRay.fromEnvironment(environment, clock));
    Backoff backoff = Backoff.standard(new SecureRandom());
    SdkHttpClient http = http();
    return maxRetries ->
        new TradeStore(client(maxRetries, tracing).httpClient(http).build(), table, backoff);
  }

  static String tableName(Map<String, String> environment) {
    String name = environment.get("TABLE_NAME");
    if (name == null || name.isBlank()) {
      throw new IllegalStateException(
          "the environment variable TABLE_NAME must name the compliance store's table");
    }
    return name;
  }
}
