package io.tradeprocessing.cli.store;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.Shell;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The location of the records: the folder of a local run, or a table on AWS. */
public final class StoreLocation {

  @Option(names = "--store", paramLabel = "DIR", description = "The store folder of a local run.")
  private @Nullable Path folder;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description =
          "A DynamoDB table on AWS. Credentials come from the SDK's default chain (environment,"
              + " profile, single sign-on, instance role).")
  private @Nullable String table;

  @Mixin private AwsAccess aws = new AwsAccess();

  /** The store folder of a local run. */
  public static StoreLocation ofFolder(Path folder) {
    StoreLocation location = new StoreLocation();
    location.folder = folder;
    return location;
  }

  /** The name of the store in messages. */
  public String name() {
    return folder != null ? "the store folder " + folder : "the table " + table;
  }

  /** The options that name the store in another command, for a shell. */
  public String arguments() {
    return folder != null
        ? "--store " + Shell.quoted(folder.toString())
        : "--table " + Shell.quoted(String.valueOf(table)) + aws.arguments();
  }

  /** The table on AWS; nothing where the records are in a folder. */
  public Optional<String> table() {
    return Optional.ofNullable(table);
  }

  /** The store folder; nothing where the records are on AWS. */
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /** Whether the options name a store. */
  public boolean isGiven() {
    return folder != null || table != null;
  }

  /** How AWS is accessed. */
  public AwsAccess aws() {
    return aws;
  }

  /**
   * Opens an existing store; nothing is created.
   *
   * @throws UserError if the options name no store, or it does not exist
   */
  public OpenStore open() {
    return open(false);
  }

  /**
   * Opens an existing store; nothing is created.
   *
   * @param usesAws whether the command reads something else on AWS
   * @throws UserError if the options name no store, or it does not exist
   */
  public OpenStore open(boolean usesAws) {
    if ((folder == null) == (table == null)) {
      throw new UserError("give --store DIR or --table NAME to say where the records are");
    }
    if (folder != null) {
      if (aws.isGiven() && !usesAws) {
        throw new UserError("--region and --endpoint need --table; --store is local");
      }
      LocalTable table = LocalTable.existing(folder);
      TradeStore records = records(table.client(), LocalTable.TABLE, Region.LOCAL);
      return new OpenStore(records, new FolderScan(records, table), table);
    }
    DynamoDbClient client = aws.client(DynamoDbClient::builder);
    Region region = new Region(client.serviceClientConfiguration().region().id(), 0);
    TradeStore records = records(client, String.valueOf(table), region);
    return new OpenStore(records, new StoreScan(records, client, String.valueOf(table)), client);
  }

  private static TradeStore records(DynamoDbClient client, String table, Region region) {
    return new TradeStore(client, table, Backoff.standard(new SecureRandom()), region, false);
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
