package io.tradeprocessing.cli;

import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.SqliteStorage;
import io.tradeprocessing.embeddedtable.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A store folder as {@code trades run} leaves it, and as somebody may change it behind its back.
 */
public record LocalStore(Path folder) {

  /** Runs events into a new store. */
  public static LocalStore of(Path folder, Path events) {
    Cli.Ended ended = Cli.run("run", "--json", "--store", folder.toString(), events.toString());
    if (ended.code() == ExitCode.WRONG_USE) {
      throw new IllegalStateException(ended.err());
    }
    return new LocalStore(folder);
  }

  /** The same store in another folder, to be changed there. */
  public LocalStore copy(Path to) {
    try (Stream<Path> files = Files.list(folder)) {
      Files.createDirectories(to);
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LocalStore(to);
  }

  public Cli.Ended call(String command, String... arguments) {
    return Cli.run(
        Stream.concat(Stream.of(command, "--store", folder.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** With no regard for conditions, hashes or chains. */
  public void tamper(Consumer<Items> change) {
    try (EmbeddedTable table = table(folder)) {
      change.accept(new Items(table.client()));
    }
  }

  /** The table of a folder, for writing. */
  static EmbeddedTable table(Path folder) {
    TableSchema schema = TableSchema.of(TradeTable.definition(LocalTable.TABLE));
    return EmbeddedTable.of(
        schema,
        SqliteStorage.durable(folder.resolve(LocalTable.DATABASE), schema),
        InstantSource.system());
  }

  /** The table's items by trade and microsecond; 0 is a head. */
  public record Items(DynamoDbClient client) {

    Map<String, AttributeValue> get(String tradeId, long timestamp) {
      return new HashMap<>(
          client
              .getItem(request -> request.tableName(LocalTable.TABLE).key(key(tradeId, timestamp)))
              .item());
    }

    public void put(Map<String, AttributeValue> item) {
      client.putItem(request -> request.tableName(LocalTable.TABLE).item(item));
    }

    void delete(String tradeId, long timestamp) {
      client.deleteItem(
          request -> request.tableName(LocalTable.TABLE).key(key(tradeId, timestamp)));
    }

    /** Sets one attribute. */
    void set(String tradeId, long timestamp, String name, AttributeValue value) {
      Map<String, AttributeValue> item = get(tradeId, timestamp);
      item.put(name, value);
      put(item);
    }

    /** The key of the only item of a microsecond; one that no item has if there is none. */
    private Map<String, AttributeValue> key(String tradeId, long timestamp) {
      Map<String, AttributeValue> values =
          Map.of(
              ":tradeId", AttributeValue.fromS(tradeId),
              ":first", AttributeValue.fromN(Long.toString(timestamp)),
              ":last", AttributeValue.fromN(timestamp + ".99999999999999999999"));
      AttributeValue sortKey =
          client
              .query(
                  query ->
                      query
                          .tableName(LocalTable.TABLE)
                          .keyConditionExpression(
                              "tradeId = :tradeId AND #timestamp BETWEEN :first AND :last")
                          .expressionAttributeNames(Map.of("#timestamp", "timestamp"))
                          .expressionAttributeValues(values))
              .items()
              .stream()
              .map(item -> Objects.requireNonNull(item.get("timestamp")))
              .findFirst()
              .orElse(AttributeValue.fromN(Long.toString(timestamp)));
      return Map.of("tradeId", AttributeValue.fromS(tradeId), "timestamp", sortKey);
    }
  }
}
