package io.tradeprocessing.cli.store;

import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.Page;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Scans a table by DynamoDB's own operation. */
public record StoreScan(TradeStore records, DynamoDbClient client, String table)
    implements TableScan {

  @Override
  public Page page(int segment, int segments, Optional<Cursor> after, int limit) {
    return records.scan(segment, segments, after, limit);
  }

  /** On AWS some hours old, and unknown without the permission to ask. */
  @Override
  public double approximateItems() {
    try {
      Long count = client.describeTable(request -> request.tableName(table)).table().itemCount();
      return count == null || count == 0 ? Double.NaN : count;
    } catch (SdkException e) {
      return Double.NaN;
    }
  }
}
