package io.tradeprocessing.embeddedtable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file's one table, {@code items}. A row has the item as JSON text in {@code item}, its bucket
 * in {@code part}, and each attribute of a key in a column of that name: text as it is, numbers as
 * {@link Numbers#order} writes them, for SQLite sorts text as DynamoDB sorts the values.
 */
record Layout(TableSchema schema) {

  /** What marks a file as one of this layout: "EMBT". */
  static final int APPLICATION = 0x454d4254;

  static final int VERSION = 1;

  static final String BY_KEY = "items_by_key";

  Layout {
    for (KeyAttribute attribute : schema.allAttributes()) {
      if (List.of("part", "item", "rowid").contains(attribute.name().toLowerCase(Locale.ROOT))) {
        throw Errors.refused("a key attribute named " + attribute.name());
      }
    }
  }

  /** What makes the table and its indexes. */
  List<String> create() {
    Stream<String> columns =
        schema.allAttributes().stream()
            .map(
                attribute ->
                    column(attribute)
                        + " TEXT"
                        + (schema.attributes().anyMatch(attribute::equals) ? " NOT NULL" : ""));
    return Stream.concat(
            Stream.of(
                "PRAGMA application_id = " + APPLICATION,
                "PRAGMA user_version = " + VERSION,
                "CREATE TABLE items (part INTEGER NOT NULL, "
                    + columns.collect(Collectors.joining(", "))
                    + ", item TEXT NOT NULL)",
                "CREATE UNIQUE INDEX " + BY_KEY + " ON items (" + key() + ")"),
            schema.indexes().stream()
                .map(
                    index ->
                        "CREATE INDEX %s ON items (%s)%s"
                            .formatted(
                                quoted(index.name()),
                                order(index),
                                isIn(index).map(condition -> " WHERE " + condition).orElse(""))))
        .toList();
  }

  /** The columns of the table's key. */
  String key() {
    return "part, " + keyColumns();
  }

  String keyColumns() {
    return schema.attributes().map(Layout::column).collect(Collectors.joining(", "));
  }

  /** The columns by which an index is sorted. */
  String order(TableSchema.Index index) {
    return Stream.concat(index.attributes(), schema.attributes())
        .distinct()
        .map(Layout::column)
        .collect(Collectors.joining(", "));
  }

  /** The condition for the rows that are in an index; every row has what is in the table's key. */
  Optional<String> isIn(TableSchema.Index index) {
    return index
        .attributes()
        .filter(attribute -> schema.attributes().noneMatch(attribute::equals))
        .map(attribute -> column(attribute) + " IS NOT NULL")
        .reduce((left, right) -> left + " AND " + right);
  }

  /** Puts a row in place of the one with its key: part, the key attributes, the item. */
  String put() {
    List<String> columns = schema.allAttributes().stream().map(Layout::column).toList();
    List<String> others =
        schema.allAttributes().stream()
            .filter(attribute -> schema.attributes().noneMatch(attribute::equals))
            .map(Layout::column)
            .toList();
    return "INSERT INTO items (part, %s, item) VALUES (?, %s?) ON CONFLICT (%s) DO UPDATE SET %s"
        .formatted(
            String.join(", ", columns),
            "?, ".repeat(columns.size()),
            key(),
            Stream.concat(others.stream(), Stream.of("item"))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", ")));
  }

  /** The condition for one key. */
  String isKey() {
    return "part = ? AND "
        + schema
            .attributes()
            .map(column -> column(column) + " = ?")
            .collect(Collectors.joining(" AND "));
  }

  static String column(KeyAttribute attribute) {
    return quoted(attribute.name());
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
