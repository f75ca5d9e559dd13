package io.tradeprocessing.cli.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.embeddedtable.Arrival;
import io.tradeprocessing.embeddedtable.CommitListener;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.SqliteStorage;
import io.tradeprocessing.embeddedtable.StorageFailedException;
import io.tradeprocessing.embeddedtable.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/** The table of a local run, in a store folder or in a temporary file. */
public final class LocalTable implements AutoCloseable {

  /** The name of the table; local runs have one. */
  public static final String TABLE = "trade-records";

  /** The file in a folder. */
  public static final String DATABASE = "records.db";

  private final EmbeddedTable table;
  private final SqliteStorage storage;
  private final Optional<FolderLock> lock;

  private LocalTable(EmbeddedTable table, SqliteStorage storage, Optional<FolderLock> lock) {
    this.table = table;
    this.storage = storage;
    this.lock = lock;
  }

  /**
   * A table that is gone when it is closed.
   *
   * @param definition the template's table
   */
  public static LocalTable temporary(JsonNode definition) {
    TableSchema schema = TableSchema.of(definition(definition));
    try {
      SqliteStorage storage = started(() -> SqliteStorage.temporary(schema));
      return new LocalTable(
          EmbeddedTable.of(schema, storage, InstantSource.system()), storage, Optional.empty());
    } catch (StorageFailedException e) {
      throw new UserError(StoreFailures.temporary(e), e);
    }
  }

  /**
   * A table in a folder, which is made if it is not there.
   *
   * @param definition the template's table
   * @throws UserError if the folder cannot be used, or another process uses it
   */
  public static LocalTable in(Path folder, JsonNode definition) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FolderLock.notWritable(folder, e);
    }
    FolderLock lock = FolderLock.forWriting(folder);
    TableSchema schema = TableSchema.of(definition(definition));
    return opened(
        folder,
        lock,
        () -> SqliteStorage.durable(folder.resolve(DATABASE), schema),
        storage -> EmbeddedTable.grouping(schema, storage));
  }

  /**
   * The table that a run left in a folder, for reading; nothing is made, and the permission to read
   * is enough.
   *
   * @throws UserError if the folder holds no table, cannot be used, or another process writes it
   */
  public static LocalTable existing(Path folder) {
    if (!Files.isRegularFile(folder.resolve(DATABASE))) {
      throw new UserError(
          (Files.isDirectory(folder)
                  ? "the folder " + folder + " holds no store"
                  : noFolder(folder))
              + ": give the folder that trades run --store was given");
    }
    FolderLock lock = FolderLock.forReading(folder);
    TableSchema schema = TableSchema.of(TradeTable.definition(TABLE));
    return opened(
        folder,
        lock,
        () -> SqliteStorage.readOnly(folder.resolve(DATABASE), schema),
        storage -> EmbeddedTable.of(schema, storage, InstantSource.system()));
  }

  private static String noFolder(Path folder) {
    return folder + (Files.exists(folder) ? " is not a folder" : " does not exist");
  }

  private static LocalTable opened(
      Path folder,
      FolderLock lock,
      Supplier<SqliteStorage> opening,
      Function<SqliteStorage, EmbeddedTable> table) {
    try {
      SqliteStorage storage = started(opening);
      return new LocalTable(table.apply(storage), storage, Optional.of(lock));
    } catch (StorageFailedException e) {
      lock.close();
      throw new UserError(StoreFailures.opening(folder, e), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** SQLite's library comes with its driver for the usual systems. */
  private static <T> T started(Supplier<T> opening) {
    try {
      return opening.get();
    } catch (LinkageError e) {
      throw new UserError(
          "the embedded table does not start on %s %s: SQLite's native library is not there for this system, or the folder of temporary files (java.io.tmpdir, %s) does not allow to run it"
              .formatted(
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"),
                  System.getProperty("java.io.tmpdir")),
          e);
    }
  }

  /** The request that makes the template's table. */
  public static CreateTableRequest definition(JsonNode table) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    for (JsonNode attribute : table.path("AttributeDefinitions")) {
      attributes.add(
          AttributeDefinition.builder()
              .attributeName(attribute.path("AttributeName").asText())
              .attributeType(attribute.path("AttributeType").asText())
              .build());
    }
    List<GlobalSecondaryIndex> indexes = new ArrayList<>();
    for (JsonNode index : table.path("GlobalSecondaryIndexes")) {
      indexes.add(index(index));
    }
    return CreateTableRequest.builder()
        .tableName(TABLE)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .keySchema(keys(table))
        .attributeDefinitions(attributes)
        .globalSecondaryIndexes(indexes)
        .build();
  }

  private static GlobalSecondaryIndex index(JsonNode index) {
    List<String> projected = new ArrayList<>();
    index.at("/Projection/NonKeyAttributes").forEach(name -> projected.add(name.asText()));
    return GlobalSecondaryIndex.builder()
        .indexName(index.path("IndexName").asText())
        .keySchema(keys(index))
        .projection(
            projection -> {
              projection.projectionType(index.at("/Projection/ProjectionType").asText());
              if (!projected.isEmpty()) {
                projection.nonKeyAttributes(projected);
              }
            })
        .build();
  }

  private static List<KeySchemaElement> keys(JsonNode owner) {
    List<KeySchemaElement> keys = new ArrayList<>();
    for (JsonNode key : owner.path("KeySchema")) {
      keys.add(
          KeySchemaElement.builder()
              .attributeName(key.path("AttributeName").asText())
              .keyType(key.path("KeyType").asText())
              .build());
    }
    return keys;
  }

  public DynamoDbClient client() {
    return table.client();
  }

  /** Tells a listener of every commit from now on. */
  public void listen(CommitListener listener) {
    table.listen(listener);
  }

  /**
   * Gives the items in the order in which they first came, until the visitor has enough.
   *
   * @param after the number of the last item that the visitor has had; 0 for none
   */
  public void arrivals(long after, Predicate<Arrival> visitor) {
    storage.arrivals(after, visitor);
  }

  /** About how many items there are. */
  public long count() {
    return table.count();
  }

  /** What was found damaged in the file beside items that cannot be read, if anything. */
  Optional<String> damage() {
    return table.damage();
  }

  @Override
  public void close() {
    table.close();
    lock.ifPresent(FolderLock::close);
  }
}
