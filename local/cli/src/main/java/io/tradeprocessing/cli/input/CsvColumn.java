package io.tradeprocessing.cli.input;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A column of a CSV file: the fields of the trade that it fills, and how its cells are read.
 *
 * @param pointers JSON Pointers into the trade
 */
record CsvColumn(List<String> pointers, Cell cell) {

  CsvColumn {
    pointers = List.copyOf(pointers);
  }

  /** How a cell is read. */
  sealed interface Cell {

    /** What the contract has for the text of a cell; nothing if the text is not one of these. */
    Optional<String> read(String text);

    /** What a cell may hold, for messages. */
    String allowed();
  }

  /** As it is; the validator judges it. */
  record Text() implements Cell {
    @Override
    public Optional<String> read(String text) {
      return Optional.of(text);
    }

    @Override
    public String allowed() {
      return "any text";
    }
  }

  /** One of the source's own codes. */
  record Code(Map<String, String> values) implements Cell {
    Code {
      values = Map.copyOf(values);
    }

    @Override
    public Optional<String> read(String text) {
      return Optional.ofNullable(values.get(text));
    }

    @Override
    public String allowed() {
      return "one of " + String.join(", ", values.keySet().stream().sorted().toList());
    }
  }

  /**
   * A decimal number with the separators of its country.
   *
   * @param point between units and fraction
   * @param grouping between groups of three digits; empty where there is none
   */
  record Decimal(String point, String grouping, Pattern form) implements Cell {

    static Decimal of(String point, String grouping) {
      String group =
          grouping.isEmpty() ? "" : "|[0-9]{1,3}(?:" + Pattern.quote(grouping) + "[0-9]{3})+";
      return new Decimal(
          point,
          grouping,
          Pattern.compile("[+-]?(?:[0-9]+" + group + ")(?:" + Pattern.quote(point) + "[0-9]+)?"));
    }

    @Override
    public Optional<String> read(String text) {
      if (!form.matcher(text).matches()) {
        return Optional.empty();
      }
      String plain = grouping.isEmpty() ? text : text.replace(grouping, "");
      return Optional.of((plain.startsWith("+") ? plain.substring(1) : plain).replace(point, "."));
    }

    @Override
    public String allowed() {
      return "a decimal number with '%s' before its fraction%s"
          .formatted(
              point,
              grouping.isEmpty() ? "" : " and, if grouped, '" + grouping + "' between thousands");
    }
  }

  /** A date. */
  record Date(String pattern, DateTimeFormatter format) implements Cell {
    @Override
    public Optional<String> read(String text) {
      try {
        return Optional.of(LocalDate.parse(text, format).toString());
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed() {
      return "a date of the form " + pattern;
    }
  }

  /**
   * A time, with an offset or in the time of a zone. A time that the zone's clocks skip, or show
   * twice, is refused: nobody can say which instant it is.
   *
   * @param zone of times without an offset
   */
  record Time(String pattern, DateTimeFormatter format, Optional<ZoneId> zone) implements Cell {
    @Override
    public Optional<String> read(String text) {
      try {
        TemporalAccessor parsed = format.parse(text);
        if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
          return Optional.of(Instant.from(parsed).toString());
        }
        LocalDateTime local = LocalDateTime.from(parsed);
        List<ZoneOffset> offsets = zone.orElseThrow().getRules().getValidOffsets(local);
        return offsets.size() == 1
            ? Optional.of(local.toInstant(offsets.getFirst()).toString())
            : Optional.empty();
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed() {
      return "a time of the form "
          + pattern
          + zone.map(z -> " that clocks in " + z + " show exactly once").orElse("");
    }
  }
}
