package io.tradeprocessing.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tradeprocessing.asl.json.ExactJson;
import org.junit.jupiter.api.Test;

class TerminalTest {

  /** ESC, CSI as one character of C1, DEL, right-to-left override, isolate, half a pair. */
  private static final String HOSTILE = "a\u001b[2J\u009b2J\u007f\u202e\u2066\ud83d";

  @Test
  void controlCharactersArePrintedAsQuestionMarks() {
    assertThat(Terminal.printable(HOSTILE)).isEqualTo("a?[2J?2J????");
    assertThat(Terminal.printable("caf\u00e9 \u65e5\u672c \ud83d\ude00"))
        .isEqualTo("caf\u00e9 \u65e5\u672c \ud83d\ude00");
  }

  @Test
  void linesStayApart() {
    assertThat(Terminal.printableLines("a\nb\u009b\n")).isEqualTo("a\nb?");
  }

  @Test
  void controlCharactersInJsonAreEscapedAndTheValueIsTheSame() throws JsonProcessingException {
    String json =
        ExactJson.write(ExactJson.read("{\"a\":\"\u0085\u202e\u2028\u007f\ud83d\ude00\"}"));

    String printed = Terminal.json(json);

    assertThat(printed).isEqualTo("{\"a\":\"\\u0085\\u202e\\u2028\\u007f\ud83d\ude00\"}");
    assertThat(ExactJson.read(printed)).isEqualTo(ExactJson.read(json));
  }
}
