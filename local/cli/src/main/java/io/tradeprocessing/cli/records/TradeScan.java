package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.Workers;
import io.tradeprocessing.cli.store.TableScan;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.Page;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Reads a whole table trade by trade. A segment holds one page and one trade in memory, whatever
 * the size of the table.
 */
public record TradeScan(TableScan table) {

  /** Items a request at most; DynamoDB ends a page at a megabyte. */
  private static final int PAGE = 1_000;

  /** Takes what a segment has. */
  interface Sink {

    /**
     * A whole trade.
     *
     * @param next the trade after it; nothing at the end of the segment
     */
    void trade(TradeHistory trade, Optional<String> next);

    /** A page was read; answers whether to read another. */
    boolean page(int items) throws InterruptedException;
  }

  /** Does something with a segment. */
  @FunctionalInterface
  interface SegmentTask {
    void run(int segment) throws InterruptedException;
  }

  /**
   * Every trade, in no order, by several threads.
   *
   * @param more is asked after each page
   */
  public void forEach(int threads, Consumer<TradeHistory> action, BooleanSupplier more)
      throws InterruptedException {
    int segments = TableVerifier.segments(table.approximateItems(), threads);
    forEachSegment(
        segments,
        threads,
        segment ->
            read(
                segment,
                segments,
                Optional.empty(),
                new Sink() {
                  @Override
                  public void trade(TradeHistory trade, Optional<String> next) {
                    action.accept(trade);
                  }

                  @Override
                  public boolean page(int items) {
                    return more.getAsBoolean();
                  }
                }));
  }

  /** Each segment once, by several threads. */
  static void forEachSegment(int segments, int threads, SegmentTask task)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    Workers.run(
        threads,
        _ -> {
          for (int segment = next.getAndIncrement();
              segment < segments;
              segment = next.getAndIncrement()) {
            task.run(segment);
          }
        });
  }

  /** A segment from a place on. */
  void read(int segment, int segments, Optional<Cursor> from, Sink sink)
      throws InterruptedException {
    TradeAssembler assembler = new TradeAssembler();
    Optional<Cursor> after = from;
    boolean more;
    do {
      Page page = table.page(segment, segments, after, PAGE);
      for (StoredItem item : page.items()) {
        assembler
            .add(item)
            .ifPresent(trade -> sink.trade(trade, Optional.of(TradeAssembler.tradeId(item))));
      }
      after = page.next();
      more = sink.page(page.items().size());
    } while (after.isPresent() && more);
    if (after.isEmpty()) {
      assembler.end().ifPresent(trade -> sink.trade(trade, Optional.empty()));
    }
  }
}
