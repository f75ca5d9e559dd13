package io.tradeprocessing.asl.run;

import static io.tradeprocessing.asl.Runs.START;
import static io.tradeprocessing.asl.Runs.machine;
import static io.tradeprocessing.asl.Runs.run;
import static io.tradeprocessing.asl.Runs.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.asl.Interpreter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitAndFailTest {

  private static final String INPUT =
      """
      {'s': 3, 'zero': 0, 'neg': -1, 'half': 1.5, 'text': '3', 't': '2026-01-05T09:00:01.250Z',
       'past': '2020-01-01T00:00:00Z', 'bad': '2026-01-05T09:00:01'}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Seconds': 90                          | PT90S",
        "'SecondsPath': '$.s'                   | PT3S",
        "'SecondsPath': '$.zero'                | ",
        "'Timestamp': '2026-01-05T10:00:00.250+01:00' | ",
        "'Timestamp': '2026-01-05T09:01:00.250Z' | PT60S",
        "'TimestampPath': '$.t'                 | PT1S",
        "'TimestampPath': '$.past'              | ",
      })
  void waitsAsLongAsItSays(String field, Duration expected) throws Exception {
    VirtualTimer timer = new VirtualTimer(START);
    Interpreter interpreter =
        new Interpreter(
                machine(single("'Type': 'Wait', " + field)), request -> request.parameters())
            .withTimer(timer);

    assertThat(run(interpreter, INPUT)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(timer.sleeps()).isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'SecondsPath': '$.neg'     | The SecondsPath parameter must lead to an integer from 0 to"
            + " 99999999: $.neg == -1",
        "'SecondsPath': '$.half'    | $.half == 1.5",
        "'SecondsPath': '$.text'    | $.text == \"3\"",
        "'SecondsPath': '$.none'    | could not be found",
        "'TimestampPath': '$.bad'   | valid ISO-8601 extended offset date-time",
        "'TimestampPath': '$.s'     | must lead to a string",
      })
  void failsWithRuntimeWhereAPathLeadsToNoTime(String field, String cause) throws Exception {
    Outcome.Failed failed = (Outcome.Failed) run(single("'Type': 'Wait', " + field), INPUT);

    assertThat(failed.error()).isEqualTo("States.Runtime");
    assertThat(failed.cause()).contains(cause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Error': 'E', 'Cause': 'C'               | E      | C",
        "'Comment': 'nothing set'                 |        | ",
        "'ErrorPath': '$.text', 'Cause': 'C'      | 3      | C",
        "'ErrorPath': '$$.State.Name'             | S      | ",
        "'CausePath': 'States.JsonToString($.s)'  |        | 3",
      })
  void failsWithTheErrorAndCauseItNames(String fields, String error, String cause)
      throws Exception {
    assertThat(run(fail(fields), INPUT)).isEqualTo(new Outcome.Failed(error, cause));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ErrorPath': '$.none' | could not be found in the input",
        "'CausePath': '$.s'    | The CausePath parameter must lead to a string, not to 3",
      })
  void failsWithRuntimeWhereAPathLeadsToNoText(String fields, String cause) throws Exception {
    Outcome.Failed failed = (Outcome.Failed) run(fail(fields), INPUT);

    assertThat(failed.error()).isEqualTo("States.Runtime");
    assertThat(failed.cause()).contains(cause);
  }

  @Test
  void namesTheStatusesAsStepFunctionsDoes() throws Exception {
    assertThat(run(fail("'Error': 'E'"), "{}").status()).isEqualTo("FAILED");
    assertThat(run(single("'Type': 'Pass'"), "{}").status()).isEqualTo("SUCCEEDED");
    assertThat(new Outcome.TimedOut().status()).isEqualTo("TIMED_OUT");
  }

  private static String fail(String fields) {
    return "{'StartAt': 'S', 'States': {'S': {'Type': 'Fail', " + fields + "}}}";
  }
}
