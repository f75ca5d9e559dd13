package io.tradeprocessing.embeddedtable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * The client request tokens of the transactions of the last ten minutes: who repeats a request
 * because its answer was lost, is not told of its own item. They are gone with the process, as are
 * those who could repeat a request.
 */
final class Tokens {

  private static final Duration VALID = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final Map<String, List<TransactWriteItem>> done = new HashMap<>();
  private final Deque<Done> byTime = new ArrayDeque<>();

  private record Done(String token, Instant at) {}

  Tokens(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether this very request was done before. */
  boolean isRepeated(TransactWriteItemsRequest request) {
    if (request.clientRequestToken() == null) {
      return false;
    }
    forget(clock.instant().minus(VALID));
    List<TransactWriteItem> before = done.get(request.clientRequestToken());
    if (before != null && !before.equals(request.transactItems())) {
      throw Errors.otherRequest();
    }
    return before != null;
  }

  private void forget(Instant until) {
    while (!byTime.isEmpty() && byTime.getFirst().at().isBefore(until)) {
      done.remove(byTime.removeFirst().token());
    }
  }

  void done(TransactWriteItemsRequest request) {
    if (request.clientRequestToken() != null) {
      done.put(request.clientRequestToken(), request.transactItems());
      byTime.addLast(new Done(request.clientRequestToken(), clock.instant()));
    }
  }
}
