package io.tradeprocessing.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineFileTest {

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("lines.jsonl");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none                 | {\"n\":1};",
        "{\"a\":1};           | {\"a\":1};{\"n\":1};",
        "{\"a\":1};{\"b\":    | {\"a\":1};{\"n\":1};",
        "{\"a\":1};{\"b\":2}  | {\"a\":1};{\"b\":2};{\"n\":1};",
        "{\"b\":              | {\"n\":1};",
        "{\"a\":1}            | {\"a\":1};{\"n\":1};",
      })
  void aTornLastLineIsRepairedSoThatTheNextIsALineForItself(@Nullable String before, String after)
      throws IOException {
    if (before != null) {
      Files.writeString(file, before.replace(';', '\n'));
    }
    try (LineFile lines = LineFile.open(file)) {
      lines.append("{\"n\":1}");
    }
    assertThat(file).hasContent(after.replace(';', '\n'));
    assertThat(Files.readString(file)).endsWith("{\"n\":1}\n");
  }

  @Test
  void aTornLineMayBeLongerThanABlock() throws IOException {
    String whole = "{\"a\":\"" + "x".repeat(200_000) + "\"}\n";
    Files.writeString(file, whole + whole.substring(0, 150_000));
    try (LineFile lines = LineFile.open(file)) {
      lines.append("{}");
    }
    assertThat(Files.readString(file)).isEqualTo(whole + "{}\n");
  }

  @Test
  void anInterruptedThreadCanWriteAndLeavesTheFileOpen() throws IOException {
    try (LineFile lines = LineFile.open(file)) {
      Thread.currentThread().interrupt();
      lines.append("{\"n\":1}");
      assertThat(Thread.interrupted()).isTrue();
      lines.append("{\"n\":2}");
      lines.sync();
    }
    assertThat(Files.readAllLines(file)).hasSize(2);
  }
}
