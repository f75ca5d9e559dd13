package io.tradeprocessing.cli.witness;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.tradeprocessing.archiver.ArchiveRecordsHandler;
import io.tradeprocessing.cli.archive.StreamRecords;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.signature.Signer;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.embeddedtable.Change;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.TableSchema;
import io.tradeprocessing.testkit.lambda.TestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table, its stream, and the archives of two Regions that the archiver's own handler writes, all
 * in memory.
 */
final class World implements AutoCloseable {

  static final Region HERE = new Region("us-east-1", 0);
  static final Region THERE = new Region("eu-west-1", 1);

  /** When the archives are read. */
  static final Instant NOW = Instant.parse("2026-01-12T16:00:00Z");

  /** Hours before that. */
  static final Instant LONG_AGO = Instant.parse("2026-01-12T09:00:00Z");

  private static final TableSchema SCHEMA = TableSchema.of(TradeTable.definition(LocalTable.TABLE));

  final MemoryArchive here = new MemoryArchive();
  final MemoryArchive there = new MemoryArchive();

  private final EmbeddedTable table = EmbeddedTable.inMemory(SCHEMA);

  /** What the stream has, with the time of each change. */
  private final List<Streamed> stream = new ArrayList<>();

  private boolean streams = true;
  private Instant clock = LONG_AGO;
  private int delivered;

  private record Streamed(Change change, Instant at) {}

  private record Silent() implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {}

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
  }

  World() {
    table.listen(
        changes -> {
          if (streams) {
            changes.forEach(change -> stream.add(new Streamed(change, clock)));
          }
        });
  }

  /** What happens from now on happens at this time. */
  World at(Instant time) {
    clock = time;
    return this;
  }

  /** Does something that the stream does not show. */
  void unseen(Runnable action) {
    streams = false;
    action.run();
    streams = true;
  }

  private TradeStore store(Region region) {
    return new TradeStore(
        table.client(), LocalTable.TABLE, Backoff.standard(new Random(1)), region, true);
  }

  /** Records an event as the recorder does. */
  void record(Region region, String tradeId, EventType type, long time) {
    record(region, tradeId, type, time, "");
  }

  void record(Region region, String tradeId, EventType type, long time, String note) {
    Content content =
        new Content(
            JsonObject.builder()
                .put("source", "trading.system1")
                .put(
                    "detail",
                    JsonObject.builder()
                        .put("tradeId", tradeId)
                        .put("eventType", type.name())
                        .put("at", time)
                        .put("note", note)
                        .build())
                .build(),
            JsonObject.builder().put("valid", true).build(),
            JsonObject.builder().put("note", "Z\u00fcrich").build());
    TradeEntry entry =
        new TradeEntry(
            tradeId,
            new EventTime(time),
            "system1",
            0,
            RecordStatus.ACCEPTED,
            Optional.of(type),
            content,
            new Provenance("arn:execution", Optional.of("e-" + time), "7", clock),
            Hashes.of(content));
    var _ = store(region).append(entry, () -> Duration.ofSeconds(5));
  }

  /** Three records of T-1, one of T-2, and of T-3 what two Regions wrote. */
  World filled() {
    record(HERE, "T-1", EventType.NEW, 1_000);
    record(HERE, "T-2", EventType.NEW, 1_000);
    record(HERE, "T-1", EventType.CORRECT, 2_000);
    record(HERE, "T-3", EventType.NEW, 1_000);
    record(THERE, "T-3", EventType.CORRECT, 2_000);
    record(HERE, "T-1", EventType.CANCEL, 3_000);
    record(HERE, "T-3", EventType.CANCEL, 3_000);
    return this;
  }

  /** Archives what is in the stream, a few changes an object. */
  World archived() {
    while (delivered < stream.size()) {
      int end = Math.min(stream.size(), delivered + 4);
      deliver(delivered, end, MemoryArchive.SIGNER);
      delivered = end;
    }
    return this;
  }

  int changes() {
    return stream.size();
  }

  /** Delivers changes of the stream to both Regions' archivers, whatever was delivered before. */
  void deliver(int from, int to, Signer signer) {
    deliver(here, HERE, signer, from, to);
    deliver(there, THERE, signer, from, to);
  }

  private void deliver(MemoryArchive archive, Region region, Signer signer, int from, int to) {
    List<DynamodbStreamRecord> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(
          StreamRecords.of(
              stream.get(i).change(),
              "1%020d".formatted(i),
              stream.get(i).at(),
              region.name(),
              "arn:aws:dynamodb:%s:111122223333:table/trades/stream/2026-01-12T00:00:00.000"
                  .formatted(region.name())));
    }
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(records);
    var _ =
        new ArchiveRecordsHandler(
                archive, signer, FunctionRuntime.local(Clock.systemUTC(), new Silent()))
            .handleRequest(event, new TestContext());
  }

  // What somebody may do to the table

  /** The keys of a trade's records, in their order, and then of its heads. */
  private List<Map<String, AttributeValue>> items(String tradeId) {
    List<Map<String, AttributeValue>> items =
        new ArrayList<>(
            table
                .client()
                .query(
                    query ->
                        query
                            .tableName(LocalTable.TABLE)
                            .keyConditionExpression("tradeId = :id")
                            .expressionAttributeValues(
                                Map.of(":id", AttributeValue.fromS(tradeId))))
                .items());
    Collections.rotate(items, -(int) items.stream().filter(World::isHead).count());
    return items;
  }

  private static boolean isHead(Map<String, AttributeValue> item) {
    AttributeValue timestamp = item.getOrDefault("timestamp", AttributeValue.fromN("0"));
    return timestamp.n().equals("0") || timestamp.n().startsWith("0.");
  }

  /** Changes an item of a trade; 0 is its first record. */
  void change(String tradeId, int index, UnaryOperator<AttributeValue> change, String attribute) {
    Map<String, AttributeValue> item = new HashMap<>(items(tradeId).get(index));
    item.compute(attribute, (_, value) -> value == null ? value : change.apply(value));
    table.client().putItem(request -> request.tableName(LocalTable.TABLE).item(item));
  }

  void put(Map<String, AttributeValue> item) {
    table.client().putItem(request -> request.tableName(LocalTable.TABLE).item(item));
  }

  void remove(String tradeId, int index) {
    Map<String, AttributeValue> item = items(tradeId).get(index);
    table
        .client()
        .deleteItem(
            request ->
                request
                    .tableName(LocalTable.TABLE)
                    .key(
                        Map.of(
                            "tradeId", item.getOrDefault("tradeId", AttributeValue.fromS("")),
                            "timestamp",
                                item.getOrDefault("timestamp", AttributeValue.fromN("0")))));
  }

  /** Removes a trade, heads and all. */
  void removeAll(String tradeId) {
    for (int i = items(tradeId).size(); i > 0; i--) {
      remove(tradeId, 0);
    }
  }

  // Verifying

  /** What was found, and in which numbers. */
  record Judged(List<Discrepancy> found, WitnessTally tally) {

    List<Discrepancy.Kind> kinds() {
      return found.stream().map(Discrepancy::kind).toList();
    }
  }

  /** Both archives, and nothing else. */
  Judged archivesAlone() {
    return judge(Optional.empty(), Optional.empty(), List.of(here, there), 1 << 20);
  }

  /** The table as the first Region has it, and both archives. */
  Judged withTable() {
    return judge(Optional.of(HERE.name()), Optional.empty(), List.of(here, there), 1 << 20);
  }

  Judged judge(
      Optional<String> region, Optional<Instant> since, List<MemoryArchive> archives, int runSize) {
    List<Discrepancy> found = Collections.synchronizedList(new ArrayList<>());
    Witness.Settings settings =
        new Witness.Settings(region, NOW, NOW.minus(Duration.ofMinutes(15)), since, _ -> true);
    try (Witness witness = new Witness(settings, found::add, _ -> {}, runSize)) {
      for (MemoryArchive archive : archives) {
        long _ = witness.read(archive.open(), 2);
      }
      if (region.isPresent()) {
        for (String tradeId : tradeIds()) {
          TradeHistory trade = store(HERE).history(tradeId);
          witness.recorded(trade, ChainVerifier.breaks(trade, region.get()).isEmpty());
        }
      }
      WitnessTally tally = witness.judge();
      return new Judged(List.copyOf(found), tally);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether the table itself shows that somebody touched it. */
  boolean isTableSound() {
    return tradeIds().stream()
        .map(store(HERE)::history)
        .allMatch(trade -> ChainVerifier.breaks(trade, HERE.name()).isEmpty());
  }

  private Set<String> tradeIds() {
    Set<String> ids = new TreeSet<>();
    table
        .client()
        .scan(scan -> scan.tableName(LocalTable.TABLE))
        .items()
        .forEach(item -> ids.add(item.getOrDefault("tradeId", AttributeValue.fromS("")).s()));
    return ids;
  }

  @Override
  public void close() {
    table.close();
  }
}
