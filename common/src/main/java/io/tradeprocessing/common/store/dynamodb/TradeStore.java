package io.tradeprocessing.common.store.dynamodb;

import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.CorruptStoreException;
import io.tradeprocessing.common.store.Probe;
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
import io.tradeprocessing.common.store.Tried;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The compliance store in DynamoDB: appends records to their trades' chains, and reads them.
 *
 * <p>Every method throws {@link StoreUnavailableException} where DynamoDB throttles, fails or does
 * not answer, and {@link StoreMisconfiguredException} where it refuses for good.
 */
public final class TradeStore {

  /** Answers by source and time; heads are not in it, for they have no {@code sourceSystem}. */
  public static final String SOURCE_SYSTEM_INDEX = "SourceSystemIndex";

  /** Records that fit into a transaction of 100 actions, each with its head. */
  public static final int MAX_GROUP = 50;

  private final DynamoDbClient client;
  private final String table;
  private final TradeReader reader;
  private final TradeWriter writer;
  private final Region region;

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
    this.writer = new TradeWriter(client, table, reader, backoff, region, replicated);
    this.region = region;
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
    return writer.append(entry, remaining);
  }

  /**
   * Appends events, each as {@link #append(TradeEntry, Supplier)} does: the same records under the
   * same conditions. Events of different trades share transactions, as many as fit into one. Where
   * a transaction is cancelled, its reasons say of each entry whether it is on record or what is to
   * be tried next: those that cancelled it go on alone, the others share one more.
   *
   * @param entries to be appended at the same time: of two of one trade, either may be the first
   * @return what came of each, in their order; a failure is what the append of it alone throws
   */
  public List<Tried<Appended>> append(List<TradeEntry> entries, Supplier<Duration> remaining) {
    return writer.append(entries, remaining);
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
