package io.tradeprocessing.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.cli.console.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  @Test
  void readsOneEventALineAndCountsBlankLines() throws IOException {
    assertThat(read("{\"a\":1}\n\n  \r\n{\"b\":2}\r\n"))
        .containsExactly("1 {\"a\":1}", "4 {\"b\":2}");
  }

  @Test
  void readsTheLastLineWithoutItsEnd() throws IOException {
    assertThat(read("{\"a\":1}\n{\"b\":2}")).containsExactly("1 {\"a\":1}", "2 {\"b\":2}");
  }

  @Test
  void readsAnArrayWithTheLinesOnWhichItsEventsBegin() throws IOException {
    assertThat(read("\n[\n  {\"a\":1},\n  {\"b\":\n2}\n]\n"))
        .containsExactly("3 {\"a\":1}", "4 {\"b\":2}");
  }

  @Test
  void readsAnEventThatIsSpreadOverSeveralLines() throws IOException {
    assertThat(read("{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n"))
        .containsExactly("1 {\"a\":1}", "4 {\"b\":2}");
  }

  /** As the workflow, EventBridge, and trades dead-letters --json write them. */
  @Test
  void takesADeadLetterForItsEvent() throws IOException {
    assertThat(
            read(
                """
                {"event":{"detail":{"a":1}},"state":"ValidateTrade","error":"E","cause":"c"}
                {"messageId":"m","error":"E","event":{"detail":{"b":2}},"body":null}
                {"event":{"detail":{"c":3}}}
                {"event":7,"error":"E"}
                {"detail":{"d":4},"event":{"detail":{}},"error":"E"}
                """))
        .containsExactly(
            "1 {\"detail\":{\"a\":1}}",
            "2 {\"detail\":{\"b\":2}}",
            "3 {\"event\":{\"detail\":{\"c\":3}}}",
            "4 {\"event\":7,\"error\":\"E\"}",
            "5 {\"detail\":{\"d\":4},\"event\":{\"detail\":{}},\"error\":\"E\"}");
  }

  @Test
  void passesOverAByteOrderMark() throws IOException {
    assertThat(read("\uFEFF{\"a\":1}\n")).containsExactly("1 {\"a\":1}");
  }

  @Test
  void keepsDecimalsAsTheyAreWritten() throws IOException {
    assertThat(read("{\"a\":100.50,\"b\":9007199254740993.1}\n"))
        .containsExactly("1 {\"a\":100.50,\"b\":9007199254740993.1}");
  }

  @Test
  void namesAnUnreadableLineAndGoesOn() throws IOException {
    assertThat(read("{\"a\":1}\n{\"a\":\n{\"c\":3}\n"))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("1 {\"a\":1}"),
            second -> assertThat(second).startsWith("2 not JSON: Unexpected end-of-input"),
            third -> assertThat(third).isEqualTo("3 {\"c\":3}"));
  }

  @Test
  void namesALineWithANumberThatNoDecimalCanHold() throws IOException {
    assertThat(read("{\"a\":1E99999999999999999999}\n{\"b\":2}\n"))
        .containsExactly("1 a number's exponent is beyond that of decimals", "2 {\"b\":2}");
    assertThat(read("[\n{\"a\":1E99999999999999999999},\n{\"b\":2}]\n"))
        .singleElement()
        .asString()
        .startsWith("2 a number's exponent is beyond that of decimals; what follows");
  }

  @Test
  void doesNotEchoWhatItCannotRead() throws IOException {
    assertThat(read("{\"a\":secret}\n").getFirst())
        .startsWith("1 not JSON")
        .doesNotContain("secret");
  }

  @Test
  void refusesADuplicateKey() throws IOException {
    assertThat(read("{\"a\":1,\"a\":2}\n"))
        .containsExactly("1 not JSON: Duplicate field at column 11");
  }

  @Test
  void refusesSecondValuesOnALine() throws IOException {
    assertThat(read("{\"a\":1} {\"b\":2}\n").getFirst()).startsWith("1 not JSON");
  }

  @Test
  void refusesWhatIsNoObject() throws IOException {
    assertThat(read("{}\n42\nnull\n\"x\"\n[1]\n"))
        .containsExactly(
            "1 {}",
            "2 an event must be a JSON object, not number",
            "3 an event must be a JSON object, not null",
            "4 an event must be a JSON object, not string",
            "5 an event must be a JSON object, not array");
  }

  @Test
  void refusesALineThatIsTooLongWithoutKeepingIt() throws IOException {
    String longLine = "{\"a\":\"" + "x".repeat(EventReader.MAX_LINE) + "\"}";

    assertThat(read(longLine + "\n{\"b\":2}\n"))
        .containsExactly(
            "1 longer than 1048576 bytes, the most that EventBridge takes", "2 {\"b\":2}");
  }

  @Test
  void saysThatTheRestOfABrokenArrayIsLost() throws IOException {
    assertThat(read("[{\"a\":1},\n{\"b\":}]"))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("1 {\"a\":1}"),
            second ->
                assertThat(second)
                    .startsWith("2 not JSON")
                    .contains("what follows cannot be read"));
  }

  @Test
  void reportsTextAfterTheArray() throws IOException {
    assertThat(read("[{\"a\":1}]\n{\"b\":2}"))
        .containsExactly("1 {\"a\":1}", "2 more text after the end of the array; it is not read");
  }

  @Test
  void readsNothingFromAnEmptyFileOrArray() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(read(" \n \n")).isEmpty();
    assertThat(read("[]")).isEmpty();
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    byte[] latin1 = "{\"a\":\"\u00e9\"}\n{}\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(read(new ByteArrayInputStream(latin1)))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo("1 not UTF-8: byte 7 of the line is 0xE9; save the input as UTF-8"),
            second -> assertThat(second).isEqualTo("2 {}"));
  }

  @ParameterizedTest
  @CsvSource({
    "C0 AF, C0",
    "E0 80 AF, E0",
    "F0 80 80 AF, F0",
    "ED A0 80, ED",
    "F4 90 80 80, F4",
    "F5 80 80 80, F5",
    "80, 80",
    "E2 82, E2"
  })
  void refusesBytesThatALenientDecoderWouldReadAsAnotherCharacter(String bytes, String named)
      throws IOException {
    byte[] text =
        HexFormat.ofDelimiter(" ")
            .parseHex("7B 22 61 22 3A 22 ".concat(bytes).concat(" 22 7D 0A 7B 7D 0A"));
    String problem =
        " not UTF-8: byte 7 of the line is 0x%s; save the input as UTF-8".formatted(named);

    assertThat(read(new ByteArrayInputStream(text))).containsExactly("1" + problem, "2 {}");
    assertThat(read(after("[{\"b\":1},\n", text)))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("1 {\"b\":1}"),
            second -> assertThat(second).startsWith("2" + problem + "; what follows"));
  }

  @Test
  void readsEveryCharacterOfUnicodeInEachForm() throws IOException {
    String text = "{\"a\":\"\u00e9\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff\"}";

    assertThat(read(text + "\n")).containsExactly("1 " + text);
    assertThat(read("[" + text + "]")).containsExactly("1 " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM", "UTF-32LE"})
  void namesAnEncodingThatItDoesNotRead(String encoding) throws IOException {
    for (String text : List.of("{\"a\":1}\n{\"b\":2}\n", "[\n{\"a\":1}]", "{\n\"a\":1}")) {
      assertThat(read(new ByteArrayInputStream(text.getBytes(Charset.forName(encoding)))))
          .containsExactly(
              "1 the input is UTF-16 or UTF-32: convert it to UTF-8, for example with"
                  + " iconv -f UTF-16 -t UTF-8");
    }
  }

  @Test
  void passesOverTheByteOrderMarksOfFilesThatWerePutTogether() throws IOException {
    assertThat(read("\uFEFF{\"a\":1}\n\uFEFF{\"b\":2}\n"))
        .containsExactly("1 {\"a\":1}", "2 {\"b\":2}");
  }

  private static InputStream after(String text, byte[] bytes) {
    return new SequenceInputStream(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        new ByteArrayInputStream(bytes));
  }

  @Test
  void saysWhatIsWrongWithAFileThatCannotBeOpened(@TempDir Path folder) {
    assertThatThrownBy(() -> EventReader.open(folder.resolve("none.jsonl")))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith(
            "none.jsonl does not exist: give a file of events, or - for standard input");
    assertThatThrownBy(() -> EventReader.open(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void countsTheBytesForTheProgressBar(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("events.jsonl"), "{}\n".repeat(100_000));
    try (EventReader reader = EventReader.open(file)) {
      while (reader.next().isPresent()) {
        assertThat(reader.bytesRead()).isLessThanOrEqualTo(300_000);
      }
      assertThat(reader.bytesRead()).isEqualTo(300_000);
    }
  }

  private static List<String> read(String text) throws IOException {
    return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> read(InputStream in) throws IOException {
    List<String> read = new ArrayList<>();
    try (EventReader reader = EventReader.of(in)) {
      for (Optional<InputLine> next = reader.next(); next.isPresent(); next = reader.next()) {
        read.add(
            switch (next.get()) {
              case InputLine.Event event -> event.line() + " " + event.json();
              case InputLine.Unreadable unreadable ->
                  unreadable.line() + " " + unreadable.problem();
            });
      }
    }
    return read;
  }
}
