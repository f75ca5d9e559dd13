package io.tradeprocessing.embeddedtable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads items by one connection. Where the file is damaged it goes on: by the index, which has the
 * keys, past rows that cannot be read; and without the index, if that is what is damaged.
 */
final class SqliteReader implements AutoCloseable {

  private final TableSchema schema;
  private final Layout layout;
  private final Connection connection;
  private final String name;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private @Nullable String damage;

  /**
   * @param name of the file in messages
   */
  SqliteReader(TableSchema schema, Connection connection, String name) {
    this.schema = schema;
    this.layout = new Layout(schema);
    this.connection = connection;
    this.name = name;
  }

  /** What is damaged beside the items that could not be read. */
  Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  Optional<Map<String, AttributeValue>> get(ItemKey key) {
    List<Map<String, AttributeValue>> found = new ArrayList<>(1);
    Selection one = new Selection(layout.isKey(), Layout.BY_KEY, layout.key(), "ASC");
    one.bind(key.bucket());
    bind(one, key);
    read(
        one,
        item -> {
          found.add(item);
          return false;
        });
    return found.stream().findFirst();
  }

  private void bind(Selection selection, ItemKey key) {
    selection.bind(key.partition());
    if (schema.sort().isPresent()) {
      selection.bind(key.sort());
    }
  }

  void query(Storage.Partition partition, Predicate<Map<String, AttributeValue>> visitor) {
    Optional<TableSchema.Index> index = partition.index();
    KeyAttribute first = index.map(TableSchema.Index::partition).orElse(schema.partition());
    Optional<KeyAttribute> second = index.isPresent() ? index.get().sort() : schema.sort();
    Selection selection =
        index
            .map(
                it ->
                    new Selection(
                        layout.isIn(it).map(condition -> condition + " AND ").orElse("")
                            + Layout.column(first)
                            + " = ?",
                        Layout.quoted(it.name()),
                        layout.order(it),
                        partition.forward() ? "ASC" : "DESC"))
            .orElseGet(
                () ->
                    new Selection(
                        "part = ? AND " + Layout.column(first) + " = ?",
                        Layout.BY_KEY,
                        layout.key(),
                        partition.forward() ? "ASC" : "DESC"));
    if (index.isEmpty()) {
      selection.bind(new ItemKey(partition.key(), "").bucket());
    }
    selection.bind(partition.key());
    second.ifPresent(
        sort -> {
          partition
              .low()
              .ifPresent(low -> selection.and(sort, low.inclusive() ? ">=" : ">", low.sort()));
          partition
              .high()
              .ifPresent(high -> selection.and(sort, high.inclusive() ? "<=" : "<", high.sort()));
        });
    partition.after().ifPresent(after -> after(selection, second, index, after, partition));
    read(selection, visitor);
  }

  private void after(
      Selection selection,
      Optional<KeyAttribute> sort,
      Optional<TableSchema.Index> index,
      Storage.Position after,
      Storage.Partition partition) {
    Map<String, String> columns = new LinkedHashMap<>();
    sort.ifPresent(attribute -> columns.put(Layout.column(attribute), after.sort()));
    if (index.isPresent()) {
      columns.putIfAbsent(Layout.column(schema.partition()), after.key().partition());
      schema
          .sort()
          .ifPresent(
              attribute -> columns.putIfAbsent(Layout.column(attribute), after.key().sort()));
    }
    selection.and(
        "(%s) %s (%s)"
            .formatted(
                String.join(", ", columns.keySet()),
                partition.forward() ? ">" : "<",
                String.join(", ", columns.keySet().stream().map(_ -> "?").toList())));
    columns.values().forEach(selection::bind);
  }

  void scan(Storage.Part part, Predicate<Map<String, AttributeValue>> visitor) {
    Selection selection =
        new Selection("part >= ? AND part < ?", Layout.BY_KEY, layout.key(), "ASC");
    selection.bind(part.first());
    selection.bind(part.end());
    part.after()
        .ifPresent(
            key -> {
              selection.and(
                  "(%s) > (%s)"
                      .formatted(layout.key(), schema.sort().isPresent() ? "?, ?, ?" : "?, ?"));
              selection.bind(key.bucket());
              bind(selection, key);
            });
    read(selection, visitor);
  }

  /** Rows to read, by an index and in its order. */
  private static final class Selection {
    private final StringBuilder where;
    private final String index;
    private final String order;
    private final List<Object> values = new ArrayList<>();

    Selection(String where, String index, String columns, String direction) {
      this.where = new StringBuilder(where);
      this.index = index;
      this.order = columns.replace(", ", " " + direction + ", ") + " " + direction;
    }

    void bind(Object value) {
      values.add(value);
    }

    void and(KeyAttribute column, String comparator, String value) {
      and(Layout.column(column) + " " + comparator + " ?");
      bind(value);
    }

    void and(String condition) {
      where.append(" AND ").append(condition);
    }

    String sql(String columns, String how) {
      return "SELECT %s FROM items %s WHERE %s ORDER BY %s".formatted(columns, how, where, order);
    }
  }

  private interface RowVisitor {
    boolean visit(ResultSet row) throws SQLException;
  }

  private void read(Selection selection, Predicate<Map<String, AttributeValue>> visitor) {
    int[] given = {0};
    try {
      rows(
          selection.sql(layout.keyColumns() + ", item", "INDEXED BY " + selection.index),
          selection.values,
          row -> {
            boolean more = visitor.test(item(row));
            given[0]++;
            return more;
          });
    } catch (SQLException e) {
      if (!SqliteFile.isDamage(e)) {
        throw SqliteFile.failed(name, e);
      }
      readDamaged(selection, given[0], visitor);
    }
  }

  private void rows(String sql, List<Object> values, RowVisitor visitor) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    try {
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i) instanceof Integer number) {
          statement.setInt(i + 1, number);
        } else {
          statement.setString(i + 1, (String) values.get(i));
        }
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next() && visitor.visit(rows)) {}
      }
    } catch (SQLException e) {
      // A statement that failed is not to be used again.
      statements.remove(sql);
      statement.close();
      throw e;
    }
  }

  /** An item of a row that has its key and its text. */
  private Map<String, AttributeValue> item(ResultSet row) throws SQLException {
    ItemKey key = key(row, 1);
    String text = row.getString(schema.sort().isPresent() ? 3 : 2);
    try {
      Map<String, AttributeValue> item = ItemText.read(text);
      return schema.attributes().allMatch(attribute -> isInItem(attribute, item))
              && schema.key(item).equals(key)
          ? item
          : unreadable(key, "its text has another key than its row");
    } catch (IOException e) {
      return unreadable(key, "its text is not an item: " + firstLine(e));
    } catch (RuntimeException e) {
      return unreadable(key, "its text is not an item");
    }
  }

  private static boolean isInItem(KeyAttribute attribute, Map<String, AttributeValue> item) {
    AttributeValue value = item.get(attribute.name());
    return value != null && attribute.isOfItsType(value);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The key of a row; of a zeroed page SQLite may read rows that have none. */
  private ItemKey key(ResultSet row, int first) throws SQLException {
    String partition = row.getString(first);
    String sort = schema.sort().isPresent() ? row.getString(first + 1) : "";
    if (partition == null || sort == null || !isKey(new ItemKey(partition, sort))) {
      throw new SQLiteException("a row has no key", SQLiteErrorCode.SQLITE_CORRUPT);
    }
    return new ItemKey(partition, sort);
  }

  private boolean isKey(ItemKey key) {
    try {
      return !schema.attributes(key).isEmpty();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private Map<String, AttributeValue> unreadable(ItemKey key, String why) {
    Map<String, AttributeValue> item = new LinkedHashMap<>(schema.attributes(key));
    item.put(Storage.UNREADABLE, AttributeValue.fromS(why));
    return item;
  }

  /** A row's number and key. */
  private record Row(long number, ItemKey key) {}

  /**
   * Gives the items of a damaged file.
   *
   * @param skip that the visitor has had
   */
  private void readDamaged(
      Selection selection, int skip, Predicate<Map<String, AttributeValue>> visitor) {
    List<Row> rows = listed(selection);
    for (Row row : rows.subList(Math.min(skip, rows.size()), rows.size())) {
      if (!visitor.test(single(row))) {
        return;
      }
    }
  }

  private List<Row> listed(Selection selection) {
    try {
      return listed(selection, "INDEXED BY " + selection.index);
    } catch (SQLException e) {
      damage = "the index " + selection.index + " cannot be read: " + firstLine(e);
    }
    try {
      return listed(selection, "NOT INDEXED");
    } catch (SQLException e) {
      throw SqliteFile.failed(name, e);
    }
  }

  private List<Row> listed(Selection selection, String how) throws SQLException {
    List<Row> rows = new ArrayList<>();
    rows(
        selection.sql("rowid, " + layout.keyColumns(), how),
        selection.values,
        row -> rows.add(new Row(row.getLong(1), key(row, 2))));
    return rows;
  }

  private Map<String, AttributeValue> single(Row row) {
    List<Map<String, AttributeValue>> found = new ArrayList<>(1);
    try {
      rows(
          "SELECT " + layout.keyColumns() + ", item FROM items NOT INDEXED WHERE rowid = ?",
          List.of(Long.toString(row.number())),
          it ->
              found.add(
                  key(it, 1).equals(row.key())
                      ? item(it)
                      : unreadable(row.key(), "its row has another key than the index")));
    } catch (SQLException e) {
      return unreadable(row.key(), "its row cannot be read: " + firstLine(e));
    }
    return found.stream()
        .findFirst()
        .orElseGet(() -> unreadable(row.key(), "the index names a row that is not there"));
  }

  /** Gives the items by the numbers of their rows; a damaged file ends it. */
  void arrivals(long after, Predicate<Arrival> visitor) {
    int text = schema.sort().isPresent() ? 3 : 2;
    try {
      rows(
          "SELECT "
              + layout.keyColumns()
              + ", item, rowid FROM items NOT INDEXED WHERE rowid > ? ORDER BY rowid",
          List.of(Long.toString(after)),
          row ->
              visitor.test(
                  new Arrival(row.getLong(text + 1), item(row), row.getString(text).length())));
    } catch (SQLException e) {
      throw SqliteFile.failed(name, e);
    }
  }

  /** About how many rows there are: what the last was numbered. */
  long count() {
    long[] count = {0};
    try {
      rows(
          "SELECT max(rowid) FROM items",
          List.of(),
          row -> {
            count[0] = row.getLong(1);
            return false;
          });
    } catch (SQLException e) {
      throw SqliteFile.failed(name, e);
    }
    return count[0];
  }

  @Override
  public void close() {
    SqliteFile.close(connection);
  }
}
