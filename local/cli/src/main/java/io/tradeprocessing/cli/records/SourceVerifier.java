package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.SourcePage;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Verifies every trade of which a source sent something in a period: the whole trade, for a chain
 * proves nothing in part. Each once, and without remembering which: at its first item in the
 * period.
 */
public record SourceVerifier(
    TradeStore store, TradeVerifier verifier, RateLimit rate, Consumer<Verified> verified) {

  private static final int PAGE = 200;

  public void run(Selection.Sent sent) throws InterruptedException {
    Optional<Cursor> after = Optional.empty();
    do {
      SourcePage page = store.bySource(sent.source(), sent.from(), sent.to(), after, PAGE);
      for (SourcePage.Entry entry : page.entries()) {
        TradeHistory trade = store.history(entry.tradeId());
        if (isFirst(entry, trade, sent)) {
          verified.accept(verifier.verify(trade));
        }
        rate.spend(1 + trade.records().size());
      }
      after = page.next();
    } while (after.isPresent());
  }

  /**
   * Whether no other item of the trade was met before this one. An unreadable item may have come
   * from anywhere, so it counts only where nothing else leads to the trade.
   */
  private static boolean isFirst(SourcePage.Entry entry, TradeHistory trade, Selection.Sent sent) {
    return trade.records().stream()
        .filter(record -> belongs(record, sent))
        .map(record -> record.key().timestamp())
        .min(Comparator.naturalOrder())
        .map(first -> first.toString().equals(entry.timestamp()))
        .orElse(true);
  }

  private static boolean belongs(ComplianceRecord record, Selection.Sent sent) {
    long time = record.key().timestamp().microseconds();
    return record.entry().sourceSystem().equals(sent.source())
        && time >= sent.from()
        && time < sent.to();
  }
}
