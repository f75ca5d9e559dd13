package io.tradeprocessing.asl.data;

import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.output;
import static io.tradeprocessing.asl.Runs.run;
import static io.tradeprocessing.asl.Runs.single;
import static io.tradeprocessing.asl.Runs.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.Runs;
import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.asl.run.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFlowTest {

  private static final String INPUT = "{'a': {'b': [10, {'c': 'x'}]}, 'n': null, 'd': 1.50}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Type': 'Pass'                                   | {'a': {'b': [10, {'c': 'x'}]}, 'n':"
            + " null, 'd': 1.50}",
        "'Type': 'Pass', 'InputPath': '$.a.b[1].c'        | 'x'",
        "'Type': 'Pass', 'InputPath': '$.a.b[-1].c'       | 'x'",
        "'Type': 'Pass', 'InputPath': '$.n'               | null",
        "'Type': 'Pass', 'InputPath': null                | {}",
        "'Type': 'Pass', 'OutputPath': '$.a.b[0]'         | 10",
        "'Type': 'Pass', 'OutputPath': null               | {}",
        "'Type': 'Pass', 'OutputPath': '$$.State.Name'    | 'S'",
        "'Type': 'Pass', 'InputPath': '$.a.b[*].c'        | ['x']",
        "'Type': 'Pass', 'InputPath': '$.a.b[?(@.c == 1)]'| []",
        "'Type': 'Pass', 'InputPath': '$..c'              | ['x']",
        "'Type': 'Pass', 'Result': {'x.$': '$.d'}, 'InputPath': '$.a' | {'x.$': '$.d'}",
        "'Type': 'Pass', 'Result': 1, 'ResultPath': null, 'OutputPath': '$.d' | 1.50",
        "'Type': 'Pass', 'Result': 1, 'ResultPath': '$.n', 'OutputPath': '$.n' | 1",
        "'Type': 'Pass', 'Result': 1, 'ResultPath': '$.x.y.z', 'OutputPath': '$.x' | {'y': {'z':"
            + " 1}}",
        "'Type': 'Pass', 'Result': 1, 'ResultPath': '$.a.b[1].c', 'OutputPath': '$.a' | {'b': [10,"
            + " {'c': 1}]}",
        "'Type': 'Pass', 'Parameters': {'k': 1, 'v.$': '$.d', 'l': [{'w.$': '$.a.b[0]'}, 2], 'o':"
            + " {'p': []}} | {'k': 1, 'v': 1.50, 'l': [{'w': 10}, 2], 'o': {'p': []}}",
        "'Type': 'Pass', 'Parameters': {'all.$': '$', 'me.$': '$$.State.Name'}, 'InputPath':"
            + " '$.a.b[1]' | {'all': {'c': 'x'}, 'me': 'S'}",
        "'Type': 'Pass', 'Parameters': 'text'             | 'text'",
        "'Type': 'Pass', 'Parameters': {'v.$': '$.a.b[0:1]'} | {'v': [10]}",
        "'Type': 'Wait', 'Seconds': 0, 'InputPath': '$.a', 'OutputPath': '$.b[0]' | 10",
      })
  void passesOnWhatThePathsSelect(String fields, String expected) throws Exception {
    assertThat(text(output(single(fields), INPUT))).isEqualTo(text(json(expected)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Type': 'Pass', 'InputPath': '$.x'              | The JSONPath '$.x' specified for the"
            + " field 'InputPath' could not be found",
        "'Type': 'Pass', 'OutputPath': '$.a.b[7]'        | The JSONPath '$.a.b[7]' specified for"
            + " the field 'OutputPath'",
        "'Type': 'Pass', 'OutputPath': '$.d.e'           | The JSONPath '$.d.e'",
        "'Type': 'Pass', 'OutputPath': '$.d[0]'          | The JSONPath '$.d[0]'",
        "'Type': 'Pass', 'OutputPath': '$.a.b[-9]'       | The JSONPath '$.a.b[-9]'",
        "'Type': 'Pass', 'Parameters': {'p.$': '$.x'}    | The JSONPath '$.x' specified for the"
            + " field 'p.$'",
        "'Type': 'Pass', 'Parameters': {'p.$': '$$.Map'} | The JSONPath '$$.Map' specified for the"
            + " field 'p.$'",
      })
  void failsWithRuntimeWhereADefinitePathLeadsNowhere(String fields, String cause)
      throws Exception {
    assertThat(run(single(fields), INPUT))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo("States.Runtime");
              assertThat(failed.cause())
                  .startsWith("An error occurred while executing the state 'S'. ")
                  .contains(cause);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$.d.x | {'d': 1}",
        "$.x | [1]",
        "$.a[2] | {'a': [1]}",
        "$[0] | {}",
        "$.x | 5",
        "$.a[-1] | {'a': [1]}"
      })
  void failsWhereAResultCannotBePut(String path, String input) throws Exception {
    Outcome outcome =
        run(single("'Type': 'Pass', 'Result': 0, 'ResultPath': '" + path + "'"), input);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo("States.ResultPathMatchFailure");
              assertThat(failed.cause()).startsWith("Unable to apply ReferencePath " + path);
            });
  }

  @Test
  void keepsDecimalsAsTheyWereWritten() throws Exception {
    String numbers =
        "[0.10, 1.000000000000000000001, 12345678901234567890.5, 1e400, 9007199254740993]";

    JsonNode output =
        output(single("'Type': 'Pass', 'Parameters': {'n.$': '$'}, 'OutputPath': '$.n'"), numbers);

    assertThat(text(output))
        .isEqualTo("[0.10,1.000000000000000000001,12345678901234567890.5,1E+400,9007199254740993]");
  }

  @Test
  void leavesTheInputAloneWhenAResultIsPutIntoIt() throws Exception {
    JsonNode input = json("{'a': {'b': 1}}");
    StateMachine machine =
        Runs.machine(single("'Type': 'Pass', 'Result': 2, 'ResultPath': '$.a.b'"));

    Outcome outcome = new Interpreter(machine, request -> input).run(input, Runs.execution());

    assertThat(text(output(outcome))).isEqualTo("{\"a\":{\"b\":2}}");
    assertThat(text(input)).isEqualTo("{\"a\":{\"b\":1}}");
  }

  @Test
  void cutsLongDataInMessages() throws Exception {
    Outcome outcome =
        run(single("'Type': 'Pass', 'InputPath': '$.x'"), "'" + "y".repeat(10_000) + "'");

    assertThat(((Outcome.Failed) outcome).cause()).hasSizeLessThan(500).contains("…");
  }

  @Test
  void showsTheContextObject() throws Exception {
    String definition =
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Pass', 'OutputPath': '$$', 'End': true}}}";

    assertThat(output(definition, "{'i': 1}"))
        .isEqualTo(
            json(
                """
                {'Execution': {
                   'Id': 'arn:aws:states:us-east-1:000000000000:execution:machine:run-1',
                   'Name': 'run-1', 'RoleArn': 'arn:aws:iam::000000000000:role/local',
                   'StartTime': '2026-01-05T09:00:00.250Z', 'RedriveCount': 0, 'Input': {'i': 1}},
                 'StateMachine': {
                   'Id': 'arn:aws:states:us-east-1:000000000000:stateMachine:machine', 'Name': 'machine'},
                 'State': {'Name': 'S', 'EnteredTime': '2026-01-05T09:00:00.250Z'}}
                """));
  }

  @Test
  void entersALaterStateAtALaterTime() throws Exception {
    String definition =
        """
        {'StartAt': 'W', 'States': {
          'W': {'Type': 'Wait', 'Seconds': 90, 'Next': 'P'},
          'P': {'Type': 'Pass', 'OutputPath': '$$.State.EnteredTime', 'End': true}}}
        """;

    assertThat(output(definition, "{}")).isEqualTo(json("'2026-01-05T09:01:30.250Z'"));
  }
}
