package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.embeddedtable.Change;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.TableSchema;
import io.tradeprocessing.simulation.check.Evidence;
import io.tradeprocessing.simulation.check.Recorded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** A Region's replica of the table. */
public final class SimulatedTable implements Evidence.Damage {

  /** The name of the table in both Regions. */
  static final String NAME = "trades";

  private final Sim sim;
  private final SimulatedRegion region;
  private final EmbeddedTable table;

  /** When the version of each item that is here was written, by key. */
  private final Map<String, Version> versions = new HashMap<>();

  private long changes;
  private Optional<Replication> replication = Optional.empty();
  private Optional<Archiver> stream = Optional.empty();

  /**
   * When an item was written: of two writes of one item the later one stays.
   *
   * @param number of the write, in all Regions
   */
  record Version(long number) {}

  public SimulatedTable(Sim sim, SimulatedRegion region) {
    this.sim = sim;
    this.region = region;
    this.table = EmbeddedTable.inMemory(TableSchema.of(TradeTable.definition(NAME)));
    table.listen(changes -> changes.forEach(this::changed));
  }

  /** Sends what is written here to the other replica. */
  void replicateBy(Replication way) {
    replication = Optional.of(way);
  }

  /** Tells the archiver of every change, wherever it comes from. */
  void streamTo(Archiver archiver) {
    stream = Optional.of(archiver);
  }

  SimulatedRegion region() {
    return region;
  }

  /** DynamoDB without faults, as {@code trades verify} reads it after everything. */
  public DynamoDbClient client() {
    return table.client();
  }

  /** All items. */
  public List<Map<String, AttributeValue>> items() {
    return table
        .client()
        .scanPaginator(ScanRequest.builder().tableName(NAME).consistentRead(true).build())
        .items()
        .stream()
        .toList();
  }

  @Override
  public void put(Map<String, AttributeValue> item) {
    table.apply(item);
  }

  @Override
  public void remove(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new HashMap<>(item);
    key.keySet().retainAll(Set.of("tradeId", "timestamp"));
    table.remove(key);
  }

  /** How often an item was changed. */
  long changes() {
    return changes;
  }

  private void changed(Change change) {
    changes++;
    stream.ifPresent(archiver -> archiver.add(change));
    if (change.origin() == Change.Origin.REPLICATION) {
      return;
    }
    change
        .newImage()
        .ifPresentOrElse(
            item -> {
              sim.history().committed(region.name(), change.oldImage(), item);
              replication.ifPresent(
                  way -> {
                    Version version = way.nextVersion();
                    versions.put(Recorded.key(item), version);
                    way.send(this, item, version);
                  });
            },
            () -> sim.history().removed(region.name(), change.key()));
  }

  /** The version of an item that is here; 0 where there is none. */
  long version(String key) {
    return versions.getOrDefault(key, new Version(0)).number();
  }

  /** An item arrives from the other replica. */
  void arrive(Map<String, AttributeValue> item, Version version) {
    String key = Recorded.key(item);
    if (version(key) < version.number()) {
      versions.put(key, version);
      table.apply(item);
    }
  }
}
