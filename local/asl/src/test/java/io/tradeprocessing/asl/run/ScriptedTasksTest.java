package io.tradeprocessing.asl.run;

import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptedTasksTest {

  private static final TaskRequest REQUEST = new TaskRequest("S", "r", json("{}"), 0);

  @Test
  void answersInOrder() throws Exception {
    ScriptedTasks tasks =
        new ScriptedTasks(
            json("[['ok', {'a': 1}], ['ko', 'E', 'c'], ['ko', 'F', null], ['ko', 'G']]"));

    assertThat(tasks.invoke(REQUEST)).isEqualTo(json("{'a': 1}"));
    assertFails(tasks, "E", "c");
    assertFails(tasks, "F", null);
    assertThat(tasks.unused()).isEqualTo(1);
    assertFails(tasks, "G", null);
    assertThat(tasks.unused()).isZero();
  }

  @Test
  void failsTheExecutionBeyondCatchingWhenNoOutcomeIsLeft() throws Exception {
    String definition =
        """
        {'StartAt': 'T', 'States': {
          'T': {'Type': 'Task', 'Resource': 'r', 'End': true, 'Retry': [{'ErrorEquals': ['States.ALL']}],
                'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'C'}]},
          'C': {'Type': 'Succeed'}}}
        """;

    assertThat(run(definition, "{}", new ScriptedTasks(json("[]"))))
        .isEqualTo(
            new Outcome.Failed(
                "States.Runtime", "There is no outcome left for the task of state 'T'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                     | The outcomes must be an array",
        "[['ok', 1], ['ok']]    | /1: an outcome must be",
        "[['ok', 1, 2]]         | /0: an outcome must be",
        "[['ko']]               | /0: an outcome must be",
        "[['ko', 1]]            | /0: an outcome must be",
        "[['ko', 'E', 2]]       | /0: an outcome must be",
        "[['ko', 'E', 'c', 1]]  | /0: an outcome must be",
        "[['maybe', 1]]         | /0: an outcome must be",
        "[1]                    | /0: an outcome must be [\"ok\", result] or [\"ko\", error,"
            + " cause], not 1",
      })
  void refusesOutcomesThatAreNone(String outcomes, String message) {
    assertThatThrownBy(() -> new ScriptedTasks(json(outcomes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static void assertFails(ScriptedTasks tasks, String error, @Nullable String cause) {
    assertThatThrownBy(() -> tasks.invoke(REQUEST))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            e -> {
              assertThat(e.error()).isEqualTo(error);
              assertThat(e.cause()).isEqualTo(cause);
              assertThat(e).hasMessageStartingWith(error);
            });
  }
}
