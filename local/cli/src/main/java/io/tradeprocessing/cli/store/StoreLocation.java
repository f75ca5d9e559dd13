package io.tradeprocessing.cli.store;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Where the records are: the folder of a local run, or a table on AWS. */
public final class StoreLocation {

  @Option(names = "--store", paramLabel = "DIR", description = "The store folder of a local run.")
  private @Nullable Path folder;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description =
          "A table on AWS, read with the credentials of the SDK's default chain (environment,"
              + " profile, single sign-on, instance role).")
  private @Nullable String table;

  @Mixin private AwsAccess aws = new AwsAccess();

  /** What the records are read from, as messages call it. */
  public String name() {
    return folder != null ? "the store folder " + folder : "the table " + table;
  }

  /**
   * Opens the store; an existing one, for nothing is made here.
   *
   * @throws UserError if it is not said where the store is, or none is there
   */
  public OpenStore open() {
    if ((folder == null) == (table == null)) {
      throw new UserError("give either --store DIR or --table NAME: where the records are");
    }
    if (folder != null) {
      if (aws.isGiven()) {
        throw new UserError("--region and --endpoint go with --table, not with --store");
      }
      EmbeddedDynamoDb store = EmbeddedDynamoDb.existing(folder);
      OpenStore opened = opened(store.client(), EmbeddedDynamoDb.TABLE, store);
      return new OpenStore(opened.records(), FolderScan.of(folder, opened.scan()), store);
    }
    DynamoDbClient client = aws.client(DynamoDbClient::builder);
    return opened(client, String.valueOf(table), client);
  }

  private static OpenStore opened(DynamoDbClient client, String table, AutoCloseable resource) {
    TradeStore records = new TradeStore(client, table, Backoff.standard(new SecureRandom()));
    return new OpenStore(records, new StoreScan(records, client, table), resource);
  }

  /**
   * A store that is open for reading.
   *
   * @param scan the best way to read all of it
   */
  public record OpenStore(TradeStore records, TableScan scan, AutoCloseable resource)
      implements AutoCloseable {

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
