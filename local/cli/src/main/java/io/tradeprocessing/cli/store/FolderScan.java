package io.tradeprocessing.cli.store;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteStatement;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.Page;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.dynamodb.services.local.shared.access.LocalDBUtils;
import software.amazon.dynamodb.services.local.shared.access.PaddingNumberEncoder;

/**
 * Scans a store folder in its SQLite file. DynamoDB Local does the same in one thread and sorts
 * what is left of a segment for every page; here each caller has a connection of its own and goes
 * along an index.
 *
 * <p>The file is DynamoDB Local's: a row holds the item as JSON, a hash of its partition key, by
 * which segments are told apart, and its sort key in an order-preserving form. A test holds this
 * reading against DynamoDB Local's own.
 */
public final class FolderScan implements TableScan {

  /** The layout of the file that this reads, as the file itself names it. */
  private static final String LAYOUT = "v2.4.0";

  private static final String ROWS =
      """
      SELECT ObjectJSON FROM "%s"
      WHERE hashValue >= ? AND hashValue <= ? AND (hashValue > ? OR rangeKey > ?)
      ORDER BY hashValue, rangeKey
      """
          .formatted(EmbeddedDynamoDb.TABLE);

  private static final String COUNT =
      "SELECT count(*) FROM \"%s\"".formatted(EmbeddedDynamoDb.TABLE);

  /** Bytes of a page, about: small, for the collector copies whatever is held when it runs. */
  private static final int PAGE_BYTES = 128 * 1024;

  private final Path file;

  private FolderScan(Path file) {
    this.file = file;
  }

  /**
   * A scan of a folder's file, or the other scan if the file has another layout than this reads.
   */
  public static TableScan of(Path folder, TableScan otherwise) {
    Path file = folder.resolve(EmbeddedDynamoDb.DATABASE);
    SQLiteConnection connection = new SQLiteConnection(file.toFile());
    try {
      connection.openReadonly();
      SQLiteStatement layout = connection.prepare("SELECT version FROM cf");
      boolean known = layout.step() && LAYOUT.equals(layout.columnString(0));
      return known ? new FolderScan(file) : otherwise;
    } catch (SQLiteException e) {
      return otherwise;
    } finally {
      connection.dispose();
    }
  }

  @Override
  public Page page(int segment, int segments, Optional<Cursor> after, int limit) {
    byte[] first = after.map(FolderScan::hash).orElseGet(() -> bytes(begin(segment, segments)));
    byte[] last =
        bytes(
            segment == segments - 1
                ? LocalDBUtils.MAX_HASH_KEY
                : begin(segment + 1, segments).subtract(BigInteger.ONE));
    // Without a cursor every row of the first hash is above the empty sort key.
    byte[] sortKey = after.map(FolderScan::sortKey).orElse(new byte[0]);
    return read(
        ROWS,
        rows -> page(rows.bind(1, first).bind(2, last).bind(3, first).bind(4, sortKey), limit));
  }

  /** From an index: DynamoDB Local would read every row to add up the sizes of the items, too. */
  @Override
  public double approximateItems() {
    return read(COUNT, count -> count.step() ? count.columnDouble(0) : Double.NaN);
  }

  private interface Reading<T> {
    T read(SQLiteStatement statement) throws SQLiteException, IOException;
  }

  /** A connection belongs to a thread; opening one costs as much as reading a few dozen items. */
  private <T> T read(String sql, Reading<T> reading) {
    SQLiteConnection connection = new SQLiteConnection(file.toFile());
    try {
      return reading.read(connection.openReadonly().prepare(sql));
    } catch (SQLiteException | IOException e) {
      throw UserError.midway("the store's file " + file + " cannot be read: " + e.getMessage(), e);
    } finally {
      connection.dispose();
    }
  }

  private static Page page(SQLiteStatement rows, int limit) throws SQLiteException, IOException {
    List<Map<String, AttributeValue>> items = new ArrayList<>(limit);
    int bytes = 0;
    while (items.size() < limit && bytes < PAGE_BYTES) {
      if (!rows.step()) {
        return Page.of(items, false);
      }
      byte[] json = rows.columnBlob(0);
      bytes += json.length;
      items.add(ItemJson.read(json));
    }
    return Page.of(items, true);
  }

  /** As DynamoDB Local divides the hashes, so that a scan can go on where its own stopped. */
  private static BigInteger begin(int segment, int segments) {
    return LocalDBUtils.MAX_HASH_KEY
        .divide(BigInteger.valueOf(segments))
        .multiply(BigInteger.valueOf(segment));
  }

  private static byte[] bytes(BigInteger hash) {
    int length = LocalDBUtils.SHA1_KEY_SIZE;
    // The bit above them all keeps leading zeros.
    byte[] above = hash.setBit(Byte.SIZE * length).toByteArray();
    return Arrays.copyOfRange(above, above.length - length, above.length);
  }

  private static byte[] hash(Cursor cursor) {
    return LocalDBUtils.getHashValue(
        new software.amazon.dynamodb.services.local.shared.model.AttributeValue()
            .withS(cursor.tradeId()));
  }

  private static byte[] sortKey(Cursor cursor) {
    return PaddingNumberEncoder.encodeBigDecimal(new BigDecimal(cursor.timestamp()));
  }
}
