package io.tradeprocessing.common.lambda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

/**
 * An HTTP client without a network that gives each operation of an AWS service a fixed JSON
 * response. An SDK client on top of it marshals, signs, retries and unmarshals as it does with a
 * real one.
 */
public final class CannedResponses implements SdkHttpClient {

  /** The operation of a service whose requests do not name one, such as S3. */
  public static final String NO_OPERATION = "no operation";

  private static final String OPERATION_HEADER = "X-Amz-Target";

  private final Map<String, byte[]> responses;

  private CannedResponses(Map<String, byte[]> responses) {
    this.responses = responses;
  }

  /**
   * Builds an SDK client that receives these responses.
   *
   * @param builder of a service with AWS's JSON protocol, or of one whose responses are empty;
   *     configured as for the real client
   * @param responses JSON by operation, for example {@code GetItem}, or {@link #NO_OPERATION}
   */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, Map<String, String> responses) {
    Map<String, byte[]> bytes = new HashMap<>();
    responses.forEach(
        (operation, json) -> bytes.put(operation, json.getBytes(StandardCharsets.UTF_8)));
    return builder
        .httpClient(new CannedResponses(bytes))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("priming", "priming")))
        .build();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        drain(request);
        return response(request);
      }

      @Override
      public void abort() {}
    };
  }

  private static void drain(HttpExecuteRequest request) throws IOException {
    ContentStreamProvider content = request.contentStreamProvider().orElse(null);
    if (content != null) {
      try (InputStream body = content.newStream()) {
        body.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private HttpExecuteResponse response(HttpExecuteRequest request) throws IOException {
    String target =
        request.httpRequest().firstMatchingHeader(OPERATION_HEADER).orElse(NO_OPERATION);
    byte[] json = responses.get(target.substring(target.indexOf('.') + 1));
    if (json == null) {
      throw new IOException("no canned response to " + target);
    }
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(200)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", Integer.toString(json.length))
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(json)))
        .build();
  }

  @Override
  public String clientName() {
    return "CannedResponses";
  }

  @Override
  public void close() {}
}
