package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.cli.console.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AslCommandTest {

  private static final String TASK =
      """
      {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
        "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 3600}], "End": true}}}
      """;

  @TempDir private Path folder;

  @Test
  void printsWhatTheDefinitionAnswersToTheGivenOutcomes() {
    Cli.Ended ended = run(TASK, "[[\"ko\", \"Busy\", \"later\"], [\"ok\", {\"a\": 1.50}]]");

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            "{\"status\":\"SUCCEEDED\",\"output\":{\"a\":1.50},\"error\":null,\"cause\":null}\n");
  }

  @Test
  void aFailedExecutionHasErrorAndCauseAndExitCodeOne() {
    Cli.Ended ended = run(TASK, "[[\"ko\", \"Broken\", \"for good\"]]");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out())
        .isEqualTo(
            "{\"status\":\"FAILED\",\"output\":null,\"error\":\"Broken\",\"cause\":\"for"
                + " good\"}\n");
  }

  @Test
  void anOutcomeThatIsNotAskedForIsSaid() {
    Cli.Ended ended = run(TASK, "[[\"ok\", 1], [\"ok\", 2]]");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err()).isEqualTo("trades: 1 of the outcomes were not used\n");
  }

  @Test
  void theInputIsReadFromItsFile() {
    Path input = write("input.json", "{\"x\": 9007199254740993}");
    Path definition =
        write(
            "pass.json",
            "{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}");

    assertThat(Cli.run("asl", definition.toString(), "--input", input.toString()).out())
        .contains("\"output\":{\"x\":9007199254740993}");
  }

  @Test
  void whatIsNotSupportedIsRefusedByNameAndPlace() {
    Path definition =
        write(
            "jsonata.json",
            "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"P\", \"States\": {\"P\": {\"Type\":"
                + " \"Pass\", \"End\": true}}}");

    Cli.Ended ended = Cli.run("asl", definition.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains("/QueryLanguage").contains("JSONata");
  }

  @Test
  void whatCannotBeReadNamesFileAndPlace() {
    assertThat(run(TASK, "[[\"ok\"").err()).contains("outcomes.json, line 1");
    assertThat(run(TASK, "[[\"maybe\"]]").err()).contains("outcomes.json: /0");
    assertThat(Cli.run("asl", "none.json").err()).isEqualTo("trades: none.json does not exist\n");
    assertThat(run("{", "[]").err()).contains("line 1");
  }

  private Cli.Ended run(String definition, String outcomes) {
    return Cli.run(
        "asl",
        write("definition.json", definition).toString(),
        "--outcomes",
        write("outcomes.json", outcomes).toString());
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
