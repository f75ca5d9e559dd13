package io.tradeprocessing.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.validator.TradeContract;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the columns of a CSV file become trades. The file is JSON:
 *
 * <pre>{@code
 * {
 *   "delimiter": ";",
 *   "constants": {"/sourceSystem": "system2"},
 *   "columns": {
 *     "Ref": "/tradeId",
 *     "Side": {"to": "/side", "values": {"K": "BUY", "V": "SELL"}},
 *     "Qty": {"to": "/quantity", "decimal": ",", "grouping": "."},
 *     "Executed": {"to": ["/executedAt", "/timestamp"], "time": "dd.MM.uuuu HH:mm:ss", "zone": "Europe/Paris"},
 *     "Value date": {"to": "/settlementDate", "date": "uuuuMMdd"},
 *     "Trader": null
 *   }
 * }
 * }</pre>
 *
 * @param columns by their names in the header; empty for one that is left out
 */
public record CsvMapping(
    char delimiter, Map<String, String> constants, Map<String, Optional<CsvColumn>> columns) {

  private static final Set<String> FIELDS = Set.of("delimiter", "constants", "columns");
  private static final Set<String> COLUMN_FIELDS =
      Set.of("to", "values", "decimal", "grouping", "date", "time", "zone");

  /** The one field that the contract wants as a JSON number. */
  private static final String NUMBER = "/sourceSequence";

  public CsvMapping {
    // In the order of the mapping, so that every run makes the same text of a row.
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /**
   * Reads a mapping.
   *
   * @throws UserError naming what is wrong and what is allowed
   */
  public static CsvMapping read(Path file) {
    try {
      JsonNode json = ExactJson.readWithoutDuplicates(Files.readString(file));
      return new Reading(file.toString()).mapping(json);
    } catch (JsonProcessingException e) {
      throw new UserError(file + " cannot be read: " + JsonReader.problem(e), e);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + UserError.reason(e), e);
    }
  }

  /**
   * The columns of a file, in its order.
   *
   * @return what is wrong with the header, or empty
   */
  Optional<String> problem(List<String> header) {
    Set<String> named = new HashSet<>(header);
    if (named.size() < header.size()) {
      return Optional.of("a column name occurs twice");
    }
    Set<String> missing = new TreeSet<>(columns.keySet());
    missing.removeAll(named);
    named.removeAll(columns.keySet());
    if (!missing.isEmpty()) {
      return Optional.of("the header lacks the columns " + String.join(", ", missing));
    }
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the mapping does not name the columns "
                + String.join(", ", new TreeSet<>(named))
                + "; map them, or give them null to leave them out");
  }

  /** A trade with the constants alone. */
  ObjectNode start() {
    ObjectNode trade = JsonNodeFactory.instance.objectNode();
    constants.forEach((pointer, value) -> put(trade, pointer, value));
    return trade;
  }

  /** Puts a value where a pointer says. */
  static void put(ObjectNode trade, String pointer, String value) {
    int slash = pointer.lastIndexOf('/');
    String name = pointer.substring(slash + 1);
    ObjectNode holder = slash == 0 ? trade : trade.withObject(pointer.substring(0, slash));
    if (pointer.equals(NUMBER) && value.matches("-?(0|[1-9][0-9]{0,30})")) {
      holder.put(name, new BigInteger(value));
    } else {
      holder.put(name, value);
    }
  }

  /** Reads the JSON of a mapping. */
  private record Reading(String file) {

    CsvMapping mapping(JsonNode json) {
      known(json, FIELDS, "");
      String delimiter = json.path("delimiter").asText(",");
      if (delimiter.length() != 1
          || delimiter.equals("\"")
          || (delimiter.isBlank() && !delimiter.equals("\t"))) {
        throw wrong("/delimiter", "must be one character such as ; or a tab");
      }
      Map<String, String> constants = new LinkedHashMap<>();
      Set<String> filled = new HashSet<>();
      for (Map.Entry<String, JsonNode> each : json.path("constants").properties()) {
        constants.put(
            pointer("/constants", each.getKey(), filled), text(each.getValue(), "/constants/…"));
      }
      Map<String, Optional<CsvColumn>> columns = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> each : json.path("columns").properties()) {
        String place = "column '" + each.getKey() + "'";
        columns.put(
            each.getKey(),
            each.getValue().isNull()
                ? Optional.empty()
                : Optional.of(column(place, each.getValue(), filled)));
      }
      if (columns.values().stream().allMatch(Optional::isEmpty)) {
        throw wrong("/columns", "must map at least one column");
      }
      return new CsvMapping(delimiter.charAt(0), constants, columns);
    }

    private CsvColumn column(String place, JsonNode json, Set<String> filled) {
      if (json.isTextual()) {
        return new CsvColumn(
            List.of(pointer(place, json.textValue(), filled)), new CsvColumn.Text());
      }
      known(json, COLUMN_FIELDS, place);
      List<String> pointers = new ArrayList<>();
      JsonNode to = json.path("to");
      if (to.isArray() && !to.isEmpty()) {
        to.forEach(each -> pointers.add(pointer(place, text(each, place), filled)));
      } else {
        pointers.add(pointer(place, text(to, place + " 'to'"), filled));
      }
      return new CsvColumn(pointers, cell(place, json));
    }

    private CsvColumn.Cell cell(String place, JsonNode json) {
      List<String> kinds =
          List.of("values", "decimal", "date", "time").stream().filter(json::has).toList();
      if (kinds.size() > 1) {
        throw wrong(place, "can have only one of values, decimal, date and time");
      }
      if (json.has("grouping") && !json.has("decimal")) {
        throw wrong(place, "has a grouping without decimal");
      }
      if (json.has("zone") && !json.has("time")) {
        throw wrong(place, "has a zone without time");
      }
      if (kinds.isEmpty()) {
        return new CsvColumn.Text();
      }
      return switch (kinds.getFirst()) {
        case "values" -> {
          Map<String, String> values = new LinkedHashMap<>();
          json.path("values")
              .properties()
              .forEach(each -> values.put(each.getKey(), text(each.getValue(), place)));
          if (values.isEmpty()) {
            throw wrong(
                place, "values must be an object such as {\"B\": \"BUY\", \"S\": \"SELL\"}");
          }
          yield new CsvColumn.Code(values);
        }
        case "decimal" -> decimal(place, json);
        case "date" -> {
          String pattern = text(json.path("date"), place);
          yield new CsvColumn.Date(pattern, format(place, pattern));
        }
        default -> {
          String pattern = text(json.path("time"), place);
          DateTimeFormatter format = format(place, pattern);
          Optional<ZoneId> zone =
              json.has("zone")
                  ? Optional.of(zone(place, text(json.path("zone"), place)))
                  : Optional.empty();
          // Only a letter outside quotes is a part of the time.
          boolean hasOffset = pattern.replaceAll("'[^']*'", "").matches(".*[XxZOVz].*");
          if (zone.isEmpty() && !hasOffset) {
            throw wrong(
                place, "needs a zone such as Europe/Paris: its time has no offset (X) from UTC");
          }
          yield new CsvColumn.Time(pattern, format, zone);
        }
      };
    }

    private CsvColumn.Cell decimal(String place, JsonNode json) {
      String point = text(json.path("decimal"), place);
      String grouping = json.path("grouping").asText("");
      if (!point.equals(".") && !point.equals(",")) {
        throw wrong(place, "decimal must be '.' or ','");
      }
      if (grouping.length() > 1 || grouping.equals(point)) {
        throw wrong(place, "grouping must be one character other than the decimal separator");
      }
      return CsvColumn.Decimal.of(point, grouping);
    }

    private DateTimeFormatter format(String place, String pattern) {
      try {
        // The year of an era, y, has no meaning for a strict reader without the era.
        return DateTimeFormatter.ofPattern(pattern.replace("yy", "uu"), Locale.ROOT)
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);
      } catch (IllegalArgumentException e) {
        throw new UserError(
            "%s: %s has a pattern that Java's DateTimeFormatter does not take: %s"
                .formatted(file, place, e.getMessage()),
            e);
      }
    }

    private ZoneId zone(String place, String name) {
      try {
        return ZoneId.of(name);
      } catch (DateTimeException e) {
        throw new UserError(
            "%s: %s: '%s' is not a time zone such as Europe/Paris".formatted(file, place, name), e);
      }
    }

    private String pointer(String place, String pointer, Set<String> filled) {
      if (!TradeContract.fields().containsKey(pointer)) {
        throw wrong(
            place,
            "'%s' is not a field of the contract; fields are %s"
                .formatted(pointer, String.join(", ", TradeContract.fields().keySet())));
      }
      if (!filled.add(pointer)) {
        throw wrong(place, pointer + " is filled twice");
      }
      return pointer;
    }

    private String text(JsonNode value, String place) {
      if (!value.isTextual()) {
        throw wrong(place, "must be text");
      }
      return value.textValue();
    }

    private void known(JsonNode json, Set<String> names, String place) {
      if (!json.isObject()) {
        throw wrong(place, "must be a JSON object");
      }
      json.properties()
          .forEach(
              each -> {
                if (!names.contains(each.getKey())) {
                  throw wrong(
                      place,
                      "'%s' is unknown; names are %s"
                          .formatted(each.getKey(), String.join(", ", new TreeSet<>(names))));
                }
              });
    }

    private UserError wrong(String place, String what) {
      return new UserError(file + ": " + (place.isEmpty() ? "" : place + " ") + what);
    }
  }
}
