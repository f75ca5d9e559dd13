package io.tradeprocessing.common.aws;

import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Apache's HTTP client for the SDK, with failures that the SDK knows.
 *
 * <p>An attempt that times out is aborted by the SDK. If that happens while Apache's client takes a
 * connection from its pool or opens one, it throws a CancellationException or a
 * NullPointerException. The SDK neither retries these nor turns them into its own exceptions, so
 * that an outage would look like a defect, which no workflow retries. Here they are failures of I/O
 * like any other.
 */
public final class AwsHttpClient implements SdkHttpClient {

  private final SdkHttpClient client;

  private AwsHttpClient(SdkHttpClient client) {
    this.client = client;
  }

  /** Connections with Apache's own timeouts. */
  public static SdkHttpClient.Builder<?> builder() {
    return over(Apache5HttpClient.builder());
  }

  /**
   * Connections with timeouts.
   *
   * @param connect until a connection is open
   * @param read until the next bytes of an answer
   */
  public static SdkHttpClient.Builder<?> builder(Duration connect, Duration read) {
    return over(Apache5HttpClient.builder().connectionTimeout(connect).socketTimeout(read));
  }

  static SdkHttpClient.Builder<?> over(SdkHttpClient.Builder<?> clients) {
    return new Builder(clients);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Request(client.prepareRequest(request));
  }

  /** As the SDK sends it in the header User-Agent. */
  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }

  private record Request(ExecutableHttpRequest request) implements ExecutableHttpRequest {

    @Override
    public HttpExecuteResponse call() throws IOException {
      try {
        return request.call();
      } catch (RuntimeException e) {
        throw new IOException("the HTTP client ended the request: " + e, e);
      }
    }

    @Override
    public void abort() {
      request.abort();
    }
  }

  private record Builder(SdkHttpClient.Builder<?> clients)
      implements SdkHttpClient.Builder<Builder> {

    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return new AwsHttpClient(clients.buildWithDefaults(defaults));
    }
  }
}
