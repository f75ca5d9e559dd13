package io.tradeprocessing.cli.records;

import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.UnreadableItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts trades together from a scan, in which the items of one trade follow each other. */
final class TradeAssembler {

  private @Nullable String tradeId;
  private final List<TradeHead> heads = new ArrayList<>();
  private final List<ComplianceRecord> records = new ArrayList<>();
  private final List<UnreadableItem> unreadable = new ArrayList<>();

  /** Takes the next item; gives the trade before it, if this one begins another. */
  Optional<TradeHistory> add(StoredItem item) {
    String id = tradeId(item);
    Optional<TradeHistory> complete = id.equals(tradeId) ? Optional.empty() : end();
    tradeId = id;
    switch (item) {
      case TradeHead head -> heads.add(head);
      case ComplianceRecord record -> records.add(record);
      case UnreadableItem damaged -> unreadable.add(damaged);
    }
    return complete;
  }

  /** The last trade, at the end of the items. */
  Optional<TradeHistory> end() {
    if (tradeId == null) {
      return Optional.empty();
    }
    TradeHistory trade = new TradeHistory(tradeId, heads, records, unreadable);
    tradeId = null;
    heads.clear();
    records.clear();
    unreadable.clear();
    return Optional.of(trade);
  }

  static String tradeId(StoredItem item) {
    return switch (item) {
      case TradeHead head -> head.tradeId();
      case ComplianceRecord record -> record.key().tradeId();
      case UnreadableItem unreadable -> unreadable.tradeId();
    };
  }
}
