package io.tradeprocessing.cli.aws;

import io.tradeprocessing.backfill.InvalidBackfillException;
import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.S3Objects;
import io.tradeprocessing.cli.console.Shell;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.aws.AwsHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The options for access to AWS. Credentials come from the SDK's default chain: environment,
 * profile, single sign-on, instance role.
 */
public final class AwsAccess {

  /** How long a Region that may be lost is waited for: one attempt, and all of them. */
  private static final Duration ATTEMPT = Duration.ofSeconds(10);

  private static final Duration CALL = Duration.ofSeconds(30);

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "AWS Region (default: AWS_REGION, or that of the profile).")
  private @Nullable String region;

  @Option(
      names = "--endpoint",
      paramLabel = "URI",
      description =
          "Endpoint to use instead of that of AWS, for example http://localhost:4566 (default:"
              + " AWS_ENDPOINT_URL, if set).")
  private @Nullable URI endpoint;

  public boolean isGiven() {
    return region != null || endpoint != null;
  }

  /** The options as they were given, for another command in a shell, with a space before each. */
  public String arguments() {
    return (region == null ? "" : " --region " + Shell.quoted(region))
        + (endpoint == null ? "" : " --endpoint " + Shell.quoted(endpoint.toString()));
  }

  /**
   * Creates a client and checks that there are credentials.
   *
   * @param newBuilder such as {@code SqsClient::builder}
   * @throws UserError if Region, endpoint or credentials are missing or wrong
   */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends AwsClient>
      C client(Supplier<B> newBuilder) {
    return client(newBuilder, _ -> {});
  }

  /**
   * Creates a client of S3 that finds a bucket in whatever Region it is.
   *
   * @throws UserError if Region, endpoint or credentials are missing or wrong
   */
  public S3Client s3() {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    boolean emulated = otherEndpoint().isPresent();
    return client(
        () -> S3Client.builder().forcePathStyle(emulated).crossRegionAccessEnabled(!emulated));
  }

  private Optional<URI> otherEndpoint() {
    return Optional.ofNullable(endpoint)
        .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")).map(URI::create));
  }

  /**
   * Creates a client of another Region than that of the options. It soon finds out that a Region
   * does not answer.
   */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends AwsClient>
      C client(Supplier<B> newBuilder, String otherRegion) {
    return client(
        newBuilder,
        builder ->
            builder
                .region(Region.of(otherRegion))
                .overrideConfiguration(
                    calls -> calls.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL)));
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends AwsClient>
      C client(Supplier<B> newBuilder, Consumer<B> change) {
    // Before the SDK's first class is loaded: its logging API would otherwise complain on standard
    // error that there is no implementation.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    B builder = newBuilder.get();
    builder.httpClientBuilder(AwsHttpClient.builder());
    if (region != null) {
      if (!region.matches("[a-z0-9-]{1,63}")) {
        throw new UserError("--region " + region + " is not a Region; give one such as us-east-1");
      }
      builder.region(Region.of(region));
    }
    if (endpoint != null) {
      if (endpoint.getHost() == null || !endpoint.toString().startsWith("http")) {
        throw new UserError(
            "--endpoint " + endpoint + " is not a URL such as http://localhost:4566");
      }
      builder.endpointOverride(endpoint);
    }
    change.accept(builder);
    C client;
    try {
      client = builder.build();
    } catch (SdkClientException e) {
      throw new UserError("the Region is unknown: give --region, or set AWS_REGION", e);
    }
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      AwsCredentials _ = credentials.resolveCredentials();
      return client;
    } catch (SdkClientException e) {
      client.close();
      throw new UserError(
          "there are no AWS credentials in the environment, the profile or the instance: sign in,"
              + " for example by aws sso login",
          e);
    }
  }

  /**
   * The name of the Region.
   *
   * @throws UserError if it is unknown
   */
  public String regionName() {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    if (region != null) {
      return region;
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      throw new UserError("the Region is unknown: give --region, or set AWS_REGION", e);
    }
  }

  /**
   * A bucket, with the Region, endpoint and credentials of the other clients.
   *
   * @throws UserError if the name is not that of a bucket
   */
  public ObjectStore bucket(String name) {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    String place = regionName();
    try {
      return S3Objects.of(
          name, place, otherEndpoint(), DefaultCredentialsProvider.builder().build());
    } catch (InvalidBackfillException e) {
      throw new UserError("--bucket: " + e.getMessage(), e);
    }
  }

  /** Where a client sends its requests, as named in messages and files: Region or endpoint. */
  public static String place(AwsClient client) {
    Optional<URI> other = client.serviceClientConfiguration().endpointOverride();
    String region = String.valueOf(client.serviceClientConfiguration().region());
    return other.map(uri -> region + " at " + uri).orElse(region);
  }

  /** The problem in one line: the service's code and message, or the client's message. */
  public static String problem(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return service.awsErrorDetails().errorCode()
          + ": "
          + service.awsErrorDetails().errorMessage();
    }
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return line.replaceAll(" \\(SDK Attempt Count: [0-9]+\\)", "");
  }
}
