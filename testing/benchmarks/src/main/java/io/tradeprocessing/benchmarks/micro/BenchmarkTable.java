package io.tradeprocessing.benchmarks.micro;

import io.tradeprocessing.benchmarks.Folders;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.SqliteStorage;
import io.tradeprocessing.embeddedtable.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** A table of records, empty when it is opened. */
record BenchmarkTable(DynamoDbClient client, AutoCloseable closing) {

  static final String NAME = "records";

  static BenchmarkTable open(Where where) {
    TableSchema schema = TableSchema.of(TradeTable.definition(NAME));
    return switch (where) {
      case DYNAMODB_LOCAL_MEMORY -> local(DynamoDBEmbedded.create(true));
      case DYNAMODB_LOCAL_FILE ->
          inFolder(file -> local(DynamoDBEmbedded.create(file.toFile(), true)));
      case EMBEDDED_TEMPORARY ->
          embedded(
              EmbeddedTable.of(schema, SqliteStorage.temporary(schema), InstantSource.system()));
      case EMBEDDED_FILE ->
          inFolder(
              file ->
                  embedded(EmbeddedTable.grouping(schema, SqliteStorage.durable(file, schema))));
    };
  }

  /** A table in a folder of its own, which goes with it. */
  private static BenchmarkTable inFolder(Function<Path, BenchmarkTable> open) {
    try {
      Path folder = Files.createTempDirectory("benchmark");
      BenchmarkTable table = open.apply(folder.resolve("records.db"));
      return new BenchmarkTable(
          table.client(),
          () -> {
            table.close();
            Folders.delete(folder);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BenchmarkTable local(AmazonDynamoDBLocal local) {
    var _ = local.dynamoDbClient().createTable(TradeTable.definition(NAME));
    return new BenchmarkTable(local.dynamoDbClient(), local::shutdown);
  }

  private static BenchmarkTable embedded(EmbeddedTable embedded) {
    return new BenchmarkTable(embedded.client(), embedded);
  }

  void close() throws Exception {
    closing.close();
  }
}
