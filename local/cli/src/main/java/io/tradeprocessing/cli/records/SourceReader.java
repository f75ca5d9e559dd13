package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.UnreadableItem;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.SourcePage;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Reads what a source sent in a period, by event time and page by page: memory limits neither the
 * period nor the number of events.
 */
public record SourceReader(TradeStore store) {

  /** Records per request; a BatchGetItem has as many keys at most. */
  private static final int PAGE = 100;

  /** Entries of the index per request. */
  private static final int INDEX_PAGE = 1_000;

  /** Does something with a page, which may take as long as a rate makes it. */
  @FunctionalInterface
  private interface PageAction<E extends Exception> {
    void take(SourcePage page) throws E;
  }

  /** The entries of the index, without the records that they lead to. */
  public void forEachEntry(Selection.Sent sent, Consumer<SourcePage.Entry> action) {
    forEachPage(sent, INDEX_PAGE, page -> page.entries().forEach(action), () -> true);
  }

  /**
   * The records.
   *
   * @param damaged is told of items that are no records
   * @param more is asked after each page
   */
  public void forEachRecord(
      Selection.Sent sent,
      Consumer<ComplianceRecord> action,
      Consumer<UnreadableItem> damaged,
      BooleanSupplier more) {
    forEachPage(
        sent,
        PAGE,
        page -> {
          for (StoredItem item : store.read(page)) {
            switch (item) {
              case ComplianceRecord record -> action.accept(record);
              case UnreadableItem unreadable -> damaged.accept(unreadable);
              case TradeHead head ->
                  throw new IllegalStateException("in the index: " + head.tradeId());
            }
          }
        },
        more);
  }

  /**
   * Every trade of which the source sent something in the period: the whole trade, for a part of it
   * shows neither its state nor whether its chain holds. Each once, and without remembering which:
   * at its first item in the period.
   *
   * @param more is asked after each page
   */
  public void forEachTrade(
      Selection.Sent sent, RateLimit rate, Consumer<TradeHistory> action, BooleanSupplier more)
      throws InterruptedException {
    forEachPage(
        sent,
        PAGE,
        page -> {
          for (SourcePage.Entry entry : page.entries()) {
            TradeHistory trade = store.history(entry.tradeId());
            if (isFirst(entry, trade, sent)) {
              action.accept(trade);
            }
            rate.spend(1 + trade.records().size());
          }
        },
        more);
  }

  private <E extends Exception> void forEachPage(
      Selection.Sent sent, int size, PageAction<E> action, BooleanSupplier more) throws E {
    Optional<Cursor> after = Optional.empty();
    do {
      SourcePage page = store.bySource(sent.source(), sent.from(), sent.to(), after, size);
      action.take(page);
      after = page.next();
    } while (after.isPresent() && more.getAsBoolean());
  }

  /**
   * Whether no other item of the trade was met before this one. An unreadable item may have come
   * from anywhere, so it counts only where nothing else leads to the trade.
   */
  private static boolean isFirst(SourcePage.Entry entry, TradeHistory trade, Selection.Sent sent) {
    return trade.records().stream()
        .filter(sent::has)
        .map(record -> record.key().timestamp())
        .min(Comparator.naturalOrder())
        .map(first -> first.toString().equals(entry.timestamp()))
        .orElse(true);
  }
}
