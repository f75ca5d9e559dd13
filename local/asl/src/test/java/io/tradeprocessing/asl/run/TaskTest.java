package io.tradeprocessing.asl.run;

import static io.tradeprocessing.asl.Runs.START;
import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.machine;
import static io.tradeprocessing.asl.Runs.output;
import static io.tradeprocessing.asl.Runs.run;
import static io.tradeprocessing.asl.Runs.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.Interpreter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskTest {

  private static final String TASK = "'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke'";

  private final VirtualTimer timer = new VirtualTimer(START);
  private final List<TaskRequest> requests = new ArrayList<>();

  @Test
  void isAskedWithItsResourceAndParameters() throws Exception {
    String fields =
        TASK + ", 'InputPath': '$.in', 'Parameters': {'v.$': '$.v', 'name.$': '$$.State.Name'}";

    run(single(fields), "{'in': {'v': 1.50}}", recording(answering("{}")));

    assertThat(requests)
        .containsExactly(
            new TaskRequest(
                "S", "arn:aws:states:::lambda:invoke", json("{'v': 1.50, 'name': 'S'}"), 0));
  }

  @Test
  void isAskedWithTheInputWhereItHasNoParameters() throws Exception {
    run(single(TASK + ", 'InputPath': '$.in'"), "{'in': [1]}", recording(answering("{}")));

    assertThat(requests).extracting(TaskRequest::parameters).containsExactly(json("[1]"));
  }

  @Test
  void selectsFromTheResultPutsItIntoTheInputAndSelectsTheOutput() throws Exception {
    String fields =
        TASK
            + ", 'ResultSelector': {'r.$': '$.Payload', 'n.$': '$$.State.RetryCount'},"
            + " 'ResultPath': '$.out', 'OutputPath': '$.out'";

    assertThat(output(run(single(fields), "{'in': 1}", answering("{'Payload': 2}"))))
        .isEqualTo(json("{'r': 2, 'n': 0}"));
  }

  @Test
  void failsTheExecutionWithItsErrorAndCause() throws Exception {
    assertThat(run(single(TASK), "{}", failing("Boom", "it went")))
        .isEqualTo(new Outcome.Failed("Boom", "it went"));
  }

  @Test
  void letsAFaultOfTheInvokerThrough() {
    TaskInvoker broken =
        request -> {
          throw new IllegalStateException("a bug");
        };

    assertThatThrownBy(() -> run(single(TASK), "{}", broken)).hasMessage("a bug");
  }

  @Test
  void isRetriedThreeTimesAfterOneTwoAndFourSecondsByDefault() throws Exception {
    Outcome outcome =
        retried("'Retry': [{'ErrorEquals': ['States.ALL']}]", failing("Boom", "again"));

    assertThat(outcome).isEqualTo(new Outcome.Failed("Boom", "again"));
    assertThat(timer.sleeps()).isEqualTo(seconds(1, 2, 4));
    assertThat(requests).extracting(TaskRequest::retryCount).containsExactly(0, 1, 2, 3);
  }

  @Test
  void waitsLongerByTheBackoffRateUpToTheLongestDelay() throws Exception {
    retried(
        "'Retry': [{'ErrorEquals': ['Boom'], 'IntervalSeconds': 2, 'BackoffRate': 1.5,"
            + " 'MaxDelaySeconds': 6, 'MaxAttempts': 5}]",
        failing("Boom", null));

    assertThat(timer.sleeps())
        .containsExactly(
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofMillis(4_500),
            Duration.ofSeconds(6),
            Duration.ofSeconds(6));
  }

  @Test
  void waitsAYearAtMost() throws Exception {
    retried(
        "'Retry': [{'ErrorEquals': ['Boom'], 'IntervalSeconds': 9999999, 'BackoffRate': 1e30,"
            + " 'MaxAttempts': 2}]",
        failing("Boom", null));

    assertThat(timer.sleeps().getLast()).isEqualTo(Duration.ofDays(365));
  }

  @Test
  void waitsAnyTimeUpToTheDelayWithFullJitter() throws Exception {
    String retry =
        "'Retry': [{'ErrorEquals': ['Boom'], 'IntervalSeconds': 4, 'BackoffRate': 1, 'MaxAttempts':"
            + " 200, 'JitterStrategy': 'FULL'}]";
    Interpreter interpreter =
        new Interpreter(machine(single(TASK + ", " + retry)), failing("Boom", null))
            .withTimer(timer)
            .withRandom(new Random(42));

    run(interpreter, "{}");

    assertThat(timer.sleeps().size()).isGreaterThan(190);
    assertThat(timer.sleeps()).allMatch(d -> d.compareTo(Duration.ofSeconds(4)) <= 0);
    assertThat(timer.sleeps()).anyMatch(d -> d.compareTo(Duration.ofMillis(400)) < 0);
    assertThat(timer.sleeps()).anyMatch(d -> d.compareTo(Duration.ofMillis(3_600)) > 0);
  }

  @Test
  void countsTheAttemptsOfEachRetrierForItself() throws Exception {
    ScriptedTasks tasks =
        new ScriptedTasks(
            json(
                "[['ko', 'A', null], ['ko', 'B', null], ['ko', 'A', null], ['ok', 1], ['ok', 2]]"));
    String retry =
        "'Retry': [{'ErrorEquals': ['A'], 'MaxAttempts': 2, 'IntervalSeconds': 5}, {'ErrorEquals':"
            + " ['B'], 'IntervalSeconds': 7}]";

    Outcome outcome = retried(retry, tasks);

    assertThat(output(outcome)).isEqualTo(json("1"));
    assertThat(timer.sleeps()).isEqualTo(seconds(5, 7, 10));
    assertThat(tasks.unused()).isEqualTo(1);
  }

  @Test
  void startsToCountAnewWithEachVisit() throws Exception {
    String definition =
        """
        {'StartAt': 'T', 'States': {
          'T': {'Type': 'Task', 'Resource': 'r', 'Next': 'C', 'Retry': [{'ErrorEquals': ['A'], 'MaxAttempts': 1}]},
          'C': {'Type': 'Choice', 'Choices': [{'Variable': '$', 'NumericEquals': 1, 'Next': 'T'}], 'Default': 'E'},
          'E': {'Type': 'Succeed'}}}
        """;
    ScriptedTasks tasks =
        new ScriptedTasks(json("[['ko', 'A', null], ['ok', 1], ['ko', 'A', null], ['ok', 2]]"));

    assertThat(output(run(definition, "{}", tasks))).isEqualTo(json("2"));
    assertThat(tasks.unused()).isZero();
  }

  @Test
  void fallsThroughToTheCatchersWhenTheFirstMatchingRetrierIsExhausted() throws Exception {
    Outcome outcome =
        caught(
            "'Retry': [{'ErrorEquals': ['Boom'], 'MaxAttempts': 1}, {'ErrorEquals': ['States.ALL'],"
                + " 'MaxAttempts': 9}]",
            "'ErrorEquals': ['Boom']",
            failing("Boom", "why"));

    assertThat(output(outcome)).isEqualTo(json("{'Error': 'Boom', 'Cause': 'why'}"));
    assertThat(requests).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Boom                     | ['Boom']                  | true",
        "Boom                     | ['Other']                 | false",
        "Boom                     | ['Other', 'Boom']         | true",
        "Boom                     | []                        | true",
        "Boom                     | ['States.ALL']            | true",
        "Boom                     | ['States.TaskFailed']     | true",
        "States.Timeout           | ['States.TaskFailed']     | false",
        "States.Timeout           | ['States.Timeout']        | true",
        "States.Timeout           | ['States.ALL']            | true",
        "States.DataLimitExceeded | ['States.ALL']            | true",
        "States.Runtime           | ['States.Runtime']        | false",
        "States.Runtime           | ['States.TaskFailed']     | false",
        "States.Runtime           | ['States.ALL']            | false",
      })
  void isCaughtByTheErrorNamesThatReachIt(String error, String names, boolean isCaught)
      throws Exception {
    Outcome outcome = caught("'Comment': ''", "'ErrorEquals': " + names, failing(error, "c"));

    assertThat(outcome)
        .isEqualTo(
            isCaught
                ? new Outcome.Succeeded(json("{'Error': '" + error + "', 'Cause': 'c'}"))
                : new Outcome.Failed(error, "c"));
  }

  @Test
  void passesTheInputOnFromACatcherWithTheErrorWhereItsResultPathSays() throws Exception {
    assertThat(
            output(
                caught(
                    "'OutputPath': '$.nothing', 'ResultPath': '$.r'",
                    "'ErrorEquals': ['Boom'], 'ResultPath': '$.error'",
                    failing("Boom", null))))
        .isEqualTo(json("{'in': 1, 'error': {'Error': 'Boom'}}"));
    assertThat(
            output(
                caught(
                    "'Comment': ''",
                    "'ErrorEquals': ['Boom'], 'ResultPath': null",
                    failing("Boom", null))))
        .isEqualTo(json("{'in': 1}"));
  }

  @Test
  void hasAnEmptyCauseInTheErrorOutputOfATimeout() throws Exception {
    assertThat(
            output(
                caught(
                    "'Comment': ''",
                    "'ErrorEquals': ['States.ALL']",
                    failing("States.Timeout", null))))
        .isEqualTo(json("{'Error': 'States.Timeout', 'Cause': ''}"));
  }

  @Test
  void canCatchWhatAnIntrinsicFunctionRefuses() throws Exception {
    Outcome outcome =
        caught(
            "'Parameters': {'x.$': 'States.ArrayLength($.in)'}",
            "'ErrorEquals': ['States.IntrinsicFailure']",
            answering("{}"));

    assertThat(output(outcome).path("Error").asText()).isEqualTo("States.IntrinsicFailure");
  }

  @Test
  void seesTheRetryCountInItsParameters() throws Exception {
    ScriptedTasks tasks = new ScriptedTasks(json("[['ko', 'A', null], ['ok', 1]]"));
    retried(
        "'Parameters': {'n.$': '$$.State.RetryCount'}, 'Retry': [{'ErrorEquals': ['A']}]", tasks);

    assertThat(requests)
        .extracting(TaskRequest::parameters)
        .containsExactly(json("{'n': 0}"), json("{'n': 1}"));
  }

  @Test
  void isNeverRetriedWithNoAttempts() throws Exception {
    retried("'Retry': [{'ErrorEquals': ['States.ALL'], 'MaxAttempts': 0}]", failing("Boom", null));

    assertThat(requests).hasSize(1);
    assertThat(timer.sleeps()).isEmpty();
  }

  private Outcome retried(String fields, TaskInvoker tasks) throws InterruptedException {
    return run(
        new Interpreter(machine(single(TASK + ", " + fields)), recording(tasks)).withTimer(timer),
        "{}");
  }

  private Outcome caught(String fields, String catcher, TaskInvoker tasks)
      throws InterruptedException {
    String definition =
        """
        {'StartAt': 'S', 'States': {
          'S': {%s, %s, 'Catch': [{%s, 'Next': 'Caught'}], 'Next': 'Done'},
          'Caught': {'Type': 'Succeed'}, 'Done': {'Type': 'Fail', 'Error': 'NotCaught'}}}
        """
            .formatted(TASK, fields, catcher);
    return run(definition, "{'in': 1}", recording(tasks));
  }

  private TaskInvoker recording(TaskInvoker tasks) {
    return request -> {
      requests.add(request);
      return tasks.invoke(request);
    };
  }

  private static TaskInvoker answering(String result) {
    JsonNode value = json(result);
    return request -> value;
  }

  private static TaskInvoker failing(String error, @Nullable String cause) {
    return request -> {
      throw new TaskFailedException(error, cause);
    };
  }

  private static List<Duration> seconds(long... values) {
    return LongStream.of(values).mapToObj(Duration::ofSeconds).toList();
  }
}
