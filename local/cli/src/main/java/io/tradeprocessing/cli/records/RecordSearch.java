package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Prints the records that are searched for as they are read: a page and a trade are in memory.
 *
 * @param at when trades are looked at
 */
public record RecordSearch(
    PointInTime at, RecordFilter filter, RecordPrinter printer, DamagedItems damaged) {

  /**
   * What a source sent. Only where trades are looked at as they were is the rest of each trade
   * read, too: what a record was in it then does not follow from the record.
   */
  public void sent(TradeStore store, Selection.Sent sent) throws InterruptedException {
    SourceReader reader = new SourceReader(store);
    if (at.isNow()) {
      reader.forEachRecord(sent, this::alone, damaged, printer::isRead);
    } else {
      reader.forEachTrade(
          sent,
          RateLimit.of(Double.POSITIVE_INFINITY),
          trade -> trade(trade, TradeLife.Order.TIME, sent::has),
          printer::isRead);
    }
  }

  /** All that is in a table, in one thread, so that the same store gives the same lines. */
  public void everything(TradeScan table) throws InterruptedException {
    table.forEach(1, trade -> trade(trade, TradeLife.Order.TIME, _ -> true), printer::isRead);
  }

  /** A record without the rest of its trade. */
  public void alone(ComplianceRecord record) {
    if (isFound(record)) {
      printer.print(new RecordLine(record, Optional.empty()));
    }
  }

  /** Whether a record is searched for. */
  public boolean isFound(ComplianceRecord record) {
    return at.has(record) && filter.test(record);
  }

  /**
   * A trade's records with their places in its life then.
   *
   * @param selected what is printed of them
   */
  public void trade(
      TradeHistory trade, TradeLife.Order order, Predicate<ComplianceRecord> selected) {
    TradeLife.lines(at.of(trade), order).stream()
        .filter(line -> selected.test(line.record()) && filter.test(line.record()))
        .forEach(printer::print);
    trade.unreadable().forEach(damaged);
  }
}
