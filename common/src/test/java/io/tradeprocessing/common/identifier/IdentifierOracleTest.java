package io.tradeprocessing.common.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.reference.Countries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The identifiers against python-stdnum, on generated numbers and on what typing mistakes make of
 * them. {@code scripts/reference-data/verify-identifiers.py} writes the fixture.
 */
class IdentifierOracleTest {

  /** Where the two differ on purpose, and why ours is right. */
  private enum Meant {
    /**
     * Prefixes that the other library lacks: those of ISO 6166 that are newer than its list, and
     * countries that ISINs were given for before their codes went out of ISO 3166.
     */
    PREFIX,
    /** The other library takes a number of nothing but zeros, which feeds send for "none". */
    ZEROS,
    /** ANSI X9.145 reserves GH and KY too. */
    RESERVED,
    /** The other library knows LEIs of any length. */
    LENGTH,
    /** ISO 7064 gives 02 to 98; 00, 01 and 99 leave the same remainders and are never issued. */
    CHECK_DIGITS;

    boolean covers(String kind, String text) {
      return switch (this) {
        case PREFIX -> kind.equals("ISIN") && text.matches("(EZ|XT|QW|BU|DD|FX|NT|SU|TP|YU|ZR).*");
        case ZEROS -> text.matches("0+");
        case RESERVED -> kind.equals("FIGI") && text.matches("(GH|KY)G.*");
        case LENGTH -> kind.equals("LEI") && text.length() != Lei.LENGTH;
        case CHECK_DIGITS -> kind.equals("LEI") && text.matches(".*(00|01|99)");
      };
    }
  }

  @Test
  void agreesWithAnotherLibraryButWhereADifferenceIsMeant() throws IOException {
    List<String> differences = new ArrayList<>();
    Map<Meant, Integer> meant = new EnumMap<>(Meant.class);
    List<String[]> lines = lines();
    for (String[] line : lines) {
      if (isValid(line[0], line[1]) != line[2].equals("valid")) {
        Meant reason = reason(line[0], line[1]);
        if (reason == null) {
          differences.add(String.join(" ", line) + " there");
        } else {
          meant.merge(reason, 1, Integer::sum);
        }
      }
    }

    assertThat(lines).hasSizeGreaterThan(2_000);
    assertThat(differences).isEmpty();
    assertThat(meant).containsOnlyKeys(Meant.values());
  }

  private static @Nullable Meant reason(String kind, String text) {
    for (Meant reason : Meant.values()) {
      if (reason.covers(kind, text)) {
        return reason;
      }
    }
    return null;
  }

  private static boolean isValid(String kind, String text) {
    return switch (kind) {
      case "ISIN" ->
          Isin.check(text) == IdentifierCheck.OK
              && Countries.find(text.substring(0, 2)).isPresent();
      case "CUSIP" -> Cusip.check(text) == IdentifierCheck.OK;
      case "SEDOL" -> Sedol.check(text) == IdentifierCheck.OK;
      case "FIGI" -> Figi.check(text) == IdentifierCheck.OK;
      case "LEI" -> Lei.check(text) == IdentifierCheck.OK;
      case "CFI" -> Cfi.parse(text).filter(Cfi::isListed).isPresent();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static List<String[]> lines() throws IOException {
    InputStream in =
        Objects.requireNonNull(
            IdentifierOracleTest.class.getResourceAsStream("/identifiers/python-stdnum.tsv"));
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("# ")).map(l -> l.split("\t")).toList();
    }
  }
}
