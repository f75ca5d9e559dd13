package io.tradeprocessing.cli.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.marketdata.PriceList.Price;
import io.tradeprocessing.common.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {

  private static final String HEADER = "isin,currency,referencePrice,fxRateToUsd,asOf";

  @TempDir private Path folder;

  private static PriceList parse(String... rows) {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    Collections.addAll(lines, rows);
    return PriceList.parse("prices.csv", lines);
  }

  private static String problem(String... rows) {
    try {
      parse(rows);
    } catch (UserError e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("the rows were taken");
  }

  @Test
  void theLastPriceKnownAtATimeIsFound() {
    PriceList list =
        parse(
            "US0378331005,USD,2,1,2026-01-13T00:00:00Z",
            "US0378331005,USD,1,1,2026-01-12T00:00:00Z");

    assertThat(list.at("US0378331005", "USD", Instant.parse("2026-01-12T23:59:59Z")))
        .contains(new Price("1", "1", Instant.parse("2026-01-12T00:00:00Z"), JsonObject.empty()));
    assertThat(list.at("US0378331005", "USD", Instant.parse("2026-01-13T00:00:00Z")))
        .map(Price::referencePrice)
        .contains("2");
    assertThat(list.at("US0378331005", "USD", Instant.parse("2026-01-11T23:59:59Z"))).isEmpty();
    assertThat(list.at("US0378331005", "EUR", Instant.parse("2026-01-13T00:00:00Z"))).isEmpty();
    assertThat(list.size()).isEqualTo(2);
    assertThat(list.listings()).isEqualTo(1);
  }

  @Test
  void whatAFileSaysAboutAnInstrumentIsServedAndCheckedToo() {
    PriceList list =
        PriceList.parse(
            "prices.csv",
            List.of(
                HEADER + ",listing,kind,depository",
                "US0378331005,USD,2,1,2026-01-13T00:00:00Z,XNAS XETR,EQUITY,DTC",
                "US5949181045,USD,2,1,2026-01-13T00:00:00Z,,,"));
    Instant at = Instant.parse("2026-01-13T00:00:00Z");

    assertThat(list.at("US0378331005", "USD", at).orElseThrow().instrument())
        .hasToString(
            "{\"kind\":\"EQUITY\",\"depository\":\"DTC\",\"listing\":[\"XNAS\",\"XETR\"]}");
    assertThat(list.at("US5949181045", "USD", at).orElseThrow().instrument())
        .isEqualTo(JsonObject.empty());
    assertThatThrownBy(
            () ->
                PriceList.parse(
                    "prices.csv",
                    List.of(
                        HEADER + ",kind,listing,depository",
                        "US0378331005,USD,2,1,2026-01-13T00:00:00Z,SHARE,NASDAQ,D T C")))
        .hasMessageContainingAll(
            "line 2, column kind: 'SHARE' is not a category of ISO 10962",
            "line 2, column depository: 'D T C' is not a name of A-Z, 0-9 and _, such as DTC",
            "line 2, column listing: 'NASDAQ' is not MICs with blanks between them");
    assertThatThrownBy(() -> PriceList.parse("prices.csv", List.of(HEADER + ",lei")))
        .hasMessageContaining("the header must name the columns");
  }

  @Test
  void aFileFromASpreadsheetIsTaken() throws IOException {
    String text =
        """
        asOf,isin,"currency",fxRateToUsd,referencePrice
        2026-01-12T00:00:00Z,"US0378331005", USD ,1,"1.50"

        """;
    Path file = folder.resolve("prices.csv");
    Files.writeString(file, "\uFEFF" + text.replace("\n", "\r\n"));

    assertThat(
            PriceList.read(file).at("US0378331005", "USD", Instant.parse("2026-01-12T00:00:00Z")))
        .map(Price::referencePrice)
        .contains("1.50");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          isin           | 'US0378331006' is not an ISIN with its check digit        | US0378331006,USD,1,1,2026-01-12T00:00:00Z
          currency       | 'GBX' is not a code of ISO 4217                           | US0378331005,GBX,1,1,2026-01-12T00:00:00Z
          referencePrice | '0' is not a decimal above 0 with 34 digits at most       | US0378331005,USD,0,1,2026-01-12T00:00:00Z
          referencePrice | '1e40' is not a decimal above 0 with 34 digits at most    | US0378331005,USD,1e40,1,2026-01-12T00:00:00Z
          fxRateToUsd    | '' is not a decimal above 0 with 34 digits at most        | US0378331005,USD,1,,2026-01-12T00:00:00Z
          asOf           | '2026-01-12' is not a time such as 2026-01-12T14:29:58Z   | US0378331005,USD,1,1,2026-01-12
          """)
  void anErrorNamesLineAndColumn(String column, String said, String row) {
    assertThat(problem("US0378331005,USD,1,1,2026-01-11T00:00:00Z", row))
        .isEqualTo("prices.csv, line 3, column " + column + ": " + said);
  }

  @Test
  void allErrorsAreNamedAtOnceUpToTen() {
    assertThat(problem("X,GBX,1,1,2026-01-12T00:00:00Z", "X").lines())
        .containsExactly(
            "prices.csv, line 2, column isin: 'X' is not an ISIN with its check digit",
            "prices.csv, line 2, column currency: 'GBX' is not a code of ISO 4217",
            "prices.csv, line 3: 1 values for 5 columns");
    assertThat(problem(Collections.nCopies(12, "X").toArray(String[]::new)).lines())
        .hasSize(11)
        .last()
        .isEqualTo("and 2 more");
  }

  @Test
  void aSecondPriceOfTheSameTimeIsRefused() {
    String row = "US0378331005,USD,1,1,2026-01-12T00:00:00Z";

    assertThat(problem(row, row))
        .isEqualTo(
            "prices.csv, line 3: a second price of US0378331005 in USD at 2026-01-12T00:00:00Z");
  }

  @Test
  void controlCharactersOfTheFileAreNotEchoed() {
    assertThat(problem("\u001b[2J,USD,1,1,2026-01-12T00:00:00Z")).contains("'?[2J'");
  }

  @Test
  void anotherHeaderIsRefusedWithTheColumnsThatAreExpected() {
    for (List<String> lines :
        List.of(
            List.<String>of(),
            List.of("isin,price"),
            List.of("isin,isin,currency,referencePrice,fxRateToUsd"))) {
      assertThatThrownBy(() -> PriceList.parse("prices.csv", lines))
          .isInstanceOf(UserError.class)
          .hasMessage(
              "prices.csv, line 1: the header must name the columns "
                  + HEADER
                  + ", and may name kind,depository,listing");
    }
  }

  @Test
  void aFileThatCannotBeReadIsSaidInOneSentence() throws IOException {
    assertThatThrownBy(() -> PriceList.read(folder.resolve("none.csv")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none.csv does not exist");
    assertThatThrownBy(() -> PriceList.read(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be read");
    Path latin1 = Files.write(folder.resolve("latin1.csv"), new byte[] {(byte) 0xe9, '\n'});
    assertThatThrownBy(() -> PriceList.read(latin1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not UTF-8");
  }
}
