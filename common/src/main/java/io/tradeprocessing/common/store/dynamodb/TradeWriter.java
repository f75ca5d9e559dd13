package io.tradeprocessing.common.store.dynamodb;

import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.ChainedRecord;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.CorruptStoreException;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordJson;
import io.tradeprocessing.common.store.RecordKey;
import io.tradeprocessing.common.store.RecordTooLargeException;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.RegionSlotTakenException;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.StoreContendedException;
import io.tradeprocessing.common.store.StoreMisconfiguredException;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.Tried;
import io.tradeprocessing.common.store.UnreadableItem;
import io.tradeprocessing.common.trade.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Appends records to their trades' chains, alone or in groups: see {@link TradeStore#append}.
 *
 * <p>An entry is {@link Open} until it is {@link Settled}; each transaction that it is in brings it
 * further, whoever else is in it.
 */
final class TradeWriter {

  /** DynamoDB's limit of an item, in bytes. */
  static final long MAX_ITEM_SIZE = 400 * 1024;

  /** Of the 4 MB of a transaction; the rest is for what an estimate of sizes may miss. */
  static final long MAX_GROUP_SIZE = 3_500_000;

  /** Transactions that an entry shares before it goes on alone. */
  private static final int SHARED_ATTEMPTS = 2;

  /** What one more transaction and the answer need at the end of an invocation. */
  static final Duration RESERVE = Duration.ofSeconds(1);

  /** All attempts of one call of DynamoDB, however much time the caller has. */
  private static final Duration MAX_CALL = Duration.ofSeconds(6);

  /** What a caller needs to hand on the outcome of its last call. */
  private static final Duration ANSWER = Duration.ofMillis(300);

  private final DynamoDbClient client;
  private final String table;
  private final TradeReader reader;
  private final Backoff backoff;
  private final Region region;
  private final boolean replicated;

  TradeWriter(
      DynamoDbClient client,
      String table,
      TradeReader reader,
      Backoff backoff,
      Region region,
      boolean replicated) {
    this.client = client;
    this.table = table;
    this.reader = reader;
    this.backoff = backoff;
    this.region = region;
    this.replicated = replicated;
  }

  /** How far an entry is. */
  private sealed interface Progress {}

  /** There is nothing left to do. */
  private record Settled(Appended appended) implements Progress {}

  /** It cannot be written. */
  private record Failed(RuntimeException failure) implements Progress {}

  /**
   * To be written.
   *
   * @param head of the trade in this Region, as far as it is known
   * @param others heads of other Regions
   * @param guessed whether the head is a guess, so that finding another is not a lost race
   * @param attempts transactions that were tried
   * @param isAlone whether it shares no transaction any more
   */
  private record Open(
      TradeEntry entry,
      TradeHead head,
      List<TradeHead> others,
      boolean guessed,
      int attempts,
      boolean isAlone)
      implements Progress {

    /** Without sharing a transaction. */
    Open alone() {
      return new Open(entry, head, others, guessed, attempts, true);
    }

    /** After a transaction that it cancelled. */
    Open behind(TradeHead now) {
      return new Open(entry, now, others, false, attempts + 1, true);
    }

    /** After a transaction that others cancelled. */
    Open untouched() {
      return new Open(entry, head, others, guessed, attempts + 1, false);
    }
  }

  /**
   * What an entry writes, if all is as it is known.
   *
   * @param size of both items, in bytes
   */
  private record Draft(Open open, ComplianceRecord record, Put putRecord, Put putHead, long size) {

    RecordKey key() {
      return record.key();
    }
  }

  /** See {@link TradeStore#append(TradeEntry, Supplier)}. */
  Appended append(TradeEntry entry, Supplier<Duration> remaining) {
    return finish(begin(entry), remaining);
  }

  /** See {@link TradeStore#append(List, Supplier)}. */
  List<Tried<Appended>> append(List<TradeEntry> entries, Supplier<Duration> remaining) {
    List<Progress> progress = firstOfTheirTrades(entries, each(entries, this::begin));
    for (int attempt = 0; attempt < SHARED_ATTEMPTS; attempt++) {
      progress = share(progress, remaining);
    }
    return each(progress, reached -> new Settled(finish(reached, remaining))).stream()
        .map(TradeWriter::result)
        .toList();
  }

  /** A transaction takes an item once: an entry whose trade is in it already goes on alone. */
  private static List<Progress> firstOfTheirTrades(
      List<TradeEntry> entries, List<Progress> progress) {
    Set<String> trades = new HashSet<>();
    List<Progress> firsts = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      boolean first = trades.add(entries.get(i).tradeId());
      firsts.add(!first && progress.get(i) instanceof Open open ? open.alone() : progress.get(i));
    }
    return firsts;
  }

  private static Tried<Appended> result(Progress progress) {
    return switch (progress) {
      case Settled(Appended appended) -> new Tried.Done<>(appended);
      case Failed(RuntimeException failure) -> new Tried.Failed<>(failure);
      case Open open -> throw new IllegalStateException(open.entry().tradeId() + " is open");
    };
  }

  /** What is known of an entry before its first transaction. */
  private Progress begin(TradeEntry entry) {
    return replicated ? beginBesideOthers(entry) : beginAlone(entry);
  }

  private Progress beginAlone(TradeEntry entry) {
    // A NEW usually begins its trade, so to assume that costs one round trip; where it does not
    // hold, the failed condition brings the head. The others usually find a head, and reading it
    // is cheaper than a failed transaction, which is charged like one that wrote.
    boolean assumed = entry.eventType().equals(Optional.of(EventType.NEW));
    TradeHead none = TradeHead.none(entry.tradeId(), region);
    TradeHead head = assumed ? none : reader.head(entry.tradeId(), region.slot()).orElse(none);
    return new Open(entry, mine(head), List.of(), assumed, 0, false);
  }

  private Progress beginBesideOthers(TradeEntry entry) {
    String tradeId = entry.tradeId();
    long time = entry.time().microseconds();
    Future<List<StoredItem>> sameTime =
        start(() -> reader.items(tradeId, SortKey.first(time), SortKey.last(time)));
    List<TradeHead> heads =
        reader.items(tradeId, SortKey.first(0), SortKey.last(0)).stream()
            .map(TradeReader::readableHead)
            .toList();
    Optional<ComplianceRecord> recorded =
        result(sameTime).stream()
            .filter(ComplianceRecord.class::isInstance)
            .map(ComplianceRecord.class::cast)
            .filter(record -> record.entry().isSameEvent(entry))
            .min(ownThenEarliest(entry));
    if (recorded.isPresent()) {
      return new Settled(new Appended(Appended.Outcome.DUPLICATE, recorded.get(), 0));
    }
    TradeHead own =
        heads.stream()
            .filter(head -> head.region().slot() == region.slot())
            .findFirst()
            .orElseGet(() -> TradeHead.none(tradeId, region));
    List<TradeHead> others =
        heads.stream().filter(head -> head.region().slot() != region.slot()).toList();
    return new Open(entry, mine(own), others, false, 0, false);
  }

  /**
   * Both Regions may have recorded the event. A repeated call finds what it wrote itself, even if
   * the other Region's record has arrived since and is older; anybody else finds the first.
   */
  private static Comparator<ComplianceRecord> ownThenEarliest(TradeEntry entry) {
    String execution = entry.provenance().executionArn();
    Comparator<ComplianceRecord> othersLast =
        Comparator.comparing(
            record ->
                !Provenance.isSameWork(record.entry().provenance().executionArn(), execution));
    return othersLast.thenComparing(record -> record.entry().provenance().recordedAt());
  }

  /** Tries until the record is written or found. */
  private Appended finish(Progress begun, Supplier<Duration> remaining) {
    Progress progress = begun;
    while (true) {
      switch (progress) {
        case Settled(Appended appended) -> {
          return appended;
        }
        case Failed(RuntimeException failure) -> throw failure;
        case Open open -> {
          Draft draft = draft(open);
          Attempt attempt = write(List.of(draft), remaining.get()).getFirst();
          progress = after(draft, attempt, remaining);
        }
      }
    }
  }

  /** Writes what is open and not alone in as few transactions as it fits into. */
  private List<Progress> share(List<Progress> progress, Supplier<Duration> remaining) {
    List<Progress> next = new ArrayList<>(progress);
    Map<Integer, Draft> drafts = new LinkedHashMap<>();
    for (int i = 0; i < progress.size(); i++) {
      if (progress.get(i) instanceof Open open && !open.isAlone()) {
        switch (Tried.of(() -> draft(open))) {
          case Tried.Done<Draft>(Draft draft) -> drafts.put(i, draft);
          case Tried.Failed<Draft>(RuntimeException failure) -> next.set(i, new Failed(failure));
        }
      }
    }
    for (Map<Integer, Draft> group : groups(drafts)) {
      List<Draft> together = List.copyOf(group.values());
      Iterator<Progress> reached = shared(together, remaining).iterator();
      group.keySet().forEach(place -> next.set(place, reached.next()));
    }
    return next;
  }

  /** Cut so that each fits into a transaction. */
  private static List<Map<Integer, Draft>> groups(Map<Integer, Draft> drafts) {
    List<Map<Integer, Draft>> groups = new ArrayList<>();
    Map<Integer, Draft> group = new LinkedHashMap<>();
    long size = 0;
    for (Map.Entry<Integer, Draft> each : drafts.entrySet()) {
      long more = each.getValue().size();
      if (group.size() == TradeStore.MAX_GROUP
          || (!group.isEmpty() && size + more > MAX_GROUP_SIZE)) {
        groups.add(group);
        group = new LinkedHashMap<>();
        size = 0;
      }
      group.put(each.getKey(), each.getValue());
      size += more;
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  private List<Progress> shared(List<Draft> group, Supplier<Duration> remaining) {
    List<Attempt> attempts;
    try {
      attempts = write(group, remaining.get());
    } catch (RuntimeException e) {
      return Collections.nCopies(group.size(), new Failed(e));
    }
    return each(
        IntStream.range(0, group.size()).boxed().toList(),
        i -> after(group.get(i), attempts.get(i), remaining));
  }

  /** How far an entry is after a transaction; waits where it lost a race. */
  private Progress after(Draft draft, Attempt attempt, Supplier<Duration> remaining) {
    Open open = draft.open();
    int attempts = open.attempts() + 1;
    return switch (attempt) {
      case Attempt.Written _ ->
          new Settled(new Appended(Appended.Outcome.RECORDED, draft.record(), attempts));
      case Attempt.Occupied(ComplianceRecord existing) ->
          new Settled(
              new Appended(
                  Appended.Outcome.DUPLICATE, sameEvent(existing, open.entry()), attempts));
      case Attempt.Moved(TradeHead moved) -> {
        TradeHead now = mine(moved);
        if (!open.guessed()) {
          pause(draft.key(), attempts, remaining);
        }
        yield open.behind(now);
      }
      case Attempt.Collided _ -> {
        pause(draft.key(), attempts, remaining);
        yield open.behind(open.head());
      }
      case Attempt.Untouched _ -> open.untouched();
      case Attempt.Failed(RuntimeException failure) -> throw failure;
    };
  }

  private TradeHead mine(TradeHead head) {
    if (!head.region().equals(region)) {
      throw new RegionSlotTakenException(head.tradeId(), region, head.region());
    }
    return head;
  }

  /** The key has nineteen digits of a hash; two events under one are an error nobody will see. */
  private ComplianceRecord sameEvent(ComplianceRecord existing, TradeEntry entry) {
    if (!existing.region().equals(region)) {
      throw new RegionSlotTakenException(entry.tradeId(), region, existing.region());
    }
    if (!existing.entry().isSameEvent(entry)) {
      throw TradeReader.misplaced(
          entry.tradeId(),
          existing.key().timestamp(),
          "another event is under the key of " + entry.hashes().eventHash());
    }
    return existing;
  }

  private void pause(RecordKey key, int attempt, Supplier<Duration> remaining) {
    Duration delay = backoff.delay(attempt);
    if (remaining.get().minus(delay).compareTo(RESERVE) < 0) {
      throw new StoreContendedException(key, attempt);
    }
    try {
      backoff.sleeper().sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreContendedException(key, attempt);
    }
  }

  private Draft draft(Open open) {
    TradeHead known = open.head().seeing(open.others());
    ChainedRecord chained = ChainedRecord.of(open.entry(), known);
    ComplianceRecord record = chained.record();
    Map<String, AttributeValue> item = Items.of(chained.item());
    long size = Items.size(item);
    if (size > MAX_ITEM_SIZE) {
      throw new RecordTooLargeException(record.key(), size, MAX_ITEM_SIZE);
    }
    Map<String, AttributeValue> head = Items.of(RecordJson.item(known.with(record)));
    return new Draft(open, record, putRecord(item), putHead(known, head), size + Items.size(head));
  }

  /** What came of one transaction for one of its entries. */
  private sealed interface Attempt {

    record Written() implements Attempt {}

    /** The record's key is taken. */
    record Occupied(ComplianceRecord existing) implements Attempt {}

    /** The head is another than was assumed. */
    record Moved(TradeHead current) implements Attempt {}

    /** Another transaction held one of the items. */
    record Collided() implements Attempt {}

    /** Nothing is wrong with the entry: another one cancelled the transaction. */
    record Untouched() implements Attempt {}

    /** What is there cannot be read, or DynamoDB refuses it. */
    record Failed(RuntimeException failure) implements Attempt {}
  }

  /** Writes all of them or none; the answers are in their order. */
  private List<Attempt> write(List<Draft> drafts, Duration remaining) {
    List<TransactWriteItem> items = new ArrayList<>(2 * drafts.size());
    for (Draft draft : drafts) {
      items.add(TransactWriteItem.builder().put(draft.putRecord()).build());
      items.add(TransactWriteItem.builder().put(draft.putHead()).build());
    }
    // The SDK adds a ClientRequestToken of its own and repeats it in its retries, so an attempt
    // whose answer was lost is not taken for somebody else's.
    TransactWriteItemsRequest request =
        TransactWriteItemsRequest.builder()
            .overrideConfiguration(configuration -> configuration.apiCallTimeout(limit(remaining)))
            .transactItems(items)
            .build();
    try {
      client.transactWriteItems(request);
      return Collections.nCopies(drafts.size(), new Attempt.Written());
    } catch (TransactionCanceledException e) {
      return IntStream.range(0, drafts.size())
          .mapToObj(i -> cancelled(drafts.get(i), reasons(e, i), drafts.size() == 1, e))
          .toList();
    } catch (SdkException e) {
      throw StoreErrors.translate("writing " + named(drafts), e);
    }
  }

  private static String named(List<Draft> drafts) {
    String first = drafts.getFirst().key().toString();
    return drafts.size() == 1 ? first : first + " and " + (drafts.size() - 1) + " others";
  }

  /** A call that outlives the invocation would end it without an error that names the cause. */
  private static Duration limit(Duration remaining) {
    Duration rest = remaining.minus(ANSWER);
    if (rest.compareTo(MAX_CALL) > 0) {
      return MAX_CALL;
    }
    return rest.compareTo(ANSWER) < 0 ? ANSWER : rest;
  }

  private Put putRecord(Map<String, AttributeValue> item) {
    return Put.builder()
        .tableName(table)
        .item(item)
        .conditionExpression("attribute_not_exists(" + RecordJson.TRADE_ID + ")")
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  private Put putHead(TradeHead from, Map<String, AttributeValue> item) {
    Put.Builder put =
        Put.builder()
            .tableName(table)
            .item(item)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    return from.lastHash()
        .map(
            hash ->
                put.conditionExpression("#lastHash = :lastHash AND #sequence = :sequence")
                    .expressionAttributeNames(
                        Map.of("#lastHash", RecordJson.LAST_HASH, "#sequence", RecordJson.SEQUENCE))
                    .expressionAttributeValues(
                        Map.of(
                            ":lastHash",
                            Items.text(hash),
                            ":sequence",
                            Items.number(from.sequence()))))
        .orElseGet(
            () -> put.conditionExpression("attribute_not_exists(" + RecordJson.TRADE_ID + ")"))
        .build();
  }

  /** Why an entry's two items did not go through, or that nothing is wrong with them. */
  private record Reasons(CancellationReason record, CancellationReason head) {

    Stream<String> codes() {
      return Stream.of(record, head).map(reason -> String.valueOf(reason.code()));
    }

    boolean name(String code) {
      return codes().anyMatch(code::equals);
    }
  }

  private static Reasons reasons(TransactionCanceledException e, int entry) {
    return new Reasons(reason(e, 2 * entry), reason(e, 2 * entry + 1));
  }

  private static CancellationReason reason(TransactionCanceledException e, int action) {
    List<CancellationReason> reasons = e.cancellationReasons();
    return action < reasons.size()
        ? reasons.get(action)
        : CancellationReason.builder().code("None").build();
  }

  private Attempt cancelled(
      Draft draft, Reasons reasons, boolean alone, TransactionCanceledException e) {
    try {
      return cancelled(draft.key(), reasons, alone, e);
    } catch (RuntimeException failure) {
      return new Attempt.Failed(failure);
    }
  }

  /** The record's own condition comes first: it settles the outcome whatever the head says. */
  private Attempt cancelled(
      RecordKey key, Reasons reasons, boolean alone, TransactionCanceledException e) {
    if (isFailedCondition(reasons.record())) {
      return switch (Items.read(reasons.record().item())) {
        case ComplianceRecord existing -> new Attempt.Occupied(existing);
        case TradeHead _ ->
            throw TradeReader.misplaced(key.tradeId(), key.timestamp(), "a head is in its place");
        case UnreadableItem unreadable -> throw new CorruptStoreException(unreadable);
      };
    }
    if (isFailedCondition(reasons.head())) {
      Map<String, AttributeValue> item = reasons.head().item();
      return new Attempt.Moved(
          item.isEmpty()
              ? TradeHead.none(key.tradeId(), region)
              : TradeReader.readableHead(Items.read(item)));
    }
    if (reasons.name("TransactionConflict")) {
      return new Attempt.Collided();
    }
    if (!alone && reasons.codes().allMatch("None"::equals)) {
      return new Attempt.Untouched();
    }
    throw refused(key, reasons, e);
  }

  private static boolean isFailedCondition(CancellationReason reason) {
    return "ConditionalCheckFailed".equals(reason.code());
  }

  private static RuntimeException refused(
      RecordKey key, Reasons reasons, TransactionCanceledException e) {
    String message = "writing " + key + " failed: " + e.getMessage();
    boolean throttled =
        reasons.name("ProvisionedThroughputExceeded") || reasons.name("ThrottlingError");
    return throttled
        ? new StoreUnavailableException(message, e)
        : new StoreMisconfiguredException(message, e);
  }

  // --- At the same time

  /** Does the same with each, concurrently; a failure is that of its own. */
  private static <T> List<Progress> each(List<T> of, Function<T, Progress> step) {
    if (of.size() == 1) {
      return List.of(caught(() -> step.apply(of.getFirst())));
    }
    List<Future<Progress>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T one : of) {
        running.add(threads.submit(() -> caught(() -> step.apply(one))));
      }
    }
    return running.stream().map(future -> result(future)).toList();
  }

  private static Progress caught(Supplier<Progress> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      return new Failed(e);
    }
  }

  private static <T> Future<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static <T> T result(Future<T> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while reading", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
