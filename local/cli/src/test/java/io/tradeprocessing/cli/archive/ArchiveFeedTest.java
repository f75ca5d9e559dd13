package io.tradeprocessing.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.archiver.Archive;
import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.archiver.Change;
import io.tradeprocessing.cli.archive.ArchiveFeed.Batches;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.run.LocalContext;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.embeddedtable.StorageFailedException;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Whatever ends the archiving of a store: the next run archives the rest, and nothing twice. */
class ArchiveFeedTest {

  private static final DeploymentTemplate TEMPLATE =
      DeploymentTemplate.read(Project.file("template.yaml"));
  private static final Batches SMALL = new Batches(4, Duration.ZERO);
  private static final Instant START = Instant.parse("2026-01-12T14:30:05.123456Z");

  @TempDir private Path folder;

  private LocalTable table;

  @BeforeEach
  void open() {
    table = LocalTable.in(folder.resolve("store"), TEMPLATE.table());
  }

  @AfterEach
  void close() {
    table.close();
  }

  /**
   * A record and its head, as a recorder puts them; the second record of a trade has no new one.
   */
  private void record(int number, String text) {
    String tradeId = "T-" + number / 2;
    Map<String, AttributeValue> record = new HashMap<>();
    record.put("tradeId", AttributeValue.fromS(tradeId));
    record.put("timestamp", AttributeValue.fromN((1_000 + number) + ".025"));
    record.put("region", AttributeValue.fromS("local"));
    record.put("recordedAt", AttributeValue.fromS(START.plusMillis(number).toString()));
    record.put(
        "recordHash",
        AttributeValue.fromS("hash of " + number + text.substring(0, Math.min(9, text.length()))));
    record.put("sequence", AttributeValue.fromN(Integer.toString(1 + number % 2)));
    record.put("event", AttributeValue.fromS("{\"text\":\"" + text + "\"}"));
    Map<String, AttributeValue> head = new HashMap<>(record);
    head.put("timestamp", AttributeValue.fromN("0"));
    table
        .client()
        .transactWriteItems(request -> request.transactItems(List.of(put(record), put(head))));
  }

  private static TransactWriteItem put(Map<String, AttributeValue> item) {
    return TransactWriteItem.builder()
        .put(put -> put.tableName(LocalTable.TABLE).item(item))
        .build();
  }

  private void records(int first, int count) {
    IntStream.range(first, first + count).forEach(number -> record(number, ""));
  }

  private ArchiveFeed feed(ArchiveFolder archive, Batches batches, Archive through) {
    return ArchiveFeed.of(
        table,
        archive,
        through,
        batches,
        FunctionRuntime.local(Clock.systemUTC(), SILENT),
        () -> new LocalContext(TEMPLATE.eventSource().function(), "request"));
  }

  private static final Telemetry SILENT =
      new Telemetry() {
        @Override
        public void log(Level level, String message, Map<String, String> fields) {}

        @Override
        public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
      };

  private void archive(Path to, Batches batches) {
    ArchiveFolder archive = ArchiveFolder.open(to);
    try (ArchiveFeed feed = feed(archive, batches, archive)) {
      feed.start();
      feed.finish();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> expected(int count) {
    return IntStream.range(0, count).mapToObj(number -> "hash of " + number).toList();
  }

  @Test
  void archivesWhatTheStoreHasInItsOrderAndInTheStreamsFormat() {
    records(0, 11);

    archive(folder.resolve("archive"), SMALL);

    List<ArchiveObject> objects = ArchiveContents.objects(folder.resolve("archive"));
    assertThat(ArchiveContents.recordHashes(folder.resolve("archive"))).isEqualTo(expected(11));
    assertThat(objects).hasSizeGreaterThan(2);
    assertThat(objects.getFirst().origin())
        .isEqualTo(
            new ArchiveObject.Origin("local", "trade-records", "2026-01-12T14:30:05.123456"));
    Change first = objects.getFirst().changes().getFirst();
    assertThat(first.kind()).isEqualTo(Change.Kind.INSERT);
    assertThat(first.sequenceNumber()).isEqualTo("000000000000000000001");
    assertThat(first.createdAt()).isEqualTo("2026-01-12T14:30:05Z");
    assertThat(objects.getFirst().changes().get(1).sequenceNumber())
        .as("the head is 2, and is not archived")
        .isEqualTo("000000000000000000003");
  }

  @Test
  void archivesWhatIsCommittedWhileItRunsAndGoesOnInTheNextRun() throws Exception {
    Path to = folder.resolve("archive");
    for (int run = 0; run < 3; run++) {
      ArchiveFolder archive = ArchiveFolder.open(to);
      try (ArchiveFeed feed = feed(archive, SMALL, archive)) {
        feed.start();
        records(5 * run, 5);
        feed.finish();
      }
    }
    assertThat(ArchiveContents.recordHashes(to)).isEqualTo(expected(15));
  }

  @Test
  @Timeout(60)
  void waitsForAFullBatchNoLongerThanTheWindow() throws Exception {
    Path to = folder.resolve("archive");
    ArchiveFolder archive = ArchiveFolder.open(to);
    try (ArchiveFeed feed = feed(archive, new Batches(1_000, Duration.ofMillis(50)), archive)) {
      feed.start();
      records(0, 3);
      while (signatures(to) == 0) {
        Thread.sleep(5);
      }
      feed.finish();
    }
    assertThat(ArchiveContents.recordHashes(to)).isEqualTo(expected(3));
    assertThat(ArchiveContents.objects(to)).hasSizeLessThan(3);
  }

  private static long signatures(Path archive) throws IOException {
    Path records = archive.resolve("records");
    if (!Files.isDirectory(records)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(records)) {
      return files.filter(file -> file.toString().endsWith(".sig")).count();
    }
  }

  /** Ends as a killed process does, at one of the calls to the archive. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param calls that are done before the kill
   * @param done whether the call that is killed has written
   */
  private record Killing(Archive archive, AtomicInteger calls, boolean done) implements Archive {
    @Override
    public boolean putIfAbsent(String name, byte[] bytes) {
      boolean last = calls.getAndDecrement() == 0;
      if (last && !done) {
        throw new Killed();
      }
      boolean written = archive.putIfAbsent(name, bytes);
      if (last) {
        throw new Killed();
      }
      return written;
    }

    @Override
    public Optional<byte[]> get(String name) {
      return archive.get(name);
    }
  }

  @Test
  void whereverAProcessIsKilledTheNextArchivesTheRestAndNothingTwice() {
    records(0, 6);
    int kills = 0;
    for (boolean done : List.of(false, true)) {
      for (int call = 0; ; call++) {
        Path to = folder.resolve("killed-" + done + call);
        if (!isKilled(to, call, done)) {
          break;
        }
        kills++;
        // The next one may be killed as well, and may cut batches otherwise.
        boolean _ = isKilled(to, call / 2, !done);
        archive(to, new Batches(3 + call, Duration.ZERO));
        assertThat(ArchiveContents.recordHashes(to))
            .as("killed at call " + call)
            .isEqualTo(expected(6));
      }
    }
    assertThat(kills).isGreaterThan(8);
  }

  private boolean isKilled(Path to, int call, boolean done) {
    ArchiveFolder archive = ArchiveFolder.open(to);
    try (ArchiveFeed feed =
        feed(archive, SMALL, new Killing(archive, new AtomicInteger(call), done))) {
      feed.start();
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  @Test
  void anArchiveThatFailsStopsTheTableAndTheNextRunArchivesTheRest() throws Exception {
    Path to = folder.resolve("archive");
    ArchiveFolder archive = ArchiveFolder.open(to);
    Files.writeString(to.resolve("records"), "in the way");
    try (ArchiveFeed feed = feed(archive, new Batches(1, Duration.ZERO), archive)) {
      feed.start();
      assertThatThrownBy(
              () -> {
                records(0, 1_000);
                feed.finish();
              })
          .isInstanceOf(UserError.class)
          .hasMessageContaining("the archive folder " + to + " cannot be written to")
          .hasMessageContaining("what the archive lacks is archived first");
    }
    table.close();
    Files.delete(to.resolve("records"));
    table = LocalTable.in(folder.resolve("store"), TEMPLATE.table());

    archive(to, SMALL);

    assertThat(ArchiveContents.recordHashes(to))
        .isNotEmpty()
        .isEqualTo(expected(ArchiveContents.recordHashes(to).size()));
    assertThat(table.count()).isGreaterThanOrEqualTo(ArchiveContents.recordHashes(to).size());
    long records = IntStream.range(0, 1_000).filter(this::isThere).count();
    assertThat(ArchiveContents.recordHashes(to)).hasSize((int) records);
  }

  private boolean isThere(int number) {
    return table
        .client()
        .getItem(
            request ->
                request
                    .tableName(LocalTable.TABLE)
                    .key(
                        Map.of(
                            "tradeId", AttributeValue.fromS("T-" + number / 2),
                            "timestamp", AttributeValue.fromN((1_000 + number) + ".025"))))
        .hasItem();
  }

  @Test
  void aStoreThatWasRestoredFromAnOlderCopyIsRefused() throws Exception {
    Path to = folder.resolve("archive");
    records(0, 4);
    table.close();
    Path copy = Files.copy(database(), folder.resolve("older"));
    open();
    records(4, 2);
    archive(to, SMALL);
    table.close();
    Files.delete(database());
    Files.copy(copy, database());
    open();

    assertThatThrownBy(() -> archive(to, SMALL))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("ends with item 9, trade T-2, which the store does not have");

    IntStream.range(4, 6).forEach(number -> record(number, "otherwise"));
    assertThatThrownBy(() -> archive(to, SMALL))
        .hasMessageContaining("trade T-2, which is another record in the store");
  }

  private Path database() {
    return folder.resolve("store").resolve(LocalTable.DATABASE);
  }

  @Test
  void anArchiveWhoseLastObjectIsDamagedIsRefused() throws IOException {
    Path to = folder.resolve("archive");
    records(0, 2);
    archive(to, SMALL);
    try (Stream<Path> files = Files.walk(to)) {
      Path object = files.filter(file -> file.toString().endsWith(".gz")).findFirst().orElseThrow();
      Files.writeString(object, "no gzip");
    }
    assertThatThrownBy(() -> archive(to, SMALL))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is damaged: it is not gzip");
  }

  @Test
  void anObjectThatSomebodyPutInPlaceOfTheNextIsAConflict() throws Exception {
    Path to = folder.resolve("archive");
    Path other = folder.resolve("other");
    records(0, 1);
    archive(other, SMALL);
    try (Stream<Path> files = Files.walk(other)) {
      Path object = files.filter(file -> file.toString().endsWith(".gz")).findFirst().orElseThrow();
      Path there = to.resolve(other.relativize(object));
      ArchiveFolder.open(to).close();
      Files.createDirectories(there.getParent());
      Files.writeString(there, "something else");
    }
    assertThatThrownBy(() -> archive(to, SMALL))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the archive has another object under the name")
        .hasMessageContaining("somebody changed the archive folder");
  }

  @Test
  void anItemThatCannotBeReadIsNotArchived() throws Exception {
    records(0, 2);
    table.close();
    SQLiteConfig config = new SQLiteConfig();
    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + database(), config.toProperties());
        var statement = file.createStatement()) {
      int _ = statement.executeUpdate("UPDATE items SET item = '{' WHERE rowid = 3");
    }
    open();
    assertThatThrownBy(() -> archive(folder.resolve("archive"), SMALL))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("item 3 of the store cannot be archived");
  }

  @Test
  void anObjectHasSomeMegabytesAtMost() {
    String text = "x".repeat(350_000);
    IntStream.range(0, 20).forEach(number -> record(number, text));

    archive(folder.resolve("archive"), new Batches(1_000, Duration.ZERO));

    assertThat(ArchiveContents.objects(folder.resolve("archive")))
        .hasSizeGreaterThan(1)
        .allSatisfy(object -> assertThat(object.changes()).hasSizeLessThan(20));
    assertThat(ArchiveContents.recordHashes(folder.resolve("archive"))).hasSize(20);
  }

  @Test
  void twoStoresMayShareAnArchive() throws IOException {
    Path to = folder.resolve("archive");
    records(0, 2);
    archive(to, SMALL);
    table.close();
    table = LocalTable.in(folder.resolve("second"), TEMPLATE.table());
    records(2, 2);

    archive(to, SMALL);

    assertThat(ArchiveContents.recordHashes(to)).containsExactlyInAnyOrderElementsOf(expected(4));
    try (Stream<Path> streams = Files.list(to.resolve("records/local"))) {
      assertThat(streams).hasSize(2);
    }
  }

  @Test
  void aNameThatNoArchiverGaveIsRefused() throws IOException {
    Path to = folder.resolve("archive");
    records(0, 2);
    archive(to, SMALL);
    try (Stream<Path> files = Files.walk(to)) {
      Path object = files.filter(file -> file.toString().endsWith(".gz")).findFirst().orElseThrow();
      Files.write(object.resolveSibling("copy.jsonl.gz"), "x".getBytes(StandardCharsets.UTF_8));
      Files.write(object.resolveSibling("copy.jsonl.gz.sig"), "x".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> archive(to, SMALL))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("an object that no archiver named");
  }
}
