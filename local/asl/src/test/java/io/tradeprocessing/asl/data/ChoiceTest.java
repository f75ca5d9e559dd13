package io.tradeprocessing.asl.data;

import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.output;
import static io.tradeprocessing.asl.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.asl.run.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {

  private static final String INPUT =
      """
      {'s': 'berry', 'n': 5, 'n2': 5.0, 'big': 123456789012345678901, 'b': true, 'z': null,
       't': '2026-01-05T10:00:00Z', 't2': '2026-01-05T11:00:00+01:00', 'bad': '2026-01-05', 'star': 'a*b', 'o': {}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'$.s'  | 'StringEquals': 'berry'              | true",
        "'$.s'  | 'StringEquals': 'Berry'              | false",
        "'$.n'  | 'StringEquals': '5'                  | false",
        "'$.s'  | 'StringEqualsPath': '$.s'            | true",
        "'$.s'  | 'StringEqualsPath': '$.n'            | false",
        "'$.s'  | 'StringLessThan': 'cherry'           | true",
        "'$.s'  | 'StringLessThan': 'berry'            | false",
        "'$.s'  | 'StringLessThanPath': '$.star'       | false",
        "'$.s'  | 'StringGreaterThan': 'apple'         | true",
        "'$.s'  | 'StringGreaterThanPath': '$.s'       | false",
        "'$.s'  | 'StringLessThanEquals': 'berry'      | true",
        "'$.s'  | 'StringLessThanEqualsPath': '$.star' | false",
        "'$.s'  | 'StringGreaterThanEquals': 'berry'   | true",
        "'$.s'  | 'StringGreaterThanEqualsPath': '$.s' | true",
        "'$.s'  | 'StringMatches': 'b*y'               | true",
        "'$.s'  | 'StringMatches': 'b*x'               | false",
        "'$.s'  | 'StringMatches': '*'                 | true",
        "'$.s'  | 'StringMatches': 'b.rry'             | false",
        "'$.n'  | 'StringMatches': '*'                 | false",
        "'$.star'| 'StringMatches': 'a\\\\*b'          | true",
        "'$.s'  | 'StringMatches': 'b\\\\*y'           | false",
        "'$.s'  | 'StringMatches': 'b\\\\\\\\*'        | false",
        "'$.n'  | 'NumericEquals': 5                   | true",
        "'$.n'  | 'NumericEquals': 5.00                | true",
        "'$.s'  | 'NumericEquals': 5                   | false",
        "'$.n'  | 'NumericEqualsPath': '$.n2'          | true",
        "'$.big'| 'NumericEquals': 123456789012345678902 | false",
        "'$.n'  | 'NumericLessThan': 5.001             | true",
        "'$.n'  | 'NumericLessThanPath': '$.n2'        | false",
        "'$.n'  | 'NumericGreaterThan': 4              | true",
        "'$.n'  | 'NumericGreaterThanPath': '$.big'    | false",
        "'$.n'  | 'NumericLessThanEquals': 5           | true",
        "'$.n'  | 'NumericLessThanEqualsPath': '$.n2'  | true",
        "'$.n'  | 'NumericGreaterThanEquals': 6        | false",
        "'$.n'  | 'NumericGreaterThanEqualsPath': '$.n'| true",
        "'$.b'  | 'BooleanEquals': true                | true",
        "'$.b'  | 'BooleanEquals': false               | false",
        "'$.s'  | 'BooleanEquals': true                | false",
        "'$.b'  | 'BooleanEqualsPath': '$.b'           | true",
        "'$.t'  | 'TimestampEquals': '2026-01-05T10:00:00.000Z' | true",
        "'$.t'  | 'TimestampEqualsPath': '$.t2'        | true",
        "'$.t'  | 'TimestampEqualsPath': '$.bad'       | false",
        "'$.t'  | 'TimestampLessThan': '2026-01-05T10:00:00.001Z' | true",
        "'$.t'  | 'TimestampLessThanPath': '$.t2'      | false",
        "'$.t'  | 'TimestampGreaterThan': '2026-01-05T10:00:00Z' | false",
        "'$.t'  | 'TimestampGreaterThanPath': '$.t2'   | false",
        "'$.t'  | 'TimestampLessThanEquals': '2026-01-05T10:00:00Z' | true",
        "'$.t'  | 'TimestampLessThanEqualsPath': '$.t2' | true",
        "'$.bad'| 'TimestampGreaterThanEquals': '2026-01-05T10:00:00Z' | false",
        "'$.t'  | 'TimestampGreaterThanEqualsPath': '$.t2' | true",
        "'$.z'  | 'IsNull': true                       | true",
        "'$.s'  | 'IsNull': true                       | false",
        "'$.s'  | 'IsNull': false                      | true",
        "'$.z'  | 'IsPresent': true                    | true",
        "'$.q'  | 'IsPresent': true                    | false",
        "'$.q'  | 'IsPresent': false                   | true",
        "'$.n'  | 'IsNumeric': true                    | true",
        "'$.s'  | 'IsNumeric': true                    | false",
        "'$.s'  | 'IsString': true                     | true",
        "'$.o'  | 'IsString': true                     | false",
        "'$.b'  | 'IsBoolean': true                    | true",
        "'$.n'  | 'IsBoolean': false                   | true",
        "'$.t'  | 'IsTimestamp': true                  | true",
        "'$.t2' | 'IsTimestamp': true                  | true",
        "'$.bad'| 'IsTimestamp': true                  | false",
        "'$.n'  | 'IsTimestamp': true                  | false",
        "'$$.Execution.Name' | 'StringEquals': 'run-1' | true",
      })
  void comparesAsTheOperatorSays(String variable, String test, boolean expected) throws Exception {
    String rule = "'Variable': %s, %s".formatted(variable, test);

    assertThat(chosen(rule)).isEqualTo(expected ? "Yes" : "No");
    assertThat(chosen("'Not': {" + rule + "}")).isEqualTo(expected ? "No" : "Yes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | true  | true  | true",
        "true  | false | false | true",
        "false | true  | false | true",
        "false | false | false | false"
      })
  void combinesWithAndAndOr(boolean left, boolean right, boolean both, boolean either)
      throws Exception {
    String rules =
        "[{'Variable': '$.b', 'BooleanEquals': %s}, {'Variable': '$.b', 'BooleanEquals': %s}]"
            .formatted(left, right);

    assertThat(chosen("'And': " + rules)).isEqualTo(both ? "Yes" : "No");
    assertThat(chosen("'Or': " + rules)).isEqualTo(either ? "Yes" : "No");
  }

  @Test
  void looksNoFurtherThanItMust() throws Exception {
    assertThat(
            chosen(
                "'And': [{'Variable': '$.q', 'IsPresent': true}, {'Variable': '$.q', 'IsNull':"
                    + " true}]"))
        .isEqualTo("No");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Variable': '$.q', 'IsNull': true",
        "'Variable': '$.q', 'StringMatches': '*'",
        "'Variable': '$.q', 'NumericEquals': 1",
        "'Variable': '$.n', 'NumericEqualsPath': '$.q'"
      })
  void failsWithRuntimeWhereAConditionLooksAtNothing(String rule) throws Exception {
    Outcome.Failed failed = (Outcome.Failed) run(choice(rule, "'Default': 'No'"), INPUT);

    assertThat(failed.error()).isEqualTo("States.Runtime");
    assertThat(failed.cause())
        .contains(
            "Invalid path '$.q': The choice state's condition path references an invalid value.");
  }

  @Test
  void failsWithRuntimeWhereNoRuleMatchesAndThereIsNoDefault() throws Exception {
    Outcome outcome =
        run(
            choice("'Variable': '$.n', 'NumericEquals': 6", "'Comment': 'none'")
                .replace("'No': {'Type': 'Pass', 'Result': 'No', 'End': true},", ""),
            INPUT);

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Failed(
                "States.Runtime",
                "An error occurred while executing the state 'C'. Failed to transition out of the"
                    + " state. The state does not point to a next state."));
  }

  @Test
  void takesTheFirstRuleThatMatchesAndItsInputPathNarrowsTheOutput() throws Exception {
    String definition =
        """
        {'StartAt': 'C', 'States': {
          'C': {'Type': 'Choice', 'InputPath': '$.x', 'Choices': [
                 {'Variable': '$.v', 'NumericLessThan': 1, 'Next': 'A'},
                 {'Variable': '$.v', 'NumericLessThan': 9, 'Next': 'B'},
                 {'Variable': '$.v', 'NumericLessThan': 99, 'Next': 'A'}]},
          'A': {'Type': 'Fail'}, 'B': {'Type': 'Succeed', 'OutputPath': '$.v'}}}
        """;

    assertThat(output(definition, "{'x': {'v': 2}}")).isEqualTo(json("2"));
  }

  private static String chosen(String rule) throws Exception {
    return output(choice(rule, "'Default': 'No'"), INPUT).asText();
  }

  private static String choice(String rule, String last) {
    return """
    {'StartAt': 'C', 'States': {
      'C': {'Type': 'Choice', 'Choices': [{%s, 'Next': 'Yes'}], %s},
      'No': {'Type': 'Pass', 'Result': 'No', 'End': true},
      'Yes': {'Type': 'Pass', 'Result': 'Yes', 'End': true}}}
    """
        .formatted(rule, last);
  }
}
