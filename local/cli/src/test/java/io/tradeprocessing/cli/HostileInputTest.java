package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may give by mistake, or somebody else on purpose. */
class HostileInputTest {

  private static final String SAMPLES = Project.file("samples/trades.jsonl").toString();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "run,--store",
    "run,--report",
    "records,--store",
    "verify,--store",
    "verify,--checkpoint",
    "verify,--resume",
    "publish,--resume",
    "market-data,--prices"
  })
  void anEmptyPathIsRefused(String command, String option) {
    Cli.Ended ended = Cli.run(command, option, "", "events.jsonl");

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains("option '" + option + "'").contains("the path is empty");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void anEmptyFileNameIsRefused() {
    Cli.Ended ended = Cli.run("run", "");

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains("FILE is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"records --table t", "verify --table t", "redrive q", "dead-letters q"})
  void anEmptyTradeIsRefused(String command) {
    Cli.Ended ended = Cli.run((command + " --trade ").split(" ", -1));

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).isEqualTo("trades: --trade is empty: give a tradeId\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--checkpoint", "--resume"})
  void aMissingFolderIsNamedBeforeTheWork(String option) {
    LocalStore store = LocalStore.of(folder.resolve("store"), Path.of(SAMPLES));
    Path file = folder.resolve("none/file");

    Cli.Ended ended = store.call("verify", option, file.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err())
        .isEqualTo(
            "trades: %s %s cannot be written: there is no folder %s\n"
                .formatted(option, file, file.getParent()));
  }

  @Test
  void aClosedStandardInputIsSaidSo() {
    System.setProperty("trades.stdin", "closed");
    try {
      Cli.Ended ended = Cli.run("run", "-");

      assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(ended.err())
          .isEqualTo(
              "trades: standard input is closed: give a file of events, or pipe events in\n");
    } finally {
      System.clearProperty("trades.stdin");
    }
  }

  @ParameterizedTest
  @CsvSource({"No space left on device, 1", "Broken pipe, 0"})
  void resultsThatCannotBeWrittenAreAFailureUnlessTheReaderHasGone(String reason, int code) {
    StringWriter err = new StringWriter();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(reason);
          }
        };

    int ended =
        Trades.execute(
            Trades.commandLine().setErr(new PrintWriter(err)),
            full,
            "graph",
            "--template",
            Project.file("template.yaml").toString());

    assertThat(ended).isEqualTo(code);
    assertThat(err.toString())
        .isEqualTo(
            code == 0
                ? ""
                : "trades: standard output cannot be written: No space left on device; results are"
                    + " missing\n");
  }

  @Test
  void controlCharactersOfAnArgumentDoNotReachTheTerminal() {
    Cli.Ended ended = Cli.run("run", "no\u001b[2J\u009b2J\u202e.jsonl");

    assertThat(ended.err()).startsWith("trades: no?[2J?2J?.jsonl does not exist");
  }

  @Test
  void controlCharactersOfAnEventAreEscapedInJson() throws IOException {
    Path file = event("note", "\u009b2J\u202e");

    String line = Cli.run("run", "--json", file.toString()).out();

    assertThat(line).contains("\"outcome\":\"ACCEPTED\"").doesNotContain("\u009b", "\u202e");
  }

  @Test
  void anEventThatLeavesNoRoomForItsVerdictIsDeadLetteredAsOnAws() throws IOException {
    int size = Files.readString(event("note", "")).strip().length();
    Path file = event("note", "x".repeat(JsonReader.MAX_PAYLOAD - size - 200));

    Cli.Ended ended = Cli.run("run", "--json", file.toString());

    JsonNode result = Project.parse(ended.out());
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(result.get("outcome").asText()).isEqualTo("DEAD_LETTERED");
    assertThat(result.get("error").asText())
        .startsWith("States.DataLimitExceeded: ")
        .endsWith("service limit. The source must send a smaller event.");
  }

  private Path event(String field, String value) throws IOException {
    ObjectNode event = (ObjectNode) Project.parse(Files.readAllLines(Path.of(SAMPLES)).getFirst());
    ((ObjectNode) event.get("detail")).put(field, value);
    return Files.writeString(folder.resolve("event.jsonl"), event + "\n", StandardCharsets.UTF_8);
  }
}
