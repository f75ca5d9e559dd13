package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.console.Workers;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.util.Optional;

/**
 * Checks that every head of a checkpoint is still a record of its trade's chain. That the chain
 * leads from there to today's head is for {@link TableVerifier} to show.
 */
public record CheckpointVerifier(TradeStore store, RateLimit rate, Findings findings) {

  public void run(Checkpoint.Reader checkpoint, int threads) throws InterruptedException {
    Workers.run(
        threads,
        _ -> {
          for (Optional<Checkpoint.Head> head = checkpoint.next();
              head.isPresent();
              head = checkpoint.next()) {
            check(head.get());
          }
        });
  }

  private void check(Checkpoint.Head then) throws InterruptedException {
    TradeHistory now = store.history(then.tradeId());
    rate.spend(1 + now.records().size());
    boolean isThere =
        now.records().stream()
            .anyMatch(
                record ->
                    record.region().name().equals(then.region())
                        && record.link().sequence() == then.sequence()
                        && record.link().recordHash().equals(then.lastHash()));
    if (!isThere) {
      findings.lost(
          then,
          "record %d with hash %s is not in the chain any more; the head is at %s"
              .formatted(
                  then.sequence(),
                  then.lastHash(),
                  now.heads().stream()
                      .filter(head -> head.region().name().equals(then.region()))
                      .map(head -> String.valueOf(head.sequence()))
                      .findFirst()
                      .orElse("nothing")));
    }
  }
}
