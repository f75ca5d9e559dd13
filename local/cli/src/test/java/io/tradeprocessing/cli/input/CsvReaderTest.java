package io.tradeprocessing.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.console.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {

  private static final String MAPPING =
      """
      {
        "delimiter": ";",
        "constants": {"/sourceSystem": "system2", "/eventType": "NEW"},
        "columns": {
          "Ref": "/tradeId",
          "Side": {"to": "/side", "values": {"K": "BUY", "V": "SELL"}},
          "Qty": {"to": "/quantity", "decimal": ",", "grouping": "."},
          "Executed": {"to": ["/executedAt", "/timestamp"], "time": "dd.MM.yyyy HH:mm:ss", "zone": "Europe/Paris"},
          "Value": {"to": "/settlementDate", "date": "yyyyMMdd"},
          "Isin": "/instrument/isin",
          "No": "/sourceSequence",
          "Trader": null
        }
      }
      """;

  private static final String HEADER = "Ref;Side;Qty;Executed;Value;Isin;No;Trader\n";

  @TempDir private Path folder;

  private CsvMapping mapping(String json) throws IOException {
    return CsvMapping.read(Files.writeString(folder.resolve("mapping.json"), json));
  }

  private List<String> read(byte[] csv) throws IOException {
    List<String> lines = new ArrayList<>();
    try (CsvReader reader = CsvReader.of(new ByteArrayInputStream(csv), mapping(MAPPING))) {
      Optional<InputLine> next = reader.next();
      while (next.isPresent()) {
        lines.add(
            switch (next.get()) {
              case InputLine.Event(long line, var json) -> line + " " + ExactJson.write(json);
              case InputLine.Unreadable(long line, String problem) -> line + " ! " + problem;
            });
        next = reader.next();
      }
    }
    return lines;
  }

  private List<String> rows(String rows) throws IOException {
    return read((HEADER + rows).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRowBecomesATradeByTheMapping() throws IOException {
    assertThat(rows("A-1;K;1.250,50;12.01.2026 15:30:00;20260114;US0378331005;7;Meier\n"))
        .containsExactly(
            "2 {\"sourceSystem\":\"system2\",\"eventType\":\"NEW\",\"tradeId\":\"A-1\",\"side\":\"BUY\","
                + "\"quantity\":\"1250.50\",\"executedAt\":\"2026-01-12T14:30:00Z\","
                + "\"timestamp\":\"2026-01-12T14:30:00Z\",\"settlementDate\":\"2026-01-14\","
                + "\"instrument\":{\"isin\":\"US0378331005\"},\"sourceSequence\":7}");
  }

  @Test
  void anEmptyCellSaysNothingAndABlankLineIsPassedOver() throws IOException {
    assertThat(rows("\r\nA-1;;;;;;;\r\n"))
        .containsExactly(
            "3 {\"sourceSystem\":\"system2\",\"eventType\":\"NEW\",\"tradeId\":\"A-1\"}");
  }

  /**
   * All that is wrong with a row is named, with the column and what is allowed; nothing is echoed.
   */
  @Test
  void cellsThatCannotBeReadAreNamedByColumn() throws IOException {
    assertThat(rows("A-1;B;1,250.50;31.02.2026 15:30:00;2026-01-14;;;\n"))
        .containsExactly(
            "2 ! column 2, 'Side', must hold one of K, V; column 3, 'Qty', must hold a decimal"
                + " number with ',' before its fraction and, if grouped, '.' between thousands;"
                + " column 4, 'Executed', must hold a time of the form dd.MM.yyyy HH:mm:ss that"
                + " clocks in Europe/Paris show exactly once; column 5, 'Value', must hold a date"
                + " of the form yyyyMMdd");
  }

  /** 02:30 does not exist on 29 March and occurs twice on 25 October 2026 in Paris. */
  @ParameterizedTest
  @CsvSource({"29.03.2026 02:30:00", "25.10.2026 02:30:00"})
  void aTimeThatIsNotOneInstantIsRefused(String time) throws IOException {
    assertThat(rows("A-1;K;1;" + time + ";;;;\n").getFirst())
        .startsWith("2 ! column 4, 'Executed'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1.25,5|!", "1.250|1250", "-3,5|-3.5", "+7|7", "1,|!", ",5|!", "1.2500|!", "1e3|!"})
  void groupingAndFractionAreReadExactly(String cell, String expected) throws IOException {
    String row = rows("A-1;K;" + cell + ";;;;;\n").getFirst();
    assertThat(row)
        .contains(expected.equals("!") ? "column 3, 'Qty'" : "\"quantity\":\"" + expected + "\"");
  }

  @Test
  void aQuotedCellMayHoldDelimitersQuotesAndLines() throws IOException {
    assertThat(rows("\"A;\"\"1\"\"\nx\";K;1;;;;;\nA-2;K;1;;;;;\n"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("2 ").contains("\"tradeId\":\"A;\\\"1\\\"\\nx\""),
            second -> assertThat(second).startsWith("4 ").contains("\"tradeId\":\"A-2\""));
  }

  /** One line is lost, and accounted for; the lines after it are read. */
  @Test
  void aQuotedCellThatDoesNotEndCostsItsLineAlone() throws IOException {
    assertThat(rows("A-1;K;1;;;;;\n\"A-2;K;1;;;;;\nA-3;K;1;;;;;\nA-4;K;1;;;;;\n"))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("2 {"),
            line -> assertThat(line).startsWith("3 ! not CSV: a quoted cell does not end"),
            line -> assertThat(line).startsWith("4 {").contains("A-3"),
            line -> assertThat(line).startsWith("5 {").contains("A-4"));
  }

  @Test
  void aStrayQuoteDoesNotSwallowTheLinesAfterIt() throws IOException {
    assertThat(rows("A\"1;K;1;;;;;\nA-2;K;1;;;;;\n"))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("2 {").contains("A\\\"1"),
            line -> assertThat(line).startsWith("3 {").contains("A-2"));
  }

  @Test
  void aRowWithAnotherNumberOfCellsIsUnreadable() throws IOException {
    assertThat(rows("A-1;K\n")).containsExactly("2 ! 2 cells; the header has 8 columns");
  }

  @Test
  void bytesThatAreNotUtf8CostTheirLineAlone() throws IOException {
    byte[] csv = (HEADER + "A-?;K;1;;;;;\nA-2;K;1;;;;;\n").getBytes(StandardCharsets.UTF_8);
    csv[HEADER.length() + 2] = (byte) 0xE9;

    assertThat(read(csv))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "2 ! not UTF-8: byte 3 of the line is 0xE9; save the input as UTF-8"),
            line -> assertThat(line).contains("A-2"));
  }

  @Test
  void aLineThatIsTooLongIsUnreadable() throws IOException {
    assertThat(rows("x".repeat(2_000_000) + ";K;1;;;;;\nA-2;K;1;;;;;\n"))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("2 ! longer than 1048576 bytes"),
            line -> assertThat(line).startsWith("3 {"));
  }

  @Test
  void aHeaderThatIsNotThatOfTheMappingIsRefused() {
    assertThatThrownBy(() -> read("Ref;Side\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UserError.class)
        .hasMessage("line 1: the header lacks the columns Executed, Isin, No, Qty, Trader, Value");
    assertThatThrownBy(() -> read((HEADER.strip() + ";Desk\n").getBytes(StandardCharsets.UTF_8)))
        .hasMessage(
            "line 1: the mapping does not name the columns Desk; map them, or give them null to"
                + " leave them out");
    assertThatThrownBy(() -> read((HEADER.strip() + ";Ref\n").getBytes(StandardCharsets.UTF_8)))
        .hasMessage("line 1: a column name occurs twice");
  }

  @Test
  void anEmptyFileHasNoEvents() throws IOException {
    assertThat(read(new byte[0])).isEmpty();
    assertThat(read(HEADER.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"columns\": {\"A\": \"/tradeld\"}}|column 'A' '/tradeld' is not a field of the contract;"
            + " fields are /schemaVersion, /tradeId,",
        "{\"columns\": {\"A\": \"/tradeId\", \"B\": \"/tradeId\"}}|column 'B' /tradeId is filled"
            + " twice",
        "{\"columns\": {\"A\": {\"to\": \"/executedAt\", \"time\": \"HH:mm\"}}}|column 'A' needs a"
            + " zone such as Europe/Paris",
        "{\"columns\": {\"A\": {\"to\": \"/executedAt\", \"time\": \"HH:mm\", \"zone\":"
            + " \"Paris\"}}}|'Paris' is not a time zone",
        "{\"columns\": {\"A\": {\"to\": \"/executedAt\", \"date\": \"jj\"}}}|has a pattern that"
            + " Java's DateTimeFormatter does not take",
        "{\"columns\": {\"A\": {\"to\": \"/price\", \"decimal\": \";\"}}}|column 'A' decimal must"
            + " be '.' or ','",
        "{\"columns\": {\"A\": {\"to\": \"/price\", \"grouping\": \".\"}}}|column 'A' has a"
            + " grouping without decimal",
        "{\"columns\": {\"A\": {\"to\": \"/price\", \"decimal\": \",\", \"grouping\":"
            + " \",\"}}}|grouping must be one character other than",
        "{\"columns\": {\"A\": {\"to\": \"/price\", \"decimal\": \",\", \"date\": \"yyyy\"}}}|can"
            + " have only one of values, decimal, date and time",
        "{\"columns\": {\"A\": {\"to\": \"/side\", \"values\": {}}}}|values must be an object such"
            + " as",
        "{\"columns\": {\"A\": {\"from\": \"/side\"}}}|column 'A' 'from' is unknown; names are"
            + " date, decimal, grouping, time, to, values, zone",
        "{\"columns\": {\"A\": 3}}|column 'A' must be a JSON object",
        "{\"columns\": {\"A\": null}}|/columns must map at least one column",
        "{\"delimiter\": \"\", \"columns\": {\"A\": \"/tradeId\"}}|/delimiter must be one"
            + " character",
        "{\"rows\": 1}|'rows' is unknown; names are columns, constants, delimiter",
        "[|not JSON: Unexpected"
      })
  void aMappingThatIsWrongIsRefusedWithWhatIsAllowed(String json, String expected) {
    assertThatThrownBy(() -> mapping(json))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(expected);
  }
}
