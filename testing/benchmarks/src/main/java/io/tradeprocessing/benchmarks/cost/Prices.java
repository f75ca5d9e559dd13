package io.tradeprocessing.benchmarks.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** List prices of us-east-1 in US dollars, from {@code prices.tsv}. */
final class Prices {

  /** When each price was compared with its source. */
  static final String CHECKED = "2026-11";

  private final Map<String, BigDecimal> each = new LinkedHashMap<>();

  private Prices() {}

  static Prices load() {
    try (InputStream in =
        Objects.requireNonNull(Prices.class.getResourceAsStream("prices.tsv"), "prices.tsv")) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      Prices prices = new Prices();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split("\t", -1);
        BigDecimal dollars = new BigDecimal(cells[1]);
        prices.each.put(cells[0], dollars.divide(new BigDecimal(cells[2]), MathContext.DECIMAL64));
      }
      return prices;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Dollars for a quantity of something. */
  BigDecimal of(String name, BigDecimal quantity) {
    BigDecimal price = each.get(name);
    if (price == null) {
      throw new IllegalArgumentException("prices.tsv has no " + name);
    }
    return price.multiply(quantity);
  }
}
