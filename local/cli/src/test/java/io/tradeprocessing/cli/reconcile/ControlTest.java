package io.tradeprocessing.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.reconcile.Control.Line;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlTest {

  @TempDir private Path folder;

  private Control read(String text) throws IOException {
    return Control.read(Files.writeString(folder.resolve("control"), text));
  }

  @Test
  void csvAndJsonSayTheSame() throws IOException {
    Control csv =
        read(
            """
            \uFEFFcount,eventType,side,currency,notional,lastSequence
            2,NEW,"BUY",USD,1.50,9

            1,CANCEL,,,,9
            """);
    Control json =
        read(
            """
            {"lastSequence": 9, "totals": [
              {"count": 2, "eventType": "NEW", "side": "BUY", "currency": "USD", "notional": "1.50"},
              {"count": 1, "eventType": "CANCEL", "side": null}]}
            """);

    assertThat(csv).isEqualTo(json);
    assertThat(csv.first()).isEmpty();
    assertThat(csv.last()).isEqualTo(OptionalLong.of(9));
    assertThat(csv.lines())
        .first()
        .isEqualTo(
            new Line(
                Optional.of("NEW"),
                Optional.of("BUY"),
                Optional.of("USD"),
                2,
                Optional.empty(),
                Optional.of(new BigDecimal("1.50"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                               | line 1: a header with each column once is needed",
        "side                             | line 1: a header with each column once is needed",
        "count,count                      | line 1: a header with each column once is needed",
        "count,price                      | line 1: there is no column 'price'",
        "count;1,2                        | line 2: it has 2 cells, the header 1",
        "count;x                          | line 2: count 'x' is not a whole number",
        "count,side;,BUY                  | line 2: count is missing",
        "count,notional;1,1e              | line 2: notional '1e' is not a decimal number",
        "count,notional;1,1e99            | line 2: notional '1e99' is not a decimal number of at",
        "count,side;1,BUY;2,BUY           | line 3: there is another total of BUY",
        "count;1;2                        | line 3: there is another total of all",
        "count,firstSequence;1,0          | line 2: firstSequence must be above 0",
        "count,side,lastSequence;1,A,5;1,B,6 | line 3: another line states another lastSequence",
        "count,firstSequence,lastSequence;1,5,4 | firstSequence is above lastSequence",
        "{                                | is not JSON",
        "{}                               | states no total and no sequence number",
        "{'totals':[{}]}                  | totals[0]: count is missing"
      })
  void aMistakeIsNamedWithItsPlace(String text, String message) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> read(text.replace(';', '\n').replace('\'', '"')))
        .withMessageContaining(message)
        .withMessageContaining("control");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Control.read(folder.resolve("none")))
        .withMessageContaining("none does not exist");
    Path latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xe4});
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Control.read(latin))
        .withMessageContaining("is not UTF-8");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Control.read(folder))
        .withMessageContaining("cannot be read");
  }
}
