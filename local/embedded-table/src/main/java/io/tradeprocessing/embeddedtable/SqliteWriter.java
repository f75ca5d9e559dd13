package io.tradeprocessing.embeddedtable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The connection that writes, and its present batch. */
final class SqliteWriter implements Storage.Batch {

  private final TableSchema schema;
  private final String name;
  private final Connection connection;
  private final SqliteReader reader;
  private final PreparedStatement put;
  private final PreparedStatement delete;

  /** Held by a batch. */
  private final ReentrantLock lock;

  /** Nothing for a temporary file, which needs neither commits nor a look at its name. */
  private final Optional<Durable> durable;

  /** What a durable file takes. */
  private record Durable(
      Path file,
      Path log,
      PreparedStatement begin,
      PreparedStatement commit,
      PreparedStatement rollback) {}

  private @Nullable Object file;
  private @Nullable Object log;
  private boolean open;

  /**
   * @param file nothing for a temporary one
   */
  SqliteWriter(
      TableSchema schema,
      Connection connection,
      String name,
      Optional<Path> file,
      ReentrantLock lock) {
    this.schema = schema;
    this.name = name;
    this.connection = connection;
    this.reader = new SqliteReader(schema, connection, name);
    this.lock = lock;
    Layout layout = new Layout(schema);
    try {
      this.put = connection.prepareStatement(layout.put());
      this.delete = connection.prepareStatement("DELETE FROM items WHERE " + layout.isKey());
      this.durable =
          file.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Durable(
                      file.get(),
                      log(file.get()),
                      connection.prepareStatement("BEGIN IMMEDIATE"),
                      connection.prepareStatement("COMMIT"),
                      connection.prepareStatement("ROLLBACK")));
    } catch (SQLException e) {
      throw SqliteFile.failed(name, e);
    }
  }

  /** Where SQLite keeps what is committed and not yet copied into the file. */
  static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  /** Begins a batch; the lock is held. */
  void begin() {
    durable.ifPresent(it -> run(it.begin()));
    open = true;
  }

  private void run(PreparedStatement statement) {
    try {
      boolean _ = statement.execute();
    } catch (SQLException e) {
      throw SqliteFile.failed(name, e);
    }
  }

  @Override
  public Optional<Map<String, AttributeValue>> get(ItemKey key) {
    return reader.get(key);
  }

  @Override
  public void put(ItemKey key, Map<String, AttributeValue> item) {
    try {
      int at = 1;
      put.setInt(at++, key.bucket());
      for (KeyAttribute attribute : schema.allAttributes()) {
        AttributeValue value = item.get(attribute.name());
        if (value == null) {
          put.setNull(at++, java.sql.Types.VARCHAR);
        } else {
          put.setString(at++, attribute.order(value));
        }
      }
      put.setString(at, ItemText.write(item));
      int _ = put.executeUpdate();
    } catch (SQLException e) {
      throw SqliteFile.failed(name, e);
    }
  }

  @Override
  public void delete(ItemKey key) {
    try {
      delete.setInt(1, key.bucket());
      delete.setString(2, key.partition());
      if (schema.sort().isPresent()) {
        delete.setString(3, key.sort());
      }
      int _ = delete.executeUpdate();
    } catch (SQLException e) {
      throw SqliteFile.failed(name, e);
    }
  }

  @Override
  public void commit() {
    durable.ifPresent(
        it -> {
          run(it.commit());
          open = false;
          mustBeThere(it);
        });
  }

  /**
   * SQLite would go on in a file that nobody can open any more, because its folder was removed or
   * moved: then nothing of it is on record.
   */
  private void mustBeThere(Durable it) {
    Object fileNow = SqliteFile.identity(it.file());
    Object logNow = SqliteFile.identity(it.log());
    if (file == null) {
      file = fileNow;
      log = logNow;
    }
    if (!Objects.equals(file, fileNow) || !Objects.equals(log, logNow)) {
      throw SqliteFile.replaced(it.file());
    }
  }

  @Override
  public void close() {
    try {
      if (open) {
        open = false;
        durable.ifPresent(it -> rollBack(it.rollback()));
      }
    } finally {
      lock.unlock();
    }
  }

  private static void rollBack(PreparedStatement rollback) {
    try {
      boolean _ = rollback.execute();
    } catch (SQLException e) {
      // SQLite has rolled back by itself.
    }
  }

  /** Leaves one file that is whole. */
  void end() {
    if (durable.isPresent()) {
      try {
        SqliteFile.run(connection, name, "PRAGMA journal_mode = DELETE");
      } catch (StorageFailedException e) {
        // What is committed is in the log, from which whoever opens the file takes it.
      }
    }
    SqliteFile.close(connection);
  }
}
