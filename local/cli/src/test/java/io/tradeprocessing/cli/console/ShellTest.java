package io.tradeprocessing.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {

  @Test
  void aPlainWordStaysAsItIs() {
    assertThat(Shell.quoted("LDN:20260112:0001")).isEqualTo("LDN:20260112:0001");
    assertThat(Shell.quoted("http://localhost:4566")).isEqualTo("http://localhost:4566");
  }

  /** A real shell reads each as one word, and runs nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"a b", "$(id)", "`id`", "it's", "x; id", "*", "", "~", "<script>", "#x"})
  void aShellReadsTheTextAsOneWord(String text) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", "printf '[%s]' " + Shell.quoted(text)).start();
    String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    assertThat(read).isEqualTo("[" + text + "]");
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    assertThat(Shell.quoted("a\u001b[31m\nb")).isEqualTo("'a?[31m?b'");
  }
}
