package io.tradeprocessing.cli.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordLineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "S1-20260112-0001 | S1-20260112-0001",
        "=1+1             | '=1+1",
        "+1               | '+1",
        "-1               | '-1",
        "@SUM(A1)         | '@SUM(A1)",
        "`\t=1`           | '?=1",
        "`\r=1`           | '?=1",
        "a,b              | \"a,b\"",
        "=\"a\"           | \"'=\"\"a\"\"\"",
        "`a\u009b\n\u202e` | a???"
      })
  void aCellIsSafeInASpreadsheetAndOnATerminal(String text, String cell) {
    assertThat(RecordLine.cell(text)).isEqualTo(cell);
  }
}
