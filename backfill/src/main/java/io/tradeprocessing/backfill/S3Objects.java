package io.tradeprocessing.backfill;

import io.tradeprocessing.common.aws.AwsHttpClient;
import io.tradeprocessing.common.hash.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Objects of a bucket: GetObject, HeadObject and PutObject, signed by the SDK's signer and sent by
 * its HTTP client. The SDK's client of S3 does the same and would make the function's package
 * larger than all packages of this project may be.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">S3
 *     conditional writes</a>
 */
public final class S3Objects implements ObjectStore, AutoCloseable {

  private static final String CHECKSUM = "x-amz-checksum-sha256";
  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_DELAY = Duration.ofMillis(200);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final String bucket;
  private final String region;
  private final URI base;
  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  private S3Objects(
      String bucket,
      String region,
      URI base,
      SdkHttpClient http,
      AwsCredentialsProvider credentials) {
    this.bucket = bucket;
    this.region = region;
    this.base = base;
    this.http = http;
    this.credentials = credentials;
  }

  /**
   * A bucket in a Region.
   *
   * @param endpoint in place of that of AWS, such as {@code http://localhost:4566}
   */
  public static S3Objects of(
      String bucket, String region, Optional<URI> endpoint, AwsCredentialsProvider credentials) {
    if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new InvalidBackfillException(
          "'" + bucket + "' is not the name of a bucket: 3 to 63 of a-z, 0-9, - and .");
    }
    // By path, not by host name: a name with dots has no certificate, and an emulator no host.
    URI base = endpoint.orElseGet(() -> URI.create("https://s3." + region + ".amazonaws.com"));
    SdkHttpClient http = AwsHttpClient.builder(CONNECT_TIMEOUT, ANSWER_TIMEOUT).build();
    return new S3Objects(bucket, region, base, http, credentials);
  }

  /** The bucket that BACKFILL_BUCKET names, in the function's Region. */
  static S3Objects of(Map<String, String> variables) {
    String bucket = variables.get("BACKFILL_BUCKET");
    if (bucket == null || bucket.isBlank()) {
      throw new IllegalStateException(
          "the environment variable BACKFILL_BUCKET must name a bucket");
    }
    return of(
        bucket,
        variables.getOrDefault("AWS_REGION", "us-east-1"),
        Optional.ofNullable(variables.get("AWS_ENDPOINT_URL"))
            .filter(url -> !url.isBlank())
            .map(URI::create),
        DefaultCredentialsProvider.builder().build());
  }

  @Override
  public Optional<Stored> get(String key) {
    Answer answer = send(SdkHttpMethod.GET, key, new byte[0], Map.of());
    if (answer.status() == 404) {
      return Optional.empty();
    }
    answer.mustBeOk("read", bucket, key);
    return Optional.of(new Stored(answer.body(), answer.tag()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of objects that {@link #put} wrote: S3 keeps the checksum that came with an object.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">
   *     Checking object integrity in Amazon S3</a>
   */
  @Override
  public Optional<String> sha256(String key) {
    Answer answer =
        send(SdkHttpMethod.HEAD, key, new byte[0], Map.of("x-amz-checksum-mode", "ENABLED"));
    if (answer.status() == 404) {
      return Optional.empty();
    }
    answer.mustBeOk("read", bucket, key);
    return answer
        .sha256()
        .map(base64 -> HexFormat.of().formatHex(Base64.getDecoder().decode(base64)));
  }

  @Override
  public void put(String key, byte[] bytes) {
    String checksum = Base64.getEncoder().encodeToString(Sha256.of(bytes));
    send(SdkHttpMethod.PUT, key, bytes, Map.of(CHECKSUM, checksum))
        .mustBeOk("written", bucket, key);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A retry of a write that had succeeded without its answer finds another tag than it knows.
   * The caller then reads what is there, which is what it wrote.
   */
  @Override
  public Optional<String> putIfUnchanged(String key, byte[] bytes, Optional<String> known) {
    Map<String, String> condition =
        known.map(tag -> Map.of("If-Match", tag)).orElseGet(() -> Map.of("If-None-Match", "*"));
    Answer answer = send(SdkHttpMethod.PUT, key, bytes, condition);
    // 409: another conditional write of the key was under way.
    if (answer.status() == 412 || answer.status() == 409 || answer.status() == 404) {
      return Optional.empty();
    }
    answer.mustBeOk("written", bucket, key);
    return Optional.of(answer.tag());
  }

  @SuppressWarnings("ArrayRecordComponent") // read once and never compared
  private record Answer(int status, byte[] body, String tag, Optional<String> sha256) {

    void mustBeOk(String done, String bucket, String key) {
      if (status / 100 == 2) {
        return;
      }
      String what =
          "s3://%s/%s cannot be %s: status %d %s"
              .formatted(bucket, key, done, status, code(new String(body, StandardCharsets.UTF_8)));
      if (status >= 500 || status == 429) {
        throw new ObjectStoreUnavailableException(what);
      }
      throw new InvalidBackfillException(what);
    }

    private static String code(String xml) {
      return xml.replaceAll("(?s).*<Code>([^<]{1,64})</Code>.*", "$1")
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  private Answer send(SdkHttpMethod method, String key, byte[] body, Map<String, String> headers) {
    Duration delay = FIRST_DELAY;
    for (int attempt = 1; ; attempt++) {
      try {
        Answer answer = sendOnce(method, key, body, headers);
        if (answer.status() < 500 || attempt == ATTEMPTS) {
          return answer;
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new ObjectStoreUnavailableException(
              "s3://%s/%s cannot be reached: %s".formatted(bucket, key, e.getMessage()), e);
        }
      }
      try {
        Thread.sleep(delay);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ObjectStoreUnavailableException("interrupted", e);
      }
      delay = delay.multipliedBy(3);
    }
  }

  private Answer sendOnce(
      SdkHttpMethod method, String key, byte[] body, Map<String, String> headers)
      throws IOException {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(method)
            .uri(base)
            .encodedPath(base.getPath() + "/" + bucket + "/" + key);
    headers.forEach(request::putHeader);
    if (method == SdkHttpMethod.PUT) {
      request.putHeader("Content-Length", String.valueOf(body.length));
    }
    ContentStreamProvider content = () -> new ByteArrayInputStream(body);
    SignedRequest signed =
        signer.sign(
            sign ->
                sign.identity(credentials.resolveIdentity().join())
                    .request(request.build())
                    .payload(content)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false));
    HttpExecuteRequest.Builder execute = HttpExecuteRequest.builder().request(signed.request());
    if (method == SdkHttpMethod.PUT) {
      execute.contentStreamProvider(signed.payload().orElse(content));
    }
    HttpExecuteResponse response = http.prepareRequest(execute.build()).call();
    byte[] answer = new byte[0];
    if (response.responseBody().isPresent()) {
      try (InputStream in = response.responseBody().get()) {
        answer = in.readAllBytes();
      }
    }
    return new Answer(
        response.httpResponse().statusCode(),
        answer,
        response.httpResponse().firstMatchingHeader("ETag").orElse(""),
        response.httpResponse().firstMatchingHeader(CHECKSUM));
  }

  @Override
  public void close() {
    http.close();
  }
}
