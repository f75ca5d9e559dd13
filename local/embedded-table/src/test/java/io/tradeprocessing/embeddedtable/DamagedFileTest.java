package io.tradeprocessing.embeddedtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A damaged file is read as far as it goes: every item is named, whether it can be read or not. */
class DamagedFileTest {

  private static final TableSchema SCHEMA = TableSchema.of(DynamoDbLocal.table());
  private static final int ITEMS = 120;
  private static final int PAGE = 8_192;

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void fill() {
    file = folder.resolve("table.db");
    try (EmbeddedTable table = writable()) {
      for (int i = 0; i < ITEMS; i++) {
        table.apply(
            Map.of(
                "id", AttributeValue.fromS("T" + i / 3),
                "at", AttributeValue.fromN(Integer.toString(i % 3)),
                "source", AttributeValue.fromS("s" + i % 2),
                "text", AttributeValue.fromS("x".repeat(200 + 37 * i))));
      }
    }
  }

  private EmbeddedTable writable() {
    return EmbeddedTable.of(SCHEMA, SqliteStorage.durable(file, SCHEMA), InstantSource.system());
  }

  private EmbeddedTable readable() {
    return EmbeddedTable.of(SCHEMA, SqliteStorage.readOnly(file, SCHEMA), InstantSource.system());
  }

  /** Why each item cannot be read, by key; nothing for those that can. */
  private static Map<String, Optional<String>> scan(EmbeddedTable table) {
    Map<String, Optional<String>> found = new TreeMap<>();
    for (Map<String, AttributeValue> item :
        table
            .client()
            .scanPaginator(scan -> scan.tableName(DynamoDbLocal.TABLE).limit(7))
            .items()) {
      String key = part(item, "id").s() + "/" + part(item, "at").n();
      assertThat(found).as("twice").doesNotContainKey(key);
      found.put(key, Optional.ofNullable(item.get(Storage.UNREADABLE)).map(AttributeValue::s));
    }
    return found;
  }

  private static AttributeValue part(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name));
  }

  @Test
  void whicheverPageIsZeroedEveryItemIsNamed() throws IOException {
    byte[] sound = Files.readAllBytes(file);
    Map<String, Optional<String>> all;
    try (EmbeddedTable table = readable()) {
      all = scan(table);
      assertThat(all).hasSize(ITEMS);
      assertThat(all.values()).allMatch(Optional::isEmpty);
      assertThat(table.damage()).isEmpty();
    }
    int unreadable = 0;
    int damagedIndexes = 0;
    for (int page = 2; page <= sound.length / PAGE; page++) {
      Files.write(file, sound);
      write((page - 1L) * PAGE, new byte[PAGE]);
      try (EmbeddedTable table = readable()) {
        Map<String, Optional<String>> found = scan(table);
        assertThat(found.keySet()).as("page %d", page).isEqualTo(all.keySet());
        unreadable += found.values().stream().anyMatch(Optional::isPresent) ? 1 : 0;
        damagedIndexes += table.damage().isPresent() ? 1 : 0;
      }
    }
    assertThat(unreadable).isGreaterThan(20);
    assertThat(damagedIndexes).isPositive();
  }

  private void write(long at, byte[] bytes) throws IOException {
    try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
      damaged.seek(at);
      damaged.write(bytes);
    }
  }

  @Test
  void aFlippedBitInAnItemsTextNamesTheItem() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] text = "{\"S\":\"T7\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int at = indexOf(bytes, text);
    write(at + 2, new byte[] {'T'});

    try (EmbeddedTable table = readable()) {
      Map<String, Optional<String>> found = scan(table);
      assertThat(found).hasSize(ITEMS);
      assertThat(found.entrySet().stream().filter(entry -> entry.getValue().isPresent()))
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.getKey()).startsWith("T7/");
                assertThat(entry.getValue().orElseThrow()).contains("unknown type T");
              });
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i <= bytes.length - part.length; i++) {
      if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalStateException("not there");
  }

  @Test
  void anItemWhoseTextNamesAnotherKeyIsUnreadable() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] text = "{\"S\":\"T7\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    write(indexOf(bytes, text) + 7, new byte[] {'8'});

    try (EmbeddedTable table = readable()) {
      assertThat(scan(table).values().stream().flatMap(Optional::stream))
          .containsExactly("its text has another key than its row");
    }
  }

  @Test
  void aFileThatIsNotATableIsRefused() throws IOException {
    Files.writeString(file, "hello".repeat(10_000));
    assertThatThrownBy(this::readable)
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("is damaged or is not a SQLite database");
  }
}
