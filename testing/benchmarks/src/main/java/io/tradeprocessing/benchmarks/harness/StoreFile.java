package io.tradeprocessing.benchmarks.harness;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteStatement;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.dynamodb.services.local.shared.access.LocalDBUtils;
import software.amazon.dynamodb.services.local.shared.access.PaddingNumberEncoder;

/**
 * A new store folder, written as DynamoDB Local writes its file but in one transaction of SQLite:
 * DynamoDB Local syncs the disk for each record, so that a million take it hours. The events of a
 * trade must follow each other, and nobody else may write.
 */
final class StoreFile implements DynamoDbClient {

  /** As the {@code trades} command names it. */
  static final String TABLE = "trade-records";

  private static final String INSERT =
      "INSERT INTO \""
          + TABLE
          + "\" (hashKey, rangeKey, hashValue, rangeValue, hashRangeValue, indexKey_0, itemSize,"
          + " ObjectJSON) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private final SQLiteConnection connection;
  private final SQLiteStatement insert;

  /** Of the trade that was written last; empty before the first. */
  private Map<String, AttributeValue> head = Map.of();

  private StoreFile(SQLiteConnection connection, SQLiteStatement insert) {
    this.connection = connection;
    this.insert = insert;
  }

  /**
   * Makes the folder and the file.
   *
   * @throws FileAlreadyExistsException if the file is there
   */
  static StoreFile create(Path folder) throws IOException {
    Path file = Files.createDirectories(folder).resolve("records.db");
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    new DynamoDbLocalTable(file, TABLE).close();
    SQLiteConnection connection = new SQLiteConnection(file.toFile());
    try {
      connection.open(false);
      connection.exec("PRAGMA journal_mode = OFF");
      connection.exec("PRAGMA synchronous = OFF");
      // In KiB: the index by hash is written all over the place.
      connection.exec("PRAGMA cache_size = -400000");
      connection.exec("BEGIN");
      return new StoreFile(connection, connection.prepare(INSERT));
    } catch (SQLiteException e) {
      connection.dispose();
      throw new IOException(file + " cannot be written", e);
    }
  }

  /** A record and its head. */
  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    Map<String, AttributeValue> next = request.transactItems().getLast().put().item();
    if (!Objects.equals(head.get("tradeId"), next.get("tradeId"))) {
      insert(head);
    }
    head = next;
    insert(request.transactItems().getFirst().put().item());
    return TransactWriteItemsResponse.builder().build();
  }

  /** A head. */
  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    if (!Objects.equals(head.get("tradeId"), request.key().get("tradeId"))) {
      throw new IllegalStateException("not of the trade that was written last: " + request.key());
    }
    return GetItemResponse.builder().item(head).build();
  }

  private void insert(Map<String, AttributeValue> item) {
    if (item.isEmpty()) {
      return;
    }
    String id = Objects.requireNonNull(item.get("tradeId")).s();
    String time = Objects.requireNonNull(item.get("timestamp")).n();
    AttributeValue source = item.get("sourceSystem");
    byte[] json =
        JsonWriter.toString(DynamoDbLocalTable.json(item)).getBytes(StandardCharsets.UTF_8);
    var hashKey =
        new software.amazon.dynamodb.services.local.shared.model.AttributeValue().withS(id);
    var sortKey =
        new software.amazon.dynamodb.services.local.shared.model.AttributeValue().withN(time);
    try {
      insert
          .bind(1, utf8(id))
          .bind(2, PaddingNumberEncoder.encodeBigDecimal(new BigDecimal(time)))
          .bind(3, LocalDBUtils.getHashValue(hashKey))
          .bind(4, LocalDBUtils.getHashValue(sortKey))
          .bind(5, LocalDBUtils.getHashValue(hashKey, sortKey))
          .bind(6, source == null ? null : utf8(source.s()))
          .bind(7, json.length)
          .bind(8, json)
          .stepThrough()
          .reset();
    } catch (SQLiteException e) {
      throw new IllegalStateException("the item " + id + " / " + time + " cannot be written", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    insert(head);
    try {
      connection.exec("COMMIT");
    } catch (SQLiteException e) {
      throw new IllegalStateException("what was written cannot be kept", e);
    } finally {
      connection.dispose();
    }
  }
}
