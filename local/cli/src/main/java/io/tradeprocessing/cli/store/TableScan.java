package io.tradeprocessing.cli.store;

import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.Page;
import java.util.Optional;

/** Reads a whole table, by several threads at once. */
public interface TableScan {

  /** A page, as by {@link io.tradeprocessing.common.store.dynamodb.TradeStore#scan}. */
  Page page(int segment, int segments, Optional<Cursor> after, int limit);

  /** Items in the table, for a progress bar; NaN where that is not known. */
  double approximateItems();
}
