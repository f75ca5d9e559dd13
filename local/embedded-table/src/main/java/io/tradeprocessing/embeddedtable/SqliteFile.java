package io.tradeprocessing.embeddedtable;

import io.tradeprocessing.embeddedtable.StorageFailedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** Connections to SQLite, and what its errors mean. */
final class SqliteFile {

  /** In KiB, outside of the heap: room for the hot pages of the indexes. */
  private static final int CACHE = 64 * 1024;

  private static final int PAGE_SIZE = 8_192;

  /** Pages in the log before they are copied into the file: 32 MiB. */
  private static final int CHECKPOINT = 4_096;

  private static final int PRIMARY_CODE = 0xff;

  private SqliteFile() {}

  /** Opens a file that is durable with every commit, and makes it where there is none. */
  static Connection writer(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setPageSize(PAGE_SIZE);
    Connection connection = open(file, "", config);
    run(
        connection,
        file.toString(),
        // What comes with a commit is in the log, and the log is synced; on a Mac down to the disk.
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA fullfsync = ON",
        "PRAGMA wal_autocheckpoint = " + CHECKPOINT,
        "PRAGMA cache_size = -" + CACHE);
    return connection;
  }

  /** Another connection to a file that is being written. */
  static Connection reader(Path file) {
    return open(file, "?mode=ro", new SQLiteConfig());
  }

  /** A file that nobody writes. Needs no permission but to read it. */
  static Connection unchanging(Path file) {
    return open(file, "?mode=ro&immutable=1", new SQLiteConfig());
  }

  /** A file of this process alone, which is gone with it; small ones never reach the disk. */
  static Connection temporary() {
    SQLiteConfig config = new SQLiteConfig();
    config.setPageSize(PAGE_SIZE);
    Connection connection;
    try {
      connection = open("", config);
    } catch (SQLException e) {
      throw failed(TEMPORARY, e);
    }
    run(
        connection,
        TEMPORARY,
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA locking_mode = EXCLUSIVE",
        "PRAGMA cache_size = -" + CACHE);
    return connection;
  }

  static final String TEMPORARY = "the temporary file of the table";

  private static Connection open(Path file, String options, SQLiteConfig config) {
    try {
      return open("file:" + file.toAbsolutePath().toUri().getRawPath() + options, config);
    } catch (SQLException e) {
      // SQLite says only that it cannot open the file.
      if (Files.exists(file) && !Files.isReadable(file)) {
        throw new StorageFailedException(
            Reason.DENIED, file + ": " + sentence(Reason.DENIED, e), e);
      }
      throw failed(file.toString(), e);
    }
  }

  private static Connection open(String address, SQLiteConfig config) throws SQLException {
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    return config.createConnection("jdbc:sqlite:" + address);
  }

  static void run(Connection connection, String name, String... statements) {
    run(connection, name, List.of(statements));
  }

  static void run(Connection connection, String name, List<String> statements) {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw failed(name, e);
    }
  }

  /** All of the statements, or none of them. */
  static void inOneTransaction(Connection connection, String name, List<String> statements) {
    List<String> all = new ArrayList<>(statements.size() + 2);
    all.add("BEGIN");
    all.addAll(statements);
    all.add("COMMIT");
    run(connection, name, all);
  }

  /** The number that a PRAGMA gives. */
  static int number(Connection connection, String name, String pragma) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(pragma)) {
      return result.getInt(1);
    } catch (SQLException e) {
      throw failed(name, e);
    }
  }

  /** Identifies a file, whatever becomes of its name. */
  static Object identity(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Object key = attributes.fileKey();
      // Windows has none, and lets nobody remove a file that is open.
      return key == null ? "there" : key;
    } catch (NoSuchFileException e) {
      throw new StorageFailedException(Reason.GONE, file + " was removed", e);
    } catch (IOException e) {
      throw new StorageFailedException(Reason.INPUT_OUTPUT, file + ": " + e, e);
    }
  }

  /** Somebody put another file in its place. */
  static StorageFailedException replaced(Path file) {
    return new StorageFailedException(
        Reason.GONE, file + " was replaced", new NoSuchFileException(file.toString()));
  }

  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // What was committed is kept without it.
    }
  }

  static boolean isDamage(SQLException e) {
    return reason(e) == Reason.DAMAGED;
  }

  static StorageFailedException failed(String name, SQLException e) {
    Reason reason = reason(e);
    return new StorageFailedException(reason, name + ": " + sentence(reason, e), e);
  }

  private static String sentence(Reason reason, SQLException e) {
    return switch (reason) {
      case FULL -> "the disk is full, or a limit of the file's size is reached";
      case GONE -> "the file was removed or replaced";
      case DAMAGED -> "the file is damaged or is not a SQLite database";
      case DENIED -> "permission denied";
      case INPUT_OUTPUT ->
          "an I/O error, such as a limit of the file's size, a quota or a fault of the disk ("
              + e.getMessage()
              + ")";
    };
  }

  /** By SQLite's result codes; how a limit of the size ends a write depends on the system. */
  private static Reason reason(SQLException e) {
    if (!(e instanceof SQLiteException failure)) {
      return Reason.INPUT_OUTPUT;
    }
    return switch (failure.getResultCode()) {
      case SQLITE_FULL -> Reason.FULL;
      case SQLITE_READONLY_DBMOVED -> Reason.GONE;
      default ->
          switch (failure.getResultCode().code & PRIMARY_CODE) {
            case 11, 26 -> Reason.DAMAGED;
            case 3, 8, 23 -> Reason.DENIED;
            case 14 ->
                String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("denied")
                    ? Reason.DENIED
                    : Reason.INPUT_OUTPUT;
            default -> Reason.INPUT_OUTPUT;
          };
    };
  }
}
