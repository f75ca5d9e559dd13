package io.tradeprocessing.cli.store;

import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.Page;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.embeddedtable.StorageFailedException;
import java.util.Optional;

/** Scans the table of a store folder. */
record FolderScan(TradeStore records, LocalTable table) implements TableScan {

  @Override
  public Page page(int segment, int segments, Optional<Cursor> after, int limit) {
    return records.scan(segment, segments, after, limit);
  }

  @Override
  public Optional<String> damage() {
    return table.damage();
  }

  @Override
  public double approximateItems() {
    try {
      return table.count();
    } catch (StorageFailedException e) {
      // The scan goes past what is damaged; a progress bar need not.
      return Double.NaN;
    }
  }
}
