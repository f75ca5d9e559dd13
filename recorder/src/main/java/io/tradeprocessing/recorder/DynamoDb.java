package io.tradeprocessing.recorder;

import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The function's client of DynamoDB, with time-outs that leave room for a retry. */
final class DynamoDb {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /** A transaction takes some 10 ms; one that has no answer after this long will get none. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

  /** DynamoDB's default of nine would outlast the function; the workflow retries more patiently. */
  private static final int MAX_ATTEMPTS = 3;

  /** All attempts of one call; well below the function's time-out. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(6);

  private DynamoDb() {}

  static DynamoDbClient client() {
    return DynamoDbClient.builder()
        .httpClientBuilder(
            ApacheHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(ATTEMPT_TIMEOUT))
        .overrideConfiguration(
            configuration ->
                configuration
                    .retryStrategy(retry -> retry.maxAttempts(MAX_ATTEMPTS))
                    .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                    .apiCallTimeout(CALL_TIMEOUT))
        .build();
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
