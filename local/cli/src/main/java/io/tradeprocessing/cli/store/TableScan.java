package io.tradeprocessing.cli.store;

import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.Page;
import java.util.Optional;

/** Reads a whole table, by several threads at once. */
public interface TableScan {

  /** A page, as by {@link io.tradeprocessing.common.store.dynamodb.TradeStore#scan}. */
  Page page(int segment, int segments, Optional<Cursor> after, int limit);

  /**
   * What was found damaged beside items that cannot be read, which are in the pages; a table on AWS
   * has nothing else that could be.
   */
  default Optional<String> damage() {
    return Optional.empty();
  }

  /** Items in the table, for a progress bar; NaN where that is not known. */
  double approximateItems();
}
