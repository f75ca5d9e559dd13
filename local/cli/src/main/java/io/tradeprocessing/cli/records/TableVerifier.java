package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.records.ScanProgress.Segment;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.cli.store.TableScan;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Verifies a whole table, its segments at the same time. A segment holds one page and one trade in
 * memory, whatever the size of the table.
 */
public final class TableVerifier {

  /** Items in a segment, about; two or three pages. */
  private static final int SEGMENT = 1_000;

  private static final int MAX_SEGMENTS = 10_000;

  private final TableScan table;
  private final TradeVerifier verifier;
  private final RateLimit rate;
  private final Consumer<Verified> verified;
  private final Runnable pageDone;

  /**
   * @param table all of it
   * @param verifier of each trade
   * @param verified is given each trade, by several threads
   * @param pageDone is called after each page, by several threads
   */
  public TableVerifier(
      TableScan table,
      TradeVerifier verifier,
      RateLimit rate,
      Consumer<Verified> verified,
      Runnable pageDone) {
    this.table = table;
    this.verifier = verifier;
    this.rate = rate;
    this.verified = verified;
    this.pageDone = pageDone;
  }

  /**
   * How many segments a table is read in: small ones, so that all threads are busy to the end, and
   * little is read again after an interruption. On AWS their number costs a request each.
   *
   * @param items about as many as there are; NaN where that is not known
   * @param threads that read at the same time
   */
  public static int segments(double items, int threads) {
    long bySize = Double.isNaN(items) ? 0 : Math.round(items / SEGMENT);
    return Math.clamp(bySize, threads, MAX_SEGMENTS);
  }

  /** Continues from the progress and updates it. */
  public void run(ScanProgress progress, int threads) throws InterruptedException {
    TradeScan.forEachSegment(progress.segments(), threads, segment -> scan(segment, progress));
  }

  private void scan(int index, ScanProgress progress) throws InterruptedException {
    if (progress.segment(index).done()) {
      return;
    }
    new TradeScan(table)
        .read(
            index,
            progress.segments(),
            progress.segment(index).next().map(Cursor::before),
            new TradeScan.Sink() {
              @Override
              public void trade(TradeHistory trade, Optional<String> next) {
                Segment soFar = verify(progress.segment(index), trade);
                progress.set(index, next.map(soFar::before).orElseGet(soFar::atEnd));
              }

              @Override
              public boolean page(int items) throws InterruptedException {
                pageDone.run();
                rate.spend(items);
                return true;
              }
            });
    progress.set(index, progress.segment(index).atEnd());
    pageDone.run();
  }

  private Segment verify(Segment segment, TradeHistory trade) {
    Verified result = verifier.verify(trade);
    verified.accept(result);
    return segment.with(result);
  }
}
