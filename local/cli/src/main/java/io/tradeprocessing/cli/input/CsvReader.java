package io.tradeprocessing.cli.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.console.UserError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads trades from a CSV file (RFC 4180, UTF-8, with a header), by a mapping of its columns.
 *
 * <p>A row may go over several lines where a quoted cell does. A row that cannot be read costs its
 * first line alone: the lines after it are read as if it were not there.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
public final class CsvReader implements EventLines {

  private final InputStream in;
  private final CsvMapping mapping;
  private final CSVFormat format;

  /** Lines that were read ahead for a quoted cell that does not end. */
  private final Deque<byte[]> ahead = new ArrayDeque<>();

  private @Nullable List<String> header;
  private long line;

  private CsvReader(InputStream in, CsvMapping mapping) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.mapping = mapping;
    this.format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(mapping.delimiter())
            .setRecordSeparator('\n')
            .get();
  }

  public static CsvReader of(InputStream in, CsvMapping mapping) {
    return new CsvReader(in, mapping);
  }

  /**
   * A row, or what is wrong with its first line.
   *
   * @param lines that it takes
   */
  private record Row(long line, int lines, List<String> cells, Optional<String> problem) {
    Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws UserError if the header is not that of the mapping: no row could be read
   */
  @Override
  public Optional<InputLine> next() throws IOException {
    if (header == null) {
      Optional<Row> first = row();
      if (first.isEmpty()) {
        return Optional.empty();
      }
      header = header(first.get());
    }
    List<String> names = header;
    return row()
        .map(
            row ->
                row.problem().isPresent()
                    ? new InputLine.Unreadable(row.line(), row.problem().get())
                    : trade(row, names));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private List<String> header(Row row) {
    String problem = row.problem().or(() -> mapping.problem(row.cells())).orElse("");
    if (!problem.isEmpty()) {
      throw new UserError("line " + row.line() + ": " + problem);
    }
    return row.cells();
  }

  private InputLine trade(Row row, List<String> names) {
    if (row.cells().size() != names.size()) {
      return new InputLine.Unreadable(
          row.line(),
          "%d cells; the header has %d columns".formatted(row.cells().size(), names.size()));
    }
    ObjectNode trade = mapping.start();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      int number = i + 1;
      String text = row.cells().get(i).strip();
      // An empty cell says nothing.
      if (!text.isEmpty()) {
        mapping
            .columns()
            .getOrDefault(name, Optional.empty())
            .ifPresent(column -> fill(trade, column, text, name, number, problems));
      }
    }
    return problems.isEmpty()
        ? new InputLine.Event(row.line(), trade)
        : new InputLine.Unreadable(row.line(), String.join("; ", problems));
  }

  private static void fill(
      ObjectNode trade,
      CsvColumn column,
      String text,
      String name,
      int number,
      List<String> problems) {
    Optional<String> value = column.cell().read(text);
    if (value.isEmpty()) {
      problems.add(
          "column %d, '%s', must hold %s".formatted(number, name, column.cell().allowed()));
      return;
    }
    column.pointers().forEach(pointer -> CsvMapping.put(trade, pointer, value.get()));
  }

  /** The next row; blank lines are passed over. */
  private Optional<Row> row() throws IOException {
    byte[] first = line();
    while (first != null && EventReader.isBlank(first)) {
      first = line();
    }
    if (first == null) {
      return Optional.empty();
    }
    long number = line;
    List<byte[]> lines = new ArrayList<>(List.of(first));
    int quotes = quotes(first);
    long length = first.length;
    while (quotes % 2 == 1 && length <= EventReader.MAX_LINE) {
      byte[] next = line();
      if (next == null) {
        break;
      }
      lines.add(next);
      quotes += quotes(next);
      length += next.length;
    }
    Row row = row(number, joined(lines));
    lines.subList(row.lines(), lines.size()).reversed().forEach(ahead::addFirst);
    line = number + row.lines() - 1;
    return Optional.of(row);
  }

  private Row row(long number, byte[] bytes) {
    int invalid = Utf8Check.firstInvalid(bytes);
    if (invalid >= 0) {
      return unreadable(number, EventReader.notUtf8(bytes[invalid], invalid + 1L));
    }
    try (CSVParser parser = CSVParser.parse(text(bytes), format)) {
      CSVRecord record = parser.iterator().next();
      List<String> cells = record.toList();
      int size = cells.stream().mapToInt(String::length).sum();
      return size > EventReader.MAX_LINE
          ? unreadable(
              number,
              "longer than " + EventReader.MAX_LINE + " bytes, the most that EventBridge takes")
          : new Row(number, 1 + lineBreaks(cells), cells, Optional.empty());
    } catch (IOException | UncheckedIOException e) {
      return unreadable(
          number,
          "not CSV: a quoted cell does not end, or text follows its closing quote; a quote in a"
              + " quoted cell is written twice");
    }
  }

  private static int lineBreaks(List<String> cells) {
    return Math.toIntExact(
        cells.stream().flatMapToInt(String::chars).filter(character -> character == '\n').count());
  }

  private static Row unreadable(long number, String problem) {
    return new Row(number, 1, List.of(), Optional.of(problem));
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return plain.endsWith("\r") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private byte @Nullable [] line() throws IOException {
    byte[] next = ahead.isEmpty() ? EventReader.readLine(in) : ahead.removeFirst();
    if (next != null) {
      line++;
    }
    return next;
  }

  private static int quotes(byte[] bytes) {
    int count = 0;
    for (byte b : bytes) {
      count += b == '"' ? 1 : 0;
    }
    return count;
  }

  private static byte[] joined(List<byte[]> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) {
        bytes.write('\n');
      }
      bytes.writeBytes(lines.get(i));
    }
    return bytes.toByteArray();
  }
}
