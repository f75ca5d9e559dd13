package io.tradeprocessing.common.store.dynamodb;

import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.ChainedRecord;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.CorruptStoreException;
import io.tradeprocessing.common.store.Probe;
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
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.UnreadableItem;
import io.tradeprocessing.common.trade.EventType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
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
 * The compliance store in DynamoDB: appends records to their trades' chains, and reads them.
 *
 * <p>Every method throws {@link StoreUnavailableException} where DynamoDB throttles, fails or does
 * not answer, and {@link StoreMisconfiguredException} where it refuses for good.
 */
public final class TradeStore {

  /** Answers by source and time; heads are not in it, for they have no {@code sourceSystem}. */
  public static final String SOURCE_SYSTEM_INDEX = "SourceSystemIndex";

  /** DynamoDB's limit of an item, in bytes. */
  static final long MAX_ITEM_SIZE = 400 * 1024;

  /** What one more transaction and the answer need at the end of an invocation. */
  static final Duration RESERVE = Duration.ofSeconds(1);

  /** All attempts of one call of DynamoDB, however much time the caller has. */
  private static final Duration MAX_CALL = Duration.ofSeconds(6);

  /** What a caller needs to hand on the outcome of its last call. */
  private static final Duration ANSWER = Duration.ofMillis(300);

  private static final int RECORD = 0;
  private static final int HEAD = 1;

  private final DynamoDbClient client;
  private final String table;
  private final TradeReader reader;
  private final Backoff backoff;
  private final Region region;
  private final boolean replicated;

  /** A store that is written by one Region, {@link Region#LOCAL}, or only read. */
  public TradeStore(DynamoDbClient client, String table, Backoff backoff) {
    this(client, table, backoff, Region.LOCAL, false);
  }

  /**
   * A store of which this process is a writer.
   *
   * @param region that this process runs in
   * @param replicated whether other Regions have replicas of the table, and may have written
   */
  public TradeStore(
      DynamoDbClient client, String table, Backoff backoff, Region region, boolean replicated) {
    this.client = client;
    this.table = table;
    this.reader = new TradeReader(client, table, backoff);
    this.backoff = backoff;
    this.region = region;
    this.replicated = replicated;
  }

  /** The Region in which this process reads and writes. */
  public Region region() {
    return region;
  }

  /**
   * Appends an event to its trade's chain in this Region, or finds that it is on record. Record and
   * head are written in one transaction; each is conditional, so a record is never replaced and a
   * chain never forks. A writer that lost a race learns the new head from the failed condition and
   * tries again.
   *
   * <p>Where the table has replicas, other Regions' heads of the trade and records of the event's
   * microsecond are read first: the event may be on record there, and the chains prove each other.
   *
   * @param remaining time that the caller has left, asked for before each call and each wait
   * @throws StoreContendedException if the time ran out before the race was won
   * @throws RecordTooLargeException if the record does not fit into an item
   * @throws CorruptStoreException if the trade's items were tampered with beyond reading
   * @throws RegionSlotTakenException if another Region writes the chain of this Region's slot
   */
  public Appended append(TradeEntry entry, Supplier<Duration> remaining) {
    return replicated ? appendBesideOthers(entry, remaining) : appendAlone(entry, remaining);
  }

  private Appended appendAlone(TradeEntry entry, Supplier<Duration> remaining) {
    // A NEW usually begins its trade, so to assume that costs one round trip; where it does not
    // hold, the failed condition brings the head. The others usually find a head, and reading it
    // is cheaper than a failed transaction, which is charged like one that wrote.
    boolean assumed = entry.eventType().equals(Optional.of(EventType.NEW));
    TradeHead none = TradeHead.none(entry.tradeId(), region);
    TradeHead head = assumed ? none : head(entry.tradeId()).orElse(none);
    return append(entry, head, List.of(), assumed, remaining);
  }

  private Appended appendBesideOthers(TradeEntry entry, Supplier<Duration> remaining) {
    String tradeId = entry.tradeId();
    long time = entry.time().microseconds();
    FutureTask<List<StoredItem>> sameTime =
        new FutureTask<>(() -> reader.items(tradeId, SortKey.first(time), SortKey.last(time)));
    Thread.ofVirtual().start(sameTime);
    List<TradeHead> heads =
        reader.items(tradeId, SortKey.first(0), SortKey.last(0)).stream()
            .map(TradeReader::readableHead)
            .toList();
    Optional<ComplianceRecord> recorded =
        result(sameTime).stream()
            .filter(ComplianceRecord.class::isInstance)
            .map(ComplianceRecord.class::cast)
            .filter(record -> record.entry().isSameEvent(entry))
            .min(Comparator.comparing(record -> record.entry().provenance().recordedAt()));
    if (recorded.isPresent()) {
      return new Appended(Appended.Outcome.DUPLICATE, recorded.get(), 0);
    }
    TradeHead own =
        heads.stream()
            .filter(head -> head.region().slot() == region.slot())
            .findFirst()
            .orElseGet(() -> TradeHead.none(tradeId, region));
    List<TradeHead> others =
        heads.stream().filter(head -> head.region().slot() != region.slot()).toList();
    return append(entry, own, others, false, remaining);
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while reading", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Tries until the record is written or found.
   *
   * @param others heads of other Regions
   * @param assumed whether the head is a guess, so that finding another is no lost race
   */
  private Appended append(
      TradeEntry entry,
      TradeHead head,
      List<TradeHead> others,
      boolean assumed,
      Supplier<Duration> remaining) {
    TradeHead current = mine(head);
    boolean guessed = assumed;
    for (int attempt = 1; ; attempt++) {
      TradeHead known = current.seeing(others);
      ChainedRecord record = ChainedRecord.of(entry, known);
      switch (write(record, known, remaining.get())) {
        case Attempt.Written _ -> {
          return new Appended(Appended.Outcome.RECORDED, record.record(), attempt);
        }
        case Attempt.Occupied(ComplianceRecord existing) -> {
          return new Appended(Appended.Outcome.DUPLICATE, sameEvent(existing, entry), attempt);
        }
        case Attempt.Moved(TradeHead moved) -> {
          current = mine(moved);
          if (!guessed) {
            pause(record.record().key(), attempt, remaining);
          }
        }
        case Attempt.Collided _ -> pause(record.record().key(), attempt, remaining);
      }
      guessed = false;
    }
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

  /** What came of one transaction. */
  private sealed interface Attempt {

    record Written() implements Attempt {}

    /** The record's key is taken. */
    record Occupied(ComplianceRecord existing) implements Attempt {}

    /** The head is another than was assumed. */
    record Moved(TradeHead current) implements Attempt {}

    /** Another transaction held one of the items. */
    record Collided() implements Attempt {}
  }

  private Attempt write(ChainedRecord chained, TradeHead head, Duration remaining) {
    ComplianceRecord record = chained.record();
    Map<String, AttributeValue> item = Items.of(chained.item());
    long size = Items.size(item);
    if (size > MAX_ITEM_SIZE) {
      throw new RecordTooLargeException(record.key(), size, MAX_ITEM_SIZE);
    }
    // The SDK adds a ClientRequestToken of its own and repeats it in its retries, so an attempt
    // whose answer was lost is not taken for somebody else's.
    TransactWriteItemsRequest request =
        TransactWriteItemsRequest.builder()
            .overrideConfiguration(configuration -> configuration.apiCallTimeout(limit(remaining)))
            .transactItems(
                TransactWriteItem.builder().put(putRecord(item)).build(),
                TransactWriteItem.builder().put(putHead(head, head.with(record))).build())
            .build();
    try {
      client.transactWriteItems(request);
      return new Attempt.Written();
    } catch (TransactionCanceledException e) {
      return cancelled(record.key(), e);
    } catch (SdkException e) {
      throw StoreErrors.translate("writing " + record.key(), e);
    }
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

  private Put putHead(TradeHead from, TradeHead to) {
    Put.Builder put =
        Put.builder()
            .tableName(table)
            .item(Items.of(RecordJson.item(to)))
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

  /** The record's own condition comes first: it settles the outcome whatever the head says. */
  private Attempt cancelled(RecordKey key, TransactionCanceledException e) {
    List<CancellationReason> reasons = e.cancellationReasons();
    if (failedCondition(reasons, RECORD)) {
      return switch (Items.read(reasons.get(RECORD).item())) {
        case ComplianceRecord existing -> new Attempt.Occupied(existing);
        case TradeHead _ ->
            throw TradeReader.misplaced(key.tradeId(), key.timestamp(), "a head is in its place");
        case UnreadableItem unreadable -> throw new CorruptStoreException(unreadable);
      };
    }
    if (failedCondition(reasons, HEAD)) {
      Map<String, AttributeValue> item = reasons.get(HEAD).item();
      return new Attempt.Moved(
          item.isEmpty()
              ? TradeHead.none(key.tradeId(), region)
              : TradeReader.readableHead(Items.read(item)));
    }
    return reasons.stream().anyMatch(reason -> "TransactionConflict".equals(reason.code()))
        ? new Attempt.Collided()
        : refused(key, e);
  }

  private static boolean failedCondition(List<CancellationReason> reasons, int index) {
    return index < reasons.size() && "ConditionalCheckFailed".equals(reasons.get(index).code());
  }

  private static Attempt refused(RecordKey key, TransactionCanceledException e) {
    String message = "writing " + key + " failed: " + e.getMessage();
    boolean throttled =
        e.cancellationReasons().stream()
            .map(reason -> String.valueOf(reason.code()))
            .anyMatch(
                code ->
                    code.equals("ProvisionedThroughputExceeded") || code.equals("ThrottlingError"));
    throw throttled
        ? new StoreUnavailableException(message, e)
        : new StoreMisconfiguredException(message, e);
  }

  /** The head of a trade's chain in this Region; nothing where there is none. Consistent. */
  public Optional<TradeHead> head(String tradeId) {
    return reader.head(tradeId, region.slot());
  }

  /**
   * Whether an event is on record here, whichever Region recorded it. Consistent.
   *
   * @param reviewed a key of it
   * @param sourceSystem the vouched source
   * @param eventHash of the trade as sent
   */
  public boolean isOnRecord(RecordKey reviewed, String sourceSystem, String eventHash) {
    long time = reviewed.time().microseconds();
    return reader.items(reviewed.tradeId(), SortKey.first(time), SortKey.last(time)).stream()
        .filter(ComplianceRecord.class::isInstance)
        .map(item -> ((ComplianceRecord) item).entry())
        .anyMatch(
            entry ->
                entry.sourceSystem().equals(sourceSystem)
                    && entry.hashes().eventHash().equals(eventHash));
  }

  /** A trade's whole life: heads and records, strongly consistent. */
  public TradeHistory history(String tradeId) {
    return reader.history(tradeId);
  }

  /**
   * A page of what a source sent, by event time, as {@link #SOURCE_SYSTEM_INDEX} has it: eventually
   * consistent, as every such index.
   *
   * @param from first microsecond since the epoch
   * @param to microsecond after the last; above {@code from}
   * @param after where the page before ended; nothing for the first page
   * @param limit entries a page at most
   */
  public SourcePage bySource(
      String sourceSystem, long from, long to, Optional<Cursor> after, int limit) {
    return reader.bySource(sourceSystem, from, to, after, limit);
  }

  /**
   * A page of what a source sent, from the latest event time back; otherwise as {@link #bySource}.
   */
  public SourcePage latestBySource(String sourceSystem, Optional<Cursor> after, int limit) {
    return reader.latestBySource(sourceSystem, after, limit);
  }

  /** The last probe that ran through a Region, as far as it is known here. Consistent. */
  public Optional<Probe> probe(String regionName) {
    return reader.probe(regionName);
  }

  /**
   * Writes this Region's probe over the one before; no other Region writes the item.
   *
   * @throws io.tradeprocessing.common.store.StoreUnavailableException if DynamoDB does not answer
   */
  public void put(Probe probe) {
    try {
      client.putItem(request -> request.tableName(table).item(Items.of(probe.item())));
    } catch (SdkException e) {
      throw StoreErrors.translate("writing the probe of " + probe.region(), e);
    }
  }

  /**
   * The items that a page of the index leads to, in its order and as the table has them: strongly
   * consistent. An item that is no longer there is left out.
   */
  public List<StoredItem> read(SourcePage page) {
    return reader.read(page.entries());
  }

  /**
   * A page of the whole table, or of one of its segments; the items of one trade follow each other,
   * its head first. Strongly consistent item by item; what is written meanwhile may or may not
   * show.
   *
   * @param segment from 0
   * @param segments into which the table is divided, so that as many callers can read at once
   * @param after where the page before ended; nothing for the first page
   * @param limit items a page at most
   */
  public Page scan(int segment, int segments, Optional<Cursor> after, int limit) {
    return reader.scan(segment, segments, after, limit);
  }
}
