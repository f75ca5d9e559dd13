package io.tradeprocessing.archiver;

import io.tradeprocessing.common.aws.AwsHttpClient;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.Step;
import io.tradeprocessing.common.telemetry.Tracing;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The function's clients of S3 and KMS, with timeouts that leave room for a retry.
 *
 * @param archive the bucket that ARCHIVE_BUCKET names
 * @param signer the key that SIGNING_KEY_ID names
 */
record ArchiveClients(S3Archive archive, KmsSigner signer) {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /** An object has some megabytes at most. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

  /** All attempts of one call. An invocation makes four at most and has 25 s. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(6);

  /** Of one call; then Lambda delivers the batch again. */
  private static final int MAX_RETRIES = 3;

  static ArchiveClients of(FunctionRuntime runtime) {
    return of(runtime.variables(), runtime.tracing(), http());
  }

  private static ArchiveClients of(
      Map<String, String> variables, Tracing tracing, SdkHttpClient http) {
    return new ArchiveClients(
        new S3Archive(s3(variables, tracing).httpClient(http).build(), bucket(variables)),
        new KmsSigner(kms(tracing).httpClient(http).build(), keyId(variables)));
  }

  /** Clients over connections that are closed afterwards. */
  static void withOwnConnections(FunctionRuntime runtime, Consumer<ArchiveClients> use) {
    try (SdkHttpClient http = http()) {
      use.accept(of(runtime.variables(), runtime.tracing(), http));
    }
  }

  /** Connections that clients can share. */
  private static SdkHttpClient http() {
    return AwsHttpClient.builder(CONNECT_TIMEOUT, ATTEMPT_TIMEOUT).build();
  }

  /** A client of S3 without connections. */
  static S3ClientBuilder s3(Map<String, String> variables, Tracing tracing) {
    String endpoint = variables.getOrDefault("AWS_ENDPOINT_URL", "");
    S3ClientBuilder builder = configured(S3Client.builder(), tracing);
    // An emulator has no names of buckets in its address.
    return endpoint.isEmpty()
        ? builder
        : builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true);
  }

  /** A client of KMS without connections. */
  static KmsClientBuilder kms(Tracing tracing) {
    return configured(KmsClient.builder(), tracing);
  }

  private static <B extends AwsClientBuilder<B, ?>> B configured(B builder, Tracing tracing) {
    return builder.overrideConfiguration(
        configuration -> {
          configuration
              .retryStrategy(retry -> retry.maxAttempts(1 + MAX_RETRIES))
              .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
              .apiCallTimeout(CALL_TIMEOUT);
          tracing.interceptor().ifPresent(configuration::addExecutionInterceptor);
        });
  }

  /** The step after a restore: opens a connection to each service. */
  Step refresh() {
    return new Step("connections to the archive and its key", this::connect);
  }

  /** Makes a call to each service that changes nothing. */
  void connect() {
    archive.connect();
    signer.connect();
  }

  private static String bucket(Map<String, String> variables) {
    return required(variables, "ARCHIVE_BUCKET", "the bucket of the archive");
  }

  private static String keyId(Map<String, String> variables) {
    return required(variables, "SIGNING_KEY_ID", "the key that signs the archive");
  }

  private static String required(Map<String, String> variables, String name, String what) {
    String value = variables.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalStateException("the environment variable " + name + " must name " + what);
    }
    return value;
  }
}
