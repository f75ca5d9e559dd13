package io.tradeprocessing.common.snapstart;

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
 * An HTTP client without a network: it answers each operation of an AWS service with the same JSON.
 * A client of the SDK on it marshals, signs, retries and unmarshals as on a real one.
 */
public final class CannedAnswers implements SdkHttpClient {

  private static final String OPERATION_HEADER = "X-Amz-Target";

  private final Map<String, byte[]> answers;

  private CannedAnswers(Map<String, byte[]> answers) {
    this.answers = answers;
  }

  /**
   * Builds a client of the SDK on these answers.
   *
   * @param builder of a service with AWS's JSON protocol, configured as the real client's
   * @param answers JSON by operation, for example {@code GetItem}
   */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, Map<String, String> answers) {
    Map<String, byte[]> bytes = new HashMap<>();
    answers.forEach(
        (operation, answer) -> bytes.put(operation, answer.getBytes(StandardCharsets.UTF_8)));
    return builder
        .httpClient(new CannedAnswers(bytes))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("rehearsal", "rehearsal")))
        .build();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        drain(request);
        return answer(request);
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

  private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
    String target =
        request.httpRequest().firstMatchingHeader(OPERATION_HEADER).orElse("no operation");
    byte[] answer = answers.get(target.substring(target.indexOf('.') + 1));
    if (answer == null) {
      throw new IOException("no canned answer to " + target);
    }
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(200)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", Integer.toString(answer.length))
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
        .build();
  }

  @Override
  public String clientName() {
    return "CannedAnswers";
  }

  @Override
  public void close() {}
}
