package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.SqliteStorage;
import io.tradeprocessing.embeddedtable.TableSchema;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code testing/benchmarks/fill-store}. */
@Command(
    name = "testing/benchmarks/fill-store",
    mixinStandardHelpOptions = true,
    description = {
      "Fills a store folder with records, to measure ./trades verify: accepted trades of one to"
          + " four events, validated, enriched, hashed and chained by the functions' code.",
      "Exit codes: 0 filled, 1 the folder cannot be filled, 2 incorrect use."
    })
public final class FillStoreCommand implements Callable<Integer> {

  /** As the {@code trades} command names them. */
  static final String TABLE = "trade-records";

  static final String DATABASE = "records.db";

  /** Trades at a time, whose records are committed together. */
  private static final int AT_WORK = 256;

  /** The lives of ten trades. */
  private static final List<List<EventType>> LIVES =
      List.of(
          List.of(EventType.NEW),
          List.of(EventType.NEW, EventType.CORRECT),
          List.of(EventType.NEW),
          List.of(EventType.NEW, EventType.CANCEL),
          List.of(EventType.NEW),
          List.of(EventType.NEW, EventType.CORRECT, EventType.CANCEL),
          List.of(EventType.NEW),
          List.of(EventType.NEW, EventType.CORRECT, EventType.CORRECT, EventType.CANCEL),
          List.of(EventType.NEW),
          List.of(EventType.NEW, EventType.CORRECT, EventType.CORRECT));

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "the folder; it must not contain a store")
  private Path folder = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "RECORDS",
      arity = "0..1",
      defaultValue = "1000000",
      description = "minimum number of records (default: ${DEFAULT-VALUE})")
  private long records;

  @Option(
      names = "--archive",
      paramLabel = "DIR2",
      description = "a new folder for the archive of the records")
  private @Nullable Path archive;

  private final Events events = new Events();

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new FillStoreCommand())
            .setExecutionExceptionHandler(
                (e, _, _) -> {
                  System.err.println("benchmarks: the store cannot be filled: " + e);
                  return 1;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long start = System.nanoTime();
    long trades = fill(folder, records);
    System.out.printf(
        Locale.ROOT,
        "wrote %,d trades with at least %,d records to %s in %.0f s%n",
        trades,
        records,
        folder,
        (System.nanoTime() - start) / 1e9);
    return 0;
  }

  /** Returns the number of trades. */
  long fill(Path into, long atLeast) throws IOException, InterruptedException {
    Path file = Files.createDirectories(into).resolve(DATABASE);
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    TableSchema schema = TableSchema.of(TradeTable.definition(TABLE));
    Semaphore atWork = new Semaphore(AT_WORK);
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    long trades = 0;
    try (EmbeddedTable table = EmbeddedTable.grouping(schema, SqliteStorage.durable(file, schema));
        @Nullable FilledArchive _ = archive == null ? null : archiving(table, archive)) {
      TradeStore store =
          new TradeStore(table.client(), TABLE, Backoff.standard(new SecureRandom()));
      for (long written = 0; written < atLeast && failure.get() == null; trades++) {
        List<EventType> life = LIVES.get((int) (trades % LIVES.size()));
        long trade = trades;
        atWork.acquire();
        Thread _ =
            Thread.startVirtualThread(
                () -> {
                  try {
                    live(store, trade, life);
                  } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                  } finally {
                    atWork.release();
                  }
                });
        written += life.size();
      }
      atWork.acquire(AT_WORK);
    }
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return trades;
  }

  private static FilledArchive archiving(EmbeddedTable table, Path into) throws IOException {
    FilledArchive filled = new FilledArchive(into);
    table.listen(filled);
    return filled;
  }

  private void live(TradeStore store, long trade, List<EventType> life) {
    for (int i = 0; i < life.size(); i++) {
      var _ = store.append(entry(event(trade, i, life.get(i))), () -> Duration.ofMinutes(1));
    }
  }

  /** An event of a trade, one minute after the previous one. */
  private static Json event(long trade, int index, EventType type) {
    return JsonReader.read(
        Events.envelope(trade)
            .replace("\"eventType\":\"NEW\"", "\"eventType\":\"" + type + "\"")
            .replace(
                "\"timestamp\":\"2026-03-02T15:30", "\"timestamp\":\"2026-03-02T15:3" + index));
  }

  private TradeEntry entry(Json envelope) {
    JsonObject input = events.recorderInput(envelope);
    TradeEvent event = TradeEvent.of(envelope);
    Content content =
        new Content(
            envelope,
            input.object("verdict").orElseThrow(),
            input.object("enrichment").orElseThrow());
    return new TradeEntry(
        event.tradeId().orElseThrow().value(),
        event.eventTime().orElseThrow(),
        event.source().orElseThrow().id(),
        event.sourceSequence(),
        RecordStatus.ACCEPTED,
        event.eventType(),
        content,
        new Provenance(
            input.object("execution").flatMap(execution -> execution.text("id")).orElseThrow(),
            Optional.empty(),
            "1",
            Instant.now().truncatedTo(ChronoUnit.MICROS)),
        Hashes.of(content));
  }
}
