package io.tradeprocessing.embeddedtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tradeprocessing.embeddedtable.StorageFailedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Whatever fails below the table: who has an answer finds the items, and nothing is half there. */
class StorageFailureTest {

  private static final TableSchema SCHEMA = TableSchema.of(DynamoDbLocal.table());
  private static final int WRITERS = 12;
  private static final int EACH = 10;

  @TempDir private Path folder;

  private static Map<String, AttributeValue> item(String id, int at) {
    return Map.of("id", AttributeValue.fromS(id), "at", AttributeValue.fromN(Integer.toString(at)));
  }

  private static void pair(EmbeddedTable table, String id) {
    List<TransactWriteItem> both =
        List.of(
            TransactWriteItem.builder()
                .put(put -> put.tableName(DynamoDbLocal.TABLE).item(item(id, 1)))
                .build(),
            TransactWriteItem.builder()
                .put(put -> put.tableName(DynamoDbLocal.TABLE).item(item(id, 2)))
                .build());
    var _ = table.client().transactWriteItems(transaction -> transaction.transactItems(both));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 31, 60, 119})
  void theNthWriteFails(int n) throws Exception {
    failing(storage -> storage.failAtPut(n));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void theNthCommitFails(int n) throws Exception {
    failing(storage -> storage.failAtCommit(n));
  }

  private void failing(java.util.function.Consumer<FailingStorage> plan) throws Exception {
    Path file = folder.resolve("table.db");
    FailingStorage storage = new FailingStorage(SqliteStorage.durable(file, SCHEMA));
    plan.accept(storage);
    Set<String> answered = new HashSet<>();
    ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    try (EmbeddedTable table = EmbeddedTable.grouping(SCHEMA, storage)) {
      List<Thread> writers =
          java.util.stream.IntStream.range(0, WRITERS)
              .mapToObj(writer -> Thread.startVirtualThread(() -> write(table, writer, done)))
              .toList();
      for (Thread writer : writers) {
        writer.join();
      }
      assertThatExceptionOfType(StorageFailedException.class)
          .isThrownBy(() -> pair(table, "later"));
    }
    answered.addAll(done);
    assertThat(answered).hasSizeLessThan(WRITERS * EACH);

    Set<String> first = new HashSet<>();
    Set<String> second = new HashSet<>();
    try (EmbeddedTable table =
        EmbeddedTable.of(SCHEMA, SqliteStorage.readOnly(file, SCHEMA), InstantSource.system())) {
      table
          .client()
          .scanPaginator(scan -> scan.tableName(DynamoDbLocal.TABLE))
          .items()
          .forEach(
              item ->
                  (Objects.requireNonNull(item.get("at")).n().equals("1") ? first : second)
                      .add(Objects.requireNonNull(item.get("id")).s()));
    }
    assertThat(first).isEqualTo(second).containsAll(answered).doesNotContain("later");
  }

  private static void write(EmbeddedTable table, int writer, ConcurrentLinkedQueue<String> done) {
    try {
      for (int i = 0; i < EACH; i++) {
        String id = "T" + writer + "-" + i;
        pair(table, id);
        done.add(id);
      }
    } catch (StorageFailedException e) {
      // As planned: this writer has no answer.
    }
  }

  @Test
  void aFileThatIsRemovedOrReplacedEndsTheTable() throws IOException {
    Path file = folder.resolve("table.db");
    try (EmbeddedTable table =
        EmbeddedTable.of(SCHEMA, SqliteStorage.durable(file, SCHEMA), InstantSource.system())) {
      pair(table, "T1");
      Files.move(file, folder.resolve("moved.db"));
      assertThatExceptionOfType(StorageFailedException.class)
          .isThrownBy(() -> pair(table, "T2"))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.GONE));
      assertThatExceptionOfType(StorageFailedException.class).isThrownBy(() -> pair(table, "T3"));
    }
  }

  /** What the first commit needs is there in one step, so whatever stopped it can be repeated. */
  @Test
  void aFileOfWhichOnlyTheHeaderWasWrittenIsNew() throws Exception {
    Path file = folder.resolve("table.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
    }
    assertThat(file).isNotEmptyFile();

    try (EmbeddedTable table =
        EmbeddedTable.of(SCHEMA, SqliteStorage.durable(file, SCHEMA), InstantSource.system())) {
      pair(table, "T1");
      assertThat(table.count()).isEqualTo(2);
    }
  }

  @Test
  void aFileThatHoldsSomethingElseIsNotTakenOver() throws Exception {
    Path file = folder.resolve("table.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE other (id INTEGER)");
    }

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> SqliteStorage.durable(file, SCHEMA))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
  }

  @Test
  void whatAKilledWriterLeftIsReadFromACopyAndTakenOverByTheNextWriter() throws IOException {
    Path file = folder.resolve("table.db");
    Path crashed = Files.createDirectory(folder.resolve("crashed"));
    try (EmbeddedTable table =
        EmbeddedTable.of(SCHEMA, SqliteStorage.durable(file, SCHEMA), InstantSource.system())) {
      pair(table, "T1");
      pair(table, "T2");
      for (String name : List.of("table.db", "table.db-wal")) {
        Files.copy(folder.resolve(name), crashed.resolve(name));
      }
    }
    Path left = crashed.resolve("table.db");
    byte[] before = Files.readAllBytes(left);
    try (EmbeddedTable table =
        EmbeddedTable.of(SCHEMA, SqliteStorage.readOnly(left, SCHEMA), InstantSource.system())) {
      assertThat(table.count()).isEqualTo(4);
    }
    assertThat(Files.readAllBytes(left)).isEqualTo(before);
    assertThat(crashed.resolve("table.db-wal")).isNotEmptyFile();

    try (EmbeddedTable table =
        EmbeddedTable.of(SCHEMA, SqliteStorage.durable(left, SCHEMA), InstantSource.system())) {
      pair(table, "T3");
      assertThat(table.count()).isEqualTo(6);
    }
    assertThat(crashed.resolve("table.db-wal")).doesNotExist();
  }
}
