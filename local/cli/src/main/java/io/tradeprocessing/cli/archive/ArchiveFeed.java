package io.tradeprocessing.cli.archive;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.tradeprocessing.archiver.Archive;
import io.tradeprocessing.archiver.ArchiveConflictException;
import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.archiver.ArchiveObject.MalformedObjectException;
import io.tradeprocessing.archiver.ArchiveObject.Stored;
import io.tradeprocessing.archiver.ArchiveRecordsHandler;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.RecordJson;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.embeddedtable.Arrival;
import io.tradeprocessing.embeddedtable.Change;
import io.tradeprocessing.embeddedtable.Storage;
import io.tradeprocessing.embeddedtable.StorageFailedException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The stream of a store folder's table, and what Lambda does with it: batches of the items in the
 * order in which they came, through the archiver's handler, into a {@link ArchiveFolder}.
 *
 * <p>The table is the stream. A record is put once and never again, so its number in the file is
 * its sequence number, and the time at which it was recorded is the time of the change: whoever
 * reads the records a second time has the same batch again. The archive says how far it has come by
 * the names of its objects, so nothing has to be kept beside them, and a process may be killed at
 * any point: the next one goes on after the last object that has a signature. An object without one
 * is first archived again in the same cut, which gives it its signature.
 *
 * <p>What somebody does to the file behind the table's back is in no stream, here as on AWS; the
 * comparison of store and archive shows it.
 */
public final class ArchiveFeed implements AutoCloseable {

  /** What is true after the archive has failed, and what to do. */
  static final String WHAT_HOLDS =
      "Every result that was printed is on record in the store; run again with the same --store and"
          + " --archive, with any input: what the archive lacks is archived first";

  /** Invocations of Lambda have 6 MB at most; so do objects, about. */
  private static final int MAX_CHARACTERS = 6 * 1024 * 1024;

  private final LocalTable table;
  private final ArchiveFolder archive;
  private final ArchiveRecordsHandler handler;
  private final Batches batches;
  private final Supplier<Context> contexts;

  /** Up to which number every record is archived; of the thread that archives. */
  private long archived;

  private @Nullable String streamArn;
  private final List<Long> unsigned = new ArrayList<>();
  private @Nullable Thread thread;

  /** Items that came and are not archived, about; guarded by this. */
  private long waiting;

  private boolean ending;
  private @Nullable RuntimeException failure;

  /**
   * How the stream is cut.
   *
   * @param size changes of a batch at most
   * @param window for which a batch waits until it has so many
   */
  public record Batches(int size, Duration window) {}

  private ArchiveFeed(
      LocalTable table,
      ArchiveFolder folder,
      Archive archive,
      Batches batches,
      FunctionRuntime runtime,
      Supplier<Context> contexts) {
    this.table = table;
    this.archive = folder;
    this.handler = new ArchiveRecordsHandler(archive, folder.signer(), runtime);
    this.batches = batches;
    this.contexts = contexts;
  }

  /**
   * The stream of a table into an archive, which continues where it ended.
   *
   * @param archive is closed with the feed
   * @param contexts of the handler's invocations
   */
  public static ArchiveFeed of(
      LocalTable table,
      ArchiveFolder archive,
      Batches batches,
      FunctionRuntime runtime,
      Supplier<Context> contexts) {
    return of(table, archive, archive, batches, runtime, contexts);
  }

  /** With something between the handler and the folder. */
  static ArchiveFeed of(
      LocalTable table,
      ArchiveFolder folder,
      Archive archive,
      Batches batches,
      FunctionRuntime runtime,
      Supplier<Context> contexts) {
    return new ArchiveFeed(table, folder, archive, batches, runtime, contexts);
  }

  /**
   * The stream's label is the time of the store's first record: the same in every run, and another
   * one in another store.
   */
  private void identify() {
    if (streamArn != null) {
      return;
    }
    Optional<String> label = first(0, ArchiveFeed::isRecord).map(ArchiveFeed::recordedAt);
    if (label.isEmpty()) {
      return;
    }
    String stream = time(label.get()).toString().replace("Z", "");
    streamArn =
        "arn:aws:dynamodb:%s:000000000000:table/%s/stream/%s"
            .formatted(Region.LOCAL.name(), LocalTable.TABLE, stream);
    continueAfter(
        archive.objects(
            ArchiveObject.PREFIX
                + Region.LOCAL.name()
                + '/'
                + stream.replaceAll("[^0-9A-Za-z]", "")));
  }

  private void continueAfter(List<String> objects) {
    Optional<String> last = Optional.empty();
    for (String name : objects) {
      if (archive.isSigned(name)) {
        if (lastNumber(name) > archived) {
          archived = lastNumber(name);
          last = Optional.of(name);
        }
      } else {
        unsigned.add(lastNumber(name));
      }
    }
    unsigned.removeIf(number -> number <= archived);
    last.ifPresent(this::mustBeInTheStore);
  }

  /** Of {@code …/<first>-<last>-<hash>.jsonl.gz}. */
  private static long lastNumber(String name) {
    String[] parts = name.substring(name.lastIndexOf('/') + 1).split("-", -1);
    try {
      return Long.parseLong(parts[1]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UserError("the archive has an object that no archiver named: " + name, e);
    }
  }

  /**
   * A store that was restored from an older copy, say, has other records under the same numbers.
   */
  private void mustBeInTheStore(String name) {
    io.tradeprocessing.archiver.Change archivedLast;
    try {
      archivedLast =
          ArchiveObject.read(new Stored(name, archive.get(name).orElse(new byte[0])))
              .changes()
              .getLast();
    } catch (MalformedObjectException e) {
      throw new UserError(
          "%s is damaged: %s. Compare store and archive with 'trades verify --archive', and continue in another archive folder"
              .formatted(archive.folder().resolve(name), e.getMessage()),
          e);
    }
    Optional<String> here =
        first(archived - 1, _ -> true)
            .filter(arrival -> arrival.number() == archived)
            .map(arrival -> text(arrival.item(), "recordHash"));
    Optional<String> there =
        archivedLast
            .item()
            .object("recordHash")
            .map(value -> value.get("S"))
            .map(value -> value instanceof JsonString(String text) ? text : "");
    if (here.isEmpty() || !here.equals(there)) {
      throw new UserError(
          "the archive folder %s does not fit the store: %s ends with item %d, trade %s, %s. The store was changed, or restored from an older copy: compare them with 'trades verify --archive', and continue in another archive folder"
              .formatted(
                  archive.folder(),
                  name,
                  archived,
                  archivedLast.tradeId(),
                  here.isEmpty()
                      ? "which the store does not have"
                      : "which is another record in the store"));
    }
  }

  private Optional<Arrival> first(long after, Function<Arrival, Boolean> isWanted) {
    List<Arrival> found = new ArrayList<>(1);
    table.arrivals(
        after,
        arrival -> {
          if (isWanted.apply(arrival)) {
            found.add(arrival);
          }
          return found.isEmpty();
        });
    return found.stream().findFirst();
  }

  private static boolean isRecord(Arrival arrival) {
    return SortKey.parse(number(arrival.item(), RecordJson.TIMESTAMP))
        .map(key -> !key.isHead())
        .orElse(false);
  }

  private static String recordedAt(Arrival arrival) {
    return text(arrival.item(), RecordJson.RECORDED_AT);
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null || value.s() == null ? "" : value.s();
  }

  private static String number(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null || value.n() == null ? "" : value.n();
  }

  /**
   * Items of the store that the archive may lack, about.
   *
   * @throws UserError if the archive does not fit the store
   */
  public long behind() {
    identify();
    return table.count() - archived;
  }

  /**
   * Archives what the archive lacks, and from now on what is committed, in a thread of its own.
   *
   * @throws UserError if the archive does not fit the store, or cannot take what it lacks
   */
  public void start() {
    archiveAll();
    table.listen(this::committed);
    thread = Thread.ofPlatform().daemon().name("archiver").start(this::work);
  }

  /** After each commit. If the archive has failed, the table stops, and the run ends. */
  private synchronized void committed(List<Change> changes) {
    if (failure != null) {
      throw failure;
    }
    waiting += changes.stream().filter(change -> change.kind() == Change.Kind.INSERT).count();
    notifyAll();
  }

  private void work() {
    try {
      for (long ready = ready(); ready > 0; ready = ready()) {
        long before = archived;
        boolean more = archiveNext();
        done(more ? Math.min(ready, archived - before) : ready);
      }
    } catch (InterruptedException e) {
      // Nobody waits for the rest; the next run archives it.
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Waits for a batch; 0 at the end. */
  private synchronized long ready() throws InterruptedException {
    while (waiting == 0 && !ending) {
      wait();
    }
    long deadline = System.nanoTime() + batches.window().toNanos();
    for (long left = batches.window().toMillis();
        waiting < batches.size() && !ending && left > 0;
        left = (deadline - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    return waiting;
  }

  private synchronized void done(long items) {
    waiting -= items;
  }

  private synchronized void fail(RuntimeException e) {
    failure = e;
  }

  /**
   * Returns when everything that was committed is archived.
   *
   * @throws UserError if it cannot be
   */
  public void finish() throws InterruptedException {
    synchronized (this) {
      ending = true;
      notifyAll();
    }
    if (thread != null) {
      thread.join();
    }
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
    }
    archiveAll();
  }

  private void archiveAll() {
    boolean more = true;
    while (more) {
      more = archiveNext();
    }
  }

  /** Archives a batch; returns whether there may be more. */
  private boolean archiveNext() {
    identify();
    if (streamArn == null) {
      return false;
    }
    long end = unsigned.isEmpty() ? Long.MAX_VALUE : unsigned.getFirst();
    List<DynamodbStreamRecord> records = new ArrayList<>();
    long[] last = {archived};
    int[] characters = {0};
    table.arrivals(
        archived,
        arrival -> {
          if (arrival.number() > end) {
            return false;
          }
          records.add(record(arrival));
          last[0] = arrival.number();
          characters[0] += arrival.size();
          return end < Long.MAX_VALUE
              || (records.size() < batches.size() && characters[0] < MAX_CHARACTERS);
        });
    if (!records.isEmpty()) {
      archive(records);
      archived = last[0];
    }
    boolean wasCut = !unsigned.isEmpty();
    unsigned.removeIf(number -> number <= end);
    return wasCut || records.size() >= batches.size() || characters[0] >= MAX_CHARACTERS;
  }

  private void archive(List<DynamodbStreamRecord> records) {
    DynamodbEvent batch = new DynamodbEvent();
    batch.setRecords(records);
    StreamsEventResponse response;
    try {
      response = handler.handleRequest(batch, contexts.get());
    } catch (ArchiveConflictException e) {
      throw UserError.midway(
          "%s: somebody changed the archive folder %s. Compare it with the store by 'trades verify --archive', and continue in another archive folder"
              .formatted(e.getMessage(), archive.folder()),
          e);
    }
    if (!response.getBatchItemFailures().isEmpty()) {
      throw new IllegalStateException("not archived: " + response.getBatchItemFailures());
    }
  }

  private DynamodbStreamRecord record(Arrival arrival) {
    Map<String, AttributeValue> item = arrival.item();
    String unreadable = text(item, Storage.UNREADABLE);
    if (!unreadable.isEmpty()) {
      throw new StorageFailedException(
          StorageFailedException.Reason.DAMAGED,
          "item %d of the store cannot be archived: %s".formatted(arrival.number(), unreadable),
          new IOException(unreadable));
    }
    return StreamRecords.of(
        new Change(Change.Origin.REQUEST, item, Optional.empty(), Optional.of(item)),
        "%021d".formatted(arrival.number()),
        time(recordedAt(arrival)),
        Region.LOCAL.name(),
        Objects.requireNonNull(streamArn));
  }

  /** Somebody may have put an item without a time into the table. */
  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** Ends without archiving what is left, unless {@link #finish} was called. */
  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    archive.close();
  }
}
