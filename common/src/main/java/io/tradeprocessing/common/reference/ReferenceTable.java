package io.tradeprocessing.common.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds rows by their code in a resource of tab-separated lines, sorted by code.
 *
 * <p>Loading parses nothing: a cold start reads the bytes, and a look-up is a binary search that
 * parses the line it finds. Rows that were found are cached.
 */
abstract class ReferenceTable<T> {

  private final byte[] lines;

  /** Caches existing rows only, so input cannot make it grow beyond the table. */
  private final Map<String, Optional<T>> found = new ConcurrentHashMap<>();

  ReferenceTable(byte[] lines) {
    this.lines = lines;
  }

  /** Reads a resource from the package of this class. */
  ReferenceTable(String resource) {
    this(bytes(resource));
  }

  /** Creates a row from the cells of its line. */
  abstract T row(String[] cells);

  private static byte[] bytes(String resource) {
    try (InputStream in = ReferenceTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + resource + " is not in the archive");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<T> find(String code) {
    Optional<T> known = found.get(code);
    if (known != null) {
      return known;
    }
    int start = search(code);
    if (start < 0) {
      return Optional.empty();
    }
    Optional<T> read = Optional.of(row(cells(start)));
    found.put(code, read);
    return read;
  }

  /** All rows, in the order of their codes. */
  List<T> all() {
    List<T> rows = new ArrayList<>();
    for (int start = 0; start < lines.length; start = lineEnd(start) + 1) {
      rows.add(row(cells(start)));
    }
    return rows;
  }

  /** Where the line of a code starts, or -1. */
  private int search(String code) {
    int low = 0;
    int high = lines.length;
    while (low < high) {
      int start = lineStart(low, (low + high) >>> 1);
      int order = compare(code, start);
      if (order == 0) {
        return start;
      }
      if (order < 0) {
        high = start;
      } else {
        low = lineEnd(start) + 1;
      }
    }
    return -1;
  }

  private int lineStart(int from, int within) {
    int at = within;
    while (at > from && lines[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private int lineEnd(int within) {
    int at = within;
    while (lines[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Compares a code with the first cell of a line; codes of the tables are ASCII. */
  private int compare(String code, int start) {
    for (int i = 0; i < code.length(); i++) {
      int order = code.charAt(i) - lines[start + i];
      if (order != 0 || lines[start + i] == '\t') {
        return lines[start + i] == '\t' ? 1 : order;
      }
    }
    return lines[start + code.length()] == '\t' ? 0 : -1;
  }

  private String[] cells(int start) {
    return new String(lines, start, lineEnd(start) - start, StandardCharsets.UTF_8).split("\t", -1);
  }
}
