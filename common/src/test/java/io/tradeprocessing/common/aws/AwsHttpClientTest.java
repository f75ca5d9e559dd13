package io.tradeprocessing.common.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.utils.AttributeMap;

class AwsHttpClientTest {

  /** What Apache's client throws where a request is aborted while it connects. */
  static List<RuntimeException> aborted() {
    return List.of(new CancellationException(), new NullPointerException("Connection"));
  }

  @ParameterizedTest
  @MethodSource("aborted")
  void theSdkRetriesARequestThatTheHttpClientEnded(RuntimeException failure) {
    Failing http = new Failing(failure, 1);
    try (DynamoDbClient client = client(http, 2)) {
      assertThat(client.listTables().tableNames()).containsExactly("trades");
    }
    assertThat(http.calls).containsExactly("call", "call", "close");
  }

  @ParameterizedTest
  @MethodSource("aborted")
  void theLastFailureIsOneOfTheSdkAndSaysWhatHappened(RuntimeException failure) {
    Failing http = new Failing(failure, 2);
    try (DynamoDbClient client = client(http, 2)) {
      assertThatThrownBy(client::listTables)
          .isInstanceOfSatisfying(
              SdkClientException.class,
              e ->
                  assertThat(AwsFailure.describe(e, "dynamodb"))
                      .startsWith("IOException: the HTTP client ended the request: " + failure))
          .hasRootCause(failure);
    }
    assertThat(http.calls).containsExactly("call", "call", "close");
  }

  @Test
  void closesTheConnectionsAndAbortsTheRequest() throws IOException {
    Failing http = new Failing(new CancellationException(), 0);
    try (SdkHttpClient client = AwsHttpClient.over(http.builder()).build()) {
      client.prepareRequest(HttpExecuteRequest.builder().build()).abort();
      assertThat(client.clientName()).isEqualTo("failing");
    }
    assertThat(http.calls).containsExactly("abort", "close");
  }

  private static DynamoDbClient client(Failing http, int attempts) {
    return DynamoDbClient.builder()
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(calls -> calls.retryStrategy(retry -> retry.maxAttempts(attempts)))
        .httpClientBuilder(AwsHttpClient.over(http.builder()))
        .build();
  }

  /** Ends the first requests by an exception, and answers the others. */
  private static final class Failing implements SdkHttpClient {

    private final RuntimeException failure;
    private final int failures;
    private final List<String> calls = new ArrayList<>();

    Failing(RuntimeException failure, int failures) {
      this.failure = failure;
      this.failures = failures;
    }

    SdkHttpClient.Builder<?> builder() {
      return new Builder(this);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          calls.add("call");
          if (calls.size() <= failures) {
            throw failure;
          }
          byte[] body = "{\"TableNames\": [\"trades\"]}".getBytes(StandardCharsets.UTF_8);
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(200).build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
              .build();
        }

        @Override
        public void abort() {
          calls.add("abort");
        }
      };
    }

    @Override
    public String clientName() {
      return "failing";
    }

    @Override
    public void close() {
      calls.add("close");
    }

    private record Builder(Failing client) implements SdkHttpClient.Builder<Builder> {
      @Override
      public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
        return client;
      }
    }
  }
}
