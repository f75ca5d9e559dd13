package io.tradeprocessing.embeddedtable;

import io.tradeprocessing.embeddedtable.StorageFailedException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items in a SQLite file, in the form that {@link Layout} describes. While it is written, commits
 * are in {@code FILE-wal} and are copied over now and then; a closed file is whole and alone.
 */
public final class SqliteStorage implements Storage {

  private final String name;
  private final ReentrantLock lock;
  private final @Nullable SqliteWriter writer;

  /** The one that reads where there is one connection; else as many as read at a time. */
  private final @Nullable SqliteReader single;

  private final ConcurrentLinkedDeque<SqliteReader> readers = new ConcurrentLinkedDeque<>();
  private final Function<String, SqliteReader> newReader;
  private final @Nullable Path copy;
  private volatile @Nullable String damage;

  private SqliteStorage(
      String name,
      ReentrantLock lock,
      @Nullable SqliteWriter writer,
      @Nullable SqliteReader single,
      Function<String, SqliteReader> newReader,
      @Nullable Path copy) {
    this.name = name;
    this.lock = lock;
    this.writer = writer;
    this.single = single;
    this.newReader = newReader;
    this.copy = copy;
  }

  /**
   * Opens a file for reading and writing, and makes it where there is none. Each commit is synced.
   *
   * @throws StorageFailedException if it cannot be used, or is not a file of this layout
   */
  public static SqliteStorage durable(Path file, TableSchema schema) {
    Connection connection = SqliteFile.writer(file);
    try {
      if (isNew(connection, file)) {
        SqliteFile.inOneTransaction(connection, file.toString(), new Layout(schema).create());
        syncFolder(file);
      } else {
        mustBeOurs(connection, file);
      }
      ReentrantLock lock = new ReentrantLock();
      return new SqliteStorage(
          file.toString(),
          lock,
          new SqliteWriter(schema, connection, file.toString(), Optional.of(file), lock),
          null,
          it -> new SqliteReader(schema, SqliteFile.reader(file), it),
          null);
    } catch (RuntimeException e) {
      SqliteFile.close(connection);
      throw e;
    }
  }

  /** Nothing was ever committed: the file was made just now, or whoever made it came no further. */
  private static boolean isNew(Connection connection, Path file) {
    return SqliteFile.number(connection, file.toString(), "PRAGMA schema_version") == 0
        && SqliteFile.number(connection, file.toString(), "PRAGMA application_id") == 0;
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      throw new StorageFailedException(Reason.INPUT_OUTPUT, file + ": " + e, e);
    }
  }

  /** A new file is only there after a crash if its folder was synced, and the folder's own. */
  private static void syncFolder(Path file) {
    Optional<Path> folder = Optional.ofNullable(file.toAbsolutePath().getParent());
    folder.ifPresent(SqliteStorage::sync);
    folder.map(Path::getParent).ifPresent(SqliteStorage::sync);
  }

  private static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows does not open folders, and does not need it.
    }
  }

  private static void mustBeOurs(Connection connection, Path file) {
    int application = SqliteFile.number(connection, file.toString(), "PRAGMA application_id");
    int version = SqliteFile.number(connection, file.toString(), "PRAGMA user_version");
    if (application != Layout.APPLICATION || version != Layout.VERSION) {
      throw new StorageFailedException(
          Reason.DAMAGED,
          file + ": the file is not a table of this version",
          new IOException("application_id " + application + ", user_version " + version));
    }
  }

  /** A file of this process alone, without syncing, which is gone with it. */
  public static SqliteStorage temporary(TableSchema schema) {
    Connection connection = SqliteFile.temporary();
    SqliteFile.run(connection, SqliteFile.TEMPORARY, new Layout(schema).create());
    // Never ended: with each end, SQLite would count the changed pages of its cache.
    SqliteFile.run(connection, SqliteFile.TEMPORARY, "BEGIN");
    ReentrantLock lock = new ReentrantLock();
    return new SqliteStorage(
        SqliteFile.TEMPORARY,
        lock,
        new SqliteWriter(schema, connection, SqliteFile.TEMPORARY, Optional.empty(), lock),
        new SqliteReader(schema, connection, SqliteFile.TEMPORARY),
        it -> new SqliteReader(schema, connection, it),
        null);
  }

  /**
   * Opens a file for reading alone, which needs the permission to read and no other; nobody may be
   * writing it. If its last writer was killed, a private copy is recovered.
   *
   * @throws StorageFailedException if it cannot be read, or is not a file of this layout
   */
  public static SqliteStorage readOnly(Path file, TableSchema schema) {
    Path log = SqliteWriter.log(file);
    @Nullable Path copy = Files.exists(log) && !isEmpty(log) ? recovered(file, log) : null;
    Path whole = copy == null ? file : copy.resolve(file.getFileName());
    try {
      Connection first = SqliteFile.unchanging(whole);
      try {
        mustBeOurs(first, file);
      } finally {
        SqliteFile.close(first);
      }
    } catch (RuntimeException e) {
      delete(copy, whole);
      throw e;
    }
    return new SqliteStorage(
        file.toString(),
        new ReentrantLock(),
        null,
        null,
        it -> new SqliteReader(schema, SqliteFile.unchanging(whole), it),
        copy);
  }

  private static Path recovered(Path file, Path log) {
    try {
      Path folder = Files.createTempDirectory("recovered-table");
      Path whole = folder.resolve(file.getFileName());
      Files.copy(file, whole, StandardCopyOption.COPY_ATTRIBUTES);
      Files.copy(log, folder.resolve(log.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      boolean _ = whole.toFile().setWritable(true);
      boolean _ = folder.resolve(log.getFileName()).toFile().setWritable(true);
      Connection connection = SqliteFile.writer(whole);
      SqliteFile.run(connection, file.toString(), "PRAGMA journal_mode = DELETE");
      SqliteFile.close(connection);
      return folder;
    } catch (IOException e) {
      throw new StorageFailedException(
          Reason.INPUT_OUTPUT, file + ": it cannot be copied to be recovered: " + e, e);
    }
  }

  private static void delete(@Nullable Path folder, Path file) {
    if (folder != null) {
      try {
        boolean _ = Files.deleteIfExists(file);
        boolean _ = Files.deleteIfExists(folder);
      } catch (IOException e) {
        // The system cleans its folder of temporary files.
      }
    }
  }

  @Override
  public Optional<Map<String, AttributeValue>> get(ItemKey key) {
    return read(reader -> reader.get(key));
  }

  @Override
  public void query(Partition partition, Predicate<Map<String, AttributeValue>> visitor) {
    visit(reader -> reader.query(partition, visitor));
  }

  @Override
  public void scan(Part part, Predicate<Map<String, AttributeValue>> visitor) {
    visit(reader -> reader.scan(part, visitor));
  }

  /**
   * Gives the items in the order in which they first came, until the visitor has enough.
   *
   * @param after the number of the last item that the visitor has had; 0 for none
   */
  public void arrivals(long after, Predicate<Arrival> visitor) {
    visit(reader -> reader.arrivals(after, visitor));
  }

  @Override
  public long count() {
    return read(SqliteReader::count);
  }

  @Override
  public Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  private void visit(Consumer<SqliteReader> reading) {
    boolean _ =
        read(
            reader -> {
              reading.accept(reader);
              return true;
            });
  }

  private <T> T read(Function<SqliteReader, T> reading) {
    if (single != null) {
      lock.lock();
      try {
        return reading.apply(single);
      } finally {
        lock.unlock();
      }
    }
    SqliteReader free = readers.pollFirst();
    SqliteReader reader = free == null ? newReader.apply(name) : free;
    boolean usable = false;
    try {
      T result = reading.apply(reader);
      reader.damage().ifPresent(found -> damage = found);
      usable = true;
      return result;
    } finally {
      if (usable) {
        readers.addFirst(reader);
      } else {
        reader.close();
      }
    }
  }

  @Override
  public Batch begin() {
    SqliteWriter here = Objects.requireNonNull(writer, "opened for reading");
    lock.lock();
    try {
      here.begin();
      return here;
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      readers.forEach(SqliteReader::close);
      readers.clear();
      if (writer != null) {
        writer.end();
      }
      if (copy != null) {
        delete(copy, copy.resolve(Path.of(name).getFileName()));
      }
    } finally {
      lock.unlock();
    }
  }
}
