package io.tradeprocessing.cli;

import io.tradeprocessing.common.store.Backoff;
import io.tradeprocessing.common.store.TradeStore;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Where the records are: the folder of a local run, or a table on AWS. */
final class StoreLocation {

  @Option(names = "--store", paramLabel = "DIR", description = "The store folder of a local run.")
  private @Nullable Path folder;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description =
          "A table on AWS, read with the credentials of the SDK's default chain (environment,"
              + " profile, single sign-on, instance role).")
  private @Nullable String table;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The table's Region (default: the profile's or AWS_REGION).")
  private @Nullable String region;

  @Option(
      names = "--endpoint",
      paramLabel = "URI",
      description = "Another endpoint of DynamoDB, for example http://localhost:8000.")
  private @Nullable URI endpoint;

  /** What the records are read from, as messages call it. */
  String name() {
    return folder != null ? "the store folder " + folder : "the table " + table;
  }

  /**
   * Opens the store; an existing one, for nothing is made here.
   *
   * @throws UserError if it is not said where the store is, or none is there
   */
  OpenStore open() {
    if ((folder == null) == (table == null)) {
      throw new UserError("give either --store DIR or --table NAME: where the records are");
    }
    if (folder != null) {
      if (region != null || endpoint != null) {
        throw new UserError("--region and --endpoint go with --table, not with --store");
      }
      EmbeddedDynamoDb store = EmbeddedDynamoDb.existing(folder);
      return new OpenStore(store.client(), EmbeddedDynamoDb.TABLE, store);
    }
    DynamoDbClient client = onAws();
    return new OpenStore(client, String.valueOf(table), client);
  }

  private DynamoDbClient onAws() {
    // The SDK's logging API would otherwise complain that there is no implementation.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    DynamoDbClientBuilder builder =
        DynamoDbClient.builder().httpClientBuilder(ApacheHttpClient.builder());
    if (region != null) {
      if (!region.matches("[a-z0-9-]{1,63}")) {
        throw new UserError("--region " + region + " is no Region, such as us-east-1");
      }
      builder.region(Region.of(region));
    }
    if (endpoint != null) {
      if (endpoint.getHost() == null || !endpoint.toString().startsWith("http")) {
        throw new UserError("--endpoint " + endpoint + " is not of the form http(s)://HOST[:PORT]");
      }
      builder.endpointOverride(endpoint);
    }
    DynamoDbClient client;
    try {
      client = builder.build();
    } catch (SdkClientException e) {
      throw new UserError(
          "it is not known in which Region the table is: give --region, or set AWS_REGION", e);
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

  /** A store that is open for reading. */
  record OpenStore(DynamoDbClient client, String table, AutoCloseable resource)
      implements AutoCloseable {

    TradeStore records() {
      return new TradeStore(client, table, Backoff.standard(new SecureRandom()));
    }

    /**
     * Items in the table, for a progress bar; on AWS some hours old, and NaN without the permission
     * to ask.
     */
    double approximateItems() {
      try {
        Long count = client.describeTable(request -> request.tableName(table)).table().itemCount();
        return count == null || count == 0 ? Double.NaN : count;
      } catch (SdkException e) {
        return Double.NaN;
      }
    }

    @Override
    public void close() {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
