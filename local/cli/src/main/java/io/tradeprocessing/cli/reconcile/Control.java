package io.tradeprocessing.cli.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.reconcile.Totals.Sum;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.trade.Decimals;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a source says it sent on a day: the lines of its control file, and its first and last
 * sequence number where it states them.
 *
 * <p>CSV: a header of {@link #COLUMNS} in any order, of which {@code count} must be there, and one
 * line for each total. JSON: an object with {@code firstSequence}, {@code lastSequence} and {@code
 * totals}, a list of objects with the other names. An absent or empty {@code eventType}, {@code
 * side} or {@code currency} means all.
 *
 * @param first the first sequence number of the day
 * @param last the last sequence number of the day
 */
public record Control(String name, OptionalLong first, OptionalLong last, List<Line> lines) {

  static final List<String> COLUMNS =
      List.of(
          "eventType",
          "side",
          "currency",
          "count",
          "quantity",
          "notional",
          "firstSequence",
          "lastSequence");

  private static final long MAX_BYTES = 16L << 20;

  public Control {
    lines = List.copyOf(lines);
  }

  /**
   * A total that the source states; what it leaves out is not compared.
   *
   * @param eventType all where there is none; so with side and currency
   */
  public record Line(
      Optional<String> eventType,
      Optional<String> side,
      Optional<String> currency,
      long count,
      Optional<BigDecimal> quantity,
      Optional<BigDecimal> notional) {

    boolean covers(Totals.Key key) {
      return eventType.map(key.eventType()::equals).orElse(true)
          && side.map(key.side()::equals).orElse(true)
          && currency.map(key.currency()::equals).orElse(true);
    }

    /** For people: {@code NEW BUY USD}, or {@code all}. */
    String label() {
      String label =
          String.join(" ", Stream.of(eventType, side, currency).flatMap(Optional::stream).toList());
      return label.isEmpty() ? "all" : label;
    }
  }

  /**
   * A total that is on record otherwise than the source states it.
   *
   * @param total {@code NEW BUY USD}, for example
   * @param figure {@code count}, {@code quantity} or {@code notional}
   * @param stated by the source
   * @param onRecord what is here
   */
  public record Difference(String total, String figure, String stated, String onRecord) {}

  /** What is not as the source says, and what its lines leave out. */
  List<Difference> differences(Totals totals) {
    List<Difference> differences = new ArrayList<>();
    for (Line line : lines) {
      Sum sum = totals.of(line::covers);
      if (sum.events() != line.count) {
        differences.add(
            new Difference(
                line.label(), "count", Long.toString(line.count), Long.toString(sum.events())));
      }
      compare(line, "quantity", line.quantity, sum.quantity(), differences);
      compare(line, "notional", line.notional, sum.notional(), differences);
    }
    if (!lines.isEmpty()) {
      totals
          .sums()
          .forEach(
              (key, sum) -> {
                if (lines.stream().noneMatch(line -> line.covers(key))) {
                  differences.add(
                      new Difference(
                          (key.eventType() + " " + key.side() + " " + key.currency()).strip(),
                          "count",
                          "0",
                          Long.toString(sum.events())));
                }
              });
    }
    return differences;
  }

  private static void compare(
      Line line,
      String figure,
      Optional<BigDecimal> stated,
      BigDecimal onRecord,
      List<Difference> differences) {
    stated
        .filter(value -> value.compareTo(onRecord) != 0)
        .ifPresent(
            value ->
                differences.add(
                    new Difference(
                        line.label(), figure, value.toPlainString(), onRecord.toPlainString())));
  }

  /**
   * Reads a file; JSON where its first character is a brace.
   *
   * @throws UserError if it cannot be read, or naming the line that is wrong
   */
  public static Control read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UserError(
            file + " has more than 16 MiB: a control file has one line for each total");
      }
      String text = Files.readString(file).strip();
      return new Reader(file.toString()).read(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (NoSuchFileException e) {
      throw new UserError("--control " + file + " does not exist", e);
    } catch (CharacterCodingException e) {
      throw new UserError("--control " + file + " is not UTF-8: save it in UTF-8", e);
    } catch (IOException e) {
      throw new UserError("--control " + file + " cannot be read: " + UserError.reason(e), e);
    }
  }

  private static final class Reader {

    private final String name;
    private final List<Line> lines = new ArrayList<>();
    private final Set<Object> known = new HashSet<>();
    private OptionalLong first = OptionalLong.empty();
    private OptionalLong last = OptionalLong.empty();

    Reader(String name) {
      this.name = name;
    }

    Control read(String text) {
      if (text.startsWith("{")) {
        json(text);
      } else {
        csv(text.lines().toList());
      }
      if (lines.isEmpty() && first.isEmpty() && last.isEmpty()) {
        throw new UserError(name + " states no total and no sequence number");
      }
      if (first.isPresent() && last.isPresent() && first.getAsLong() > last.getAsLong()) {
        throw new UserError(name + ": firstSequence is above lastSequence");
      }
      return new Control(name, first, last, lines);
    }

    private void csv(List<String> all) {
      List<String> columns = all.isEmpty() ? List.of() : cells(all.getFirst());
      for (String column : columns) {
        if (!COLUMNS.contains(column)) {
          throw new UserError(
              "%s, line 1: there is no column '%s': the columns are %s"
                  .formatted(name, column, String.join(",", COLUMNS)));
        }
      }
      if (!columns.contains("count") || new HashSet<>(columns).size() < columns.size()) {
        throw new UserError(
            "%s, line 1: a header with each column once is needed: count, and any of %s"
                .formatted(name, String.join(",", COLUMNS)));
      }
      for (int i = 1; i < all.size(); i++) {
        if (all.get(i).isBlank()) {
          continue;
        }
        List<String> cells = cells(all.get(i));
        String where = name + ", line " + (i + 1);
        if (cells.size() != columns.size()) {
          throw new UserError(
              "%s: it has %d cells, the header %d".formatted(where, cells.size(), columns.size()));
        }
        Map<String, String> values = new HashMap<>();
        for (int c = 0; c < cells.size(); c++) {
          values.put(columns.get(c), cells.get(c));
        }
        add(where, column -> Optional.ofNullable(values.get(column)).filter(v -> !v.isEmpty()));
      }
    }

    private static List<String> cells(String line) {
      return Arrays.stream(line.split(",", -1)).map(Reader::unquoted).toList();
    }

    /** No value of a control file has a comma or a quote in it. */
    private static String unquoted(String cell) {
      String text = cell.strip();
      return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
          ? text.substring(1, text.length() - 1)
          : text;
    }

    private void json(String text) {
      JsonNode root;
      try {
        root = ExactJson.read(text);
      } catch (JsonProcessingException e) {
        throw new UserError(name + " is not JSON: " + e.getOriginalMessage(), e);
      }
      sequences(name, column -> text(root.path(column)));
      int number = 0;
      for (JsonNode total : root.path("totals")) {
        add(name + ", totals[" + number++ + "]", column -> text(total.path(column)));
      }
    }

    private static Optional<String> text(JsonNode value) {
      return value.isValueNode() && !value.isNull() && !value.asText().isEmpty()
          ? Optional.of(value.asText())
          : Optional.empty();
    }

    private void add(String where, Function<String, Optional<String>> values) {
      sequences(where, values);
      Optional<String> count = values.apply("count");
      if (count.isEmpty()) {
        throw new UserError(where + ": count is missing");
      }
      Line line =
          new Line(
              values.apply("eventType"),
              values.apply("side"),
              values.apply("currency"),
              whole(where, "count", count.get()),
              decimal(where, "quantity", values),
              decimal(where, "notional", values));
      if (!known.add(List.of(line.eventType, line.side, line.currency))) {
        throw new UserError(where + ": there is another total of " + line.label());
      }
      lines.add(line);
    }

    private void sequences(String where, Function<String, Optional<String>> values) {
      values
          .apply("firstSequence")
          .ifPresent(text -> first = same(where, "firstSequence", first, text));
      values
          .apply("lastSequence")
          .ifPresent(text -> last = same(where, "lastSequence", last, text));
    }

    private static OptionalLong same(String where, String column, OptionalLong known, String text) {
      long number = whole(where, column, text);
      if (number == 0 || (known.isPresent() && known.getAsLong() != number)) {
        throw new UserError(
            number == 0
                ? where + ": " + column + " must be above 0"
                : where + ": another line states another " + column);
      }
      return OptionalLong.of(number);
    }

    private static long whole(String where, String column, String text) {
      if (!text.matches("[0-9]{1,18}")) {
        throw new UserError(
            "%s: %s '%s' is not a whole number of at most 18 digits"
                .formatted(where, column, text));
      }
      return Long.parseLong(text);
    }

    private static Optional<BigDecimal> decimal(
        String where, String column, Function<String, Optional<String>> values) {
      return values
          .apply(column)
          .map(
              text ->
                  Decimals.read(new JsonString(text))
                      .filter(Decimals::isWithinBounds)
                      .orElseThrow(
                          () ->
                              new UserError(
                                  "%s: %s '%s' is not a decimal number of at most %d digits"
                                      .formatted(where, column, text, Decimals.MAX_DIGITS))));
    }
  }
}
