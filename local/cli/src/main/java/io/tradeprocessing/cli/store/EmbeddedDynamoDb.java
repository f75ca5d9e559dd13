package io.tradeprocessing.cli.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.console.UserError;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.embedded.DDBExceptionMappingInvocationHandler;
import software.amazon.dynamodb.services.local.shared.access.LocalDBClient;
import software.amazon.dynamodb.services.local.shared.access.TableInfo;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;
import software.amazon.dynamodb.services.local.shared.jobs.JobsRegister;

/**
 * AWS's own DynamoDB Local, in this process, in memory or in a folder, with the table that the
 * template defines. It is put together from its parts, as its own DynamoDBEmbedded does, but for
 * two things: it reports no use to AWS, and it remembers its table.
 */
public final class EmbeddedDynamoDb implements AutoCloseable {

  /** The name of the table; local runs have one. */
  public static final String TABLE = "trade-records";

  private static final long ROOM_NEEDED = 1024 * 1024;

  /** DynamoDB Local's own jobs at a time, as many as DynamoDBEmbedded gives it. */
  private static final int JOBS = 10;

  /** The file in a folder. */
  static final String DATABASE = "records.db";

  private static final String LOCK_FILE = "in-use.lock";

  /** Held, because a logger that nobody holds forgets its filter. */
  private static final Logger SQLITE_LOG = Logger.getLogger("com.almworks.sqlite4java");

  private final LocalDBClient server;
  private final DynamoDbClient client;
  private final @Nullable FileChannel lock;

  private EmbeddedDynamoDb(LocalDBClient server, @Nullable FileChannel lock) {
    this.server = server;
    this.client = client(server);
    this.lock = lock;
  }

  /** A store that is gone when it is closed. */
  public static EmbeddedDynamoDb inMemory(JsonNode table) {
    return start(null, null, table);
  }

  /**
   * A store in a folder, which is made if it is not there.
   *
   * @throws UserError if the folder cannot be used, or another process uses it
   */
  public static EmbeddedDynamoDb in(Path folder, JsonNode table) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
    return start(folder, lock(folder), table);
  }

  /**
   * The store that a run left in a folder; nothing is made.
   *
   * @throws UserError if the folder holds no store, cannot be used, or another process uses it
   */
  public static EmbeddedDynamoDb existing(Path folder) {
    if (!Files.isRegularFile(folder.resolve(DATABASE))) {
      throw new UserError(
          (Files.isDirectory(folder)
                  ? "the folder " + folder + " holds no store"
                  : noFolder(folder))
              + ": give the folder that trades run --store was given");
    }
    EmbeddedDynamoDb store = connect(folder, lock(folder));
    try {
      // It would count all items of the table that it is asked to describe.
      if (store.client.listTables().tableNames().contains(TABLE)) {
        return store;
      }
    } catch (RuntimeException e) {
      store.close();
      throw unusable(folder, e);
    }
    store.close();
    throw new UserError(
        "the folder "
            + folder
            + " holds a store without the table "
            + TABLE
            + ": give the folder that trades run --store was given");
  }

  private static String noFolder(Path folder) {
    return folder + (Files.exists(folder) ? " is no folder" : " does not exist");
  }

  /** Takes the folder for this process; also for reading, for SQLite's file has one user. */
  private static FileChannel lock(Path folder) {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
    if (!hasRoom(folder)) {
      throw new UserError(
          "the disk of the store folder " + folder + " is full: free some space, or name another");
    }
    if (!locked(channel)) {
      throw new UserError(
          "the store folder "
              + folder
              + " is in use by another trades command: wait for it to end, or name another folder");
    }
    return channel;
  }

  private static UserError notWritable(Path folder, IOException e) {
    return new UserError("the store folder " + folder + " cannot be written to: " + reason(e), e);
  }

  /** Whether an event of the largest size could be stored with what belongs to it. */
  public static boolean hasRoom(Path folder) {
    return folder.toFile().getUsableSpace() >= ROOM_NEEDED;
  }

  private static boolean locked(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException | IOException e) {
      return false;
    }
  }

  private static EmbeddedDynamoDb start(
      @Nullable Path folder, @Nullable FileChannel lock, JsonNode table) {
    EmbeddedDynamoDb store = connect(folder, lock);
    try {
      store.client.createTable(createTable(table));
    } catch (ResourceInUseException e) {
      // The folder holds it already.
    } catch (RuntimeException e) {
      store.close();
      throw unusable(folder, e);
    }
    return store;
  }

  private static EmbeddedDynamoDb connect(@Nullable Path folder, @Nullable FileChannel lock) {
    // Its logging API would otherwise complain that there is no implementation.
    System.setProperty(
        "log4j2.loggerContextFactory",
        "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
    System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
    // Its failures reach us as exceptions.
    SQLITE_LOG.setFilter(_ -> false);
    try {
      SQLiteLibraryLoader.initialize();
    } catch (Exception | LinkageError e) {
      throw new UserError(
          "the embedded store does not start on %s %s: it needs SQLite's native library, which is there for Linux and macOS on x86_64 and aarch64 and for Windows on x86_64"
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
          e);
    }
    try {
      boolean statusesTakeTime = false;
      return new EmbeddedDynamoDb(
          new LocalDBClient(
              folder == null ? new Access() : new Access(folder.resolve(DATABASE).toFile()),
              new JobsRegister(Executors.newFixedThreadPool(JOBS), statusesTakeTime)),
          lock);
    } catch (RuntimeException e) {
      throw unusable(folder, e);
    }
  }

  /**
   * DynamoDB Local reads and parses the description of its table four times in a transaction. Here
   * a table stays as it was made, so once is enough.
   */
  private static final class Access extends SQLiteDBAccess {

    private final Map<String, TableInfo> tables = new ConcurrentHashMap<>();

    Access() {}

    Access(File file) {
      super(file);
    }

    @Override
    public @Nullable TableInfo getTableInfo(String table) {
      return tables.computeIfAbsent(table, super::getTableInfo);
    }
  }

  /** The client that DynamoDBEmbedded gives: its failures are those of the SDK. */
  private static DynamoDbClient client(LocalDBClient server) {
    DynamoDbClient local = server.dynamoDbClient();
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (_, method, arguments) -> {
              try {
                return method.invoke(local, arguments);
              } catch (InvocationTargetException e) {
                if (e.getCause() instanceof DynamoDBLocalServiceException failure) {
                  DDBExceptionMappingInvocationHandler.handleDynamoDBLocalServiceException(failure);
                }
                throw e.getCause();
              }
            });
  }

  private static UserError unusable(@Nullable Path folder, RuntimeException e) {
    return new UserError(
        "the store %s cannot be opened: %s"
            .formatted(folder == null ? "in memory" : "folder " + folder, e.getMessage()),
        e);
  }

  /** The request that makes the template's table. */
  public static CreateTableRequest createTable(JsonNode table) {
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
      indexes.add(
          GlobalSecondaryIndex.builder()
              .indexName(index.path("IndexName").asText())
              .keySchema(keys(index))
              .projection(projection(index.path("Projection")))
              .build());
    }
    return CreateTableRequest.builder()
        .tableName(TABLE)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .keySchema(keys(table))
        .attributeDefinitions(attributes)
        .globalSecondaryIndexes(indexes)
        .build();
  }

  private static Projection projection(JsonNode index) {
    Projection.Builder projection =
        Projection.builder().projectionType(index.path("ProjectionType").asText());
    List<String> attributes = new ArrayList<>();
    index.path("NonKeyAttributes").forEach(name -> attributes.add(name.asText()));
    return attributes.isEmpty()
        ? projection.build()
        : projection.nonKeyAttributes(attributes).build();
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
    return client;
  }

  /**
   * DynamoDB Local answers a transaction before its COMMIT, which it only queues, and neither does
   * its shutdown wait for that: the last record of a run could be lost with the process. SQLite has
   * one queue, so once it has answered a question, all that was asked before is done.
   */
  private void settle() {
    try {
      client.listTables();
    } catch (RuntimeException e) {
      // It answers nothing any more, so there is nothing to wait for.
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }

  @Override
  public void close() {
    settle();
    server.shutdown();
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        // The process ends and the system gives the lock back.
      }
    }
  }
}
