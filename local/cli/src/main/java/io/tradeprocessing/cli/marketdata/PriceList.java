package io.tradeprocessing.cli.marketdata;

import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.identifier.IdentifierCheck;
import io.tradeprocessing.common.identifier.Isin;
import io.tradeprocessing.common.identifier.Mic;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.Currencies;
import io.tradeprocessing.common.trade.Decimals;
import io.tradeprocessing.enricher.marketdata.SecurityMaster;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reference prices from a CSV file: a header with the columns {@code isin}, {@code currency},
 * {@code referencePrice}, {@code fxRateToUsd} and {@code asOf}, in any order, and one observation a
 * line.
 */
public final class PriceList {

  static final List<String> COLUMNS =
      List.of("isin", "currency", "referencePrice", "fxRateToUsd", "asOf");

  /** Columns that a file may have besides; an empty cell says nothing. */
  static final List<String> OPTIONAL_COLUMNS = List.of("kind", "depository", "listing");

  /** Problems that are printed; a file with more is probably not a price list. */
  private static final int SHOWN_PROBLEMS = 10;

  private static final int SHOWN_LENGTH = 40;

  /** Digits of a decimal, the contract's limit. */
  private static final int MAX_DIGITS = 34;

  /** A price, spelled as in the file, and what the file says about the instrument. */
  record Price(String referencePrice, String fxRateToUsd, Instant asOf, JsonObject instrument) {}

  private record Listing(String isin, String currency) {}

  private final Map<Listing, NavigableMap<Instant, Price>> prices = new HashMap<>();
  private int size;

  private PriceList() {}

  /**
   * Reads a file.
   *
   * @throws UserError if it cannot be read, or naming the lines and columns that are wrong
   */
  public static PriceList read(Path file) {
    try {
      return parse(file.toString(), Files.readAllLines(file));
    } catch (NoSuchFileException e) {
      throw new UserError(
          file + " does not exist: give a CSV file with the columns " + String.join(",", COLUMNS),
          e);
    } catch (CharacterCodingException e) {
      throw new UserError(file + " is not UTF-8: save it as CSV in UTF-8", e);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + UserError.reason(e), e);
    }
  }

  /**
   * Reads lines.
   *
   * @param name of their file, for messages
   */
  static PriceList parse(String name, List<String> lines) {
    PriceList list = new PriceList();
    new Parsing(name, list).parse(lines);
    return list;
  }

  /** Observations. */
  public int size() {
    return size;
  }

  /** Instruments and currencies that they are in. */
  public int listings() {
    return prices.size();
  }

  /** The last price that was known at a time. */
  Optional<Price> at(String isin, String currency, Instant time) {
    return Optional.ofNullable(prices.get(new Listing(isin, currency)))
        .map(history -> history.floorEntry(time))
        .map(Map.Entry::getValue);
  }

  /** Adds a price; returns whether there was none at this time. */
  private boolean add(Listing listing, Price price) {
    boolean isNew =
        prices.computeIfAbsent(listing, _ -> new TreeMap<>()).putIfAbsent(price.asOf(), price)
            == null;
    size += isNew ? 1 : 0;
    return isNew;
  }

  private static final class Parsing {
    private final String name;
    private final PriceList list;
    private final List<String> problems = new ArrayList<>();
    private List<String> header = List.of();

    Parsing(String name, PriceList list) {
      this.name = name;
      this.list = list;
    }

    void parse(List<String> lines) {
      header = lines.isEmpty() ? List.of() : cells(withoutByteOrderMark(lines.getFirst()));
      Set<String> named = new HashSet<>(header);
      Set<String> optional = new HashSet<>(named);
      COLUMNS.forEach(optional::remove);
      if (named.size() != header.size()
          || !named.containsAll(COLUMNS)
          || !OPTIONAL_COLUMNS.containsAll(optional)) {
        throw new UserError(
            name
                + ", line 1: the header must name the columns "
                + String.join(",", COLUMNS)
                + ", and may name "
                + String.join(",", OPTIONAL_COLUMNS));
      }
      for (int number = 2; number <= lines.size(); number++) {
        String line = lines.get(number - 1);
        if (!line.isBlank()) {
          row(number, cells(line));
        }
      }
      if (!problems.isEmpty()) {
        int more = problems.size() - SHOWN_PROBLEMS;
        throw new UserError(
            String.join("\n", problems.subList(0, Math.min(problems.size(), SHOWN_PROBLEMS)))
                + (more > 0 ? "\nand " + more + " more" : ""));
      }
    }

    /** Spreadsheets write one in front of UTF-8. */
    private static String withoutByteOrderMark(String line) {
      return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    /** No valid value contains a comma or a quote, so a quoted one is just unwrapped. */
    private static List<String> cells(String line) {
      List<String> cells = new ArrayList<>();
      for (String cell : line.split(",", -1)) {
        String text = cell.strip();
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        cells.add(quoted ? text.substring(1, text.length() - 1) : text);
      }
      return cells;
    }

    private void row(int number, List<String> cells) {
      if (cells.size() != header.size()) {
        problems.add(
            "%s, line %d: %d values for %d columns"
                .formatted(name, number, cells.size(), header.size()));
        return;
      }
      int before = problems.size();
      Listing listing =
          new Listing(
              cell(number, cells, "isin", "an ISIN with its check digit", Parsing::isIsin),
              cell(number, cells, "currency", "a code of ISO 4217", Parsing::isCurrency));
      String price = decimal(number, cells, "referencePrice");
      String rate = decimal(number, cells, "fxRateToUsd");
      String asOf =
          cell(number, cells, "asOf", "a time such as 2026-01-12T14:29:58Z", Parsing::isTime);
      JsonObject instrument = instrument(number, cells);
      if (problems.size() == before
          && !list.add(listing, new Price(price, rate, Instant.parse(asOf), instrument))) {
        problems.add(
            "%s, line %d: a second price of %s in %s at %s"
                .formatted(name, number, listing.isin(), listing.currency(), asOf));
      }
    }

    private JsonObject instrument(int number, List<String> cells) {
      JsonObject.Builder instrument = JsonObject.builder();
      optional(number, cells, "kind", "a category of ISO 10962", Parsing::isKind)
          .ifPresent(kind -> instrument.put("kind", kind));
      optional(
              number, cells, "depository", "a name of A-Z, 0-9 and _, such as DTC", Parsing::isName)
          .ifPresent(depository -> instrument.put("depository", depository));
      optional(number, cells, "listing", "MICs with blanks between them", Parsing::areMics)
          .ifPresent(
              mics -> {
                List<Json> listing = new ArrayList<>();
                for (String mic : mics.split(" ", -1)) {
                  listing.add(Json.of(mic));
                }
                instrument.put("listing", new JsonArray(listing));
              });
      return instrument.build();
    }

    private Optional<String> optional(
        int number, List<String> cells, String column, String allowed, Predicate<String> isValid) {
      int index = header.indexOf(column);
      return index < 0 || cells.get(index).isEmpty()
          ? Optional.empty()
          : Optional.of(cell(number, cells, column, allowed, isValid));
    }

    private static boolean isKind(String text) {
      return SecurityMaster.kind(text).isPresent();
    }

    private static boolean isName(String text) {
      return SecurityMaster.isName(text);
    }

    private static boolean areMics(String text) {
      return List.of(text.split(" ", -1)).stream().allMatch(mic -> Mic.parse(mic).isPresent());
    }

    private String decimal(int number, List<String> cells, String column) {
      return cell(
          number, cells, column, "a decimal above 0 with 34 digits at most", Parsing::isPositive);
    }

    private String cell(
        int number, List<String> cells, String column, String allowed, Predicate<String> isValid) {
      String text = cells.get(header.indexOf(column));
      if (!isValid.test(text)) {
        problems.add(
            "%s, line %d, column %s: '%s' is not %s"
                .formatted(name, number, column, shown(text), allowed));
      }
      return text;
    }

    private static String shown(String text) {
      String start = text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) + "…" : text;
      return Terminal.printable(start);
    }

    private static boolean isIsin(String text) {
      return Isin.check(text) == IdentifierCheck.OK;
    }

    private static boolean isCurrency(String text) {
      return Currencies.find(text).isPresent();
    }

    private static boolean isPositive(String text) {
      Optional<BigDecimal> decimal = Decimals.read(Json.of(text));
      return decimal
          .filter(d -> d.signum() > 0)
          .filter(d -> d.precision() <= MAX_DIGITS && Math.abs(d.scale()) <= MAX_DIGITS)
          .isPresent();
    }

    private static boolean isTime(String text) {
      try {
        return text.length() <= SHOWN_LENGTH && Instant.parse(text) != null;
      } catch (DateTimeException e) {
        return false;
      }
    }
  }
}
