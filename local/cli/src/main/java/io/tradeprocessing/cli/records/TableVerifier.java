package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.console.Workers;
import io.tradeprocessing.cli.records.ScanProgress.Segment;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.cli.store.TableScan;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.Page;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Verifies a whole table, its segments at the same time. A segment holds one page and one trade in
 * memory, whatever the size of the table.
 */
public final class TableVerifier {

  /** Items a request at most; DynamoDB ends a page at a megabyte. */
  private static final int PAGE = 1_000;

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
    AtomicInteger next = new AtomicInteger();
    Workers.run(
        threads,
        _ -> {
          for (int segment = next.getAndIncrement();
              segment < progress.segments();
              segment = next.getAndIncrement()) {
            scan(segment, progress);
          }
        });
  }

  private void scan(int index, ScanProgress progress) throws InterruptedException {
    if (progress.segment(index).done()) {
      return;
    }
    TradeAssembler assembler = new TradeAssembler();
    Optional<Cursor> after = progress.segment(index).next().map(Cursor::before);
    do {
      Page page = table.page(index, progress.segments(), after, PAGE);
      for (StoredItem item : page.items()) {
        Optional<TradeHistory> complete = assembler.add(item);
        if (complete.isPresent()) {
          Segment soFar = verify(progress.segment(index), complete.get());
          progress.set(index, soFar.before(TradeAssembler.tradeId(item)));
        }
      }
      pageDone.run();
      rate.spend(page.items().size());
      after = page.next();
    } while (after.isPresent());
    Segment segment = progress.segment(index);
    Optional<TradeHistory> last = assembler.end();
    progress.set(index, (last.isPresent() ? verify(segment, last.get()) : segment).atEnd());
    pageDone.run();
  }

  private Segment verify(Segment segment, TradeHistory trade) {
    Verified result = verifier.verify(trade);
    verified.accept(result);
    return segment.with(result);
  }
}
