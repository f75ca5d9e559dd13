package io.tradeprocessing.asl.parse;

import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.asl.StateMachine;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal names the place by a JSON Pointer. */
class RefusedDefinitionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Type': 'Task', 'Resource': 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' |"
            + " /States/S/Resource | Callbacks (waitForTaskToken) are not supported",
        "'Type': 'Task', 'Resource': 'arn:aws:states:us-east-1:123456789012:activity:x'  |"
            + " /States/S/Resource | Activities are not supported",
        "'Type': 'Pass', 'QueryLanguage': 'JSONata'          | /States/S/QueryLanguage | JSONata is"
            + " not supported",
        "'Type': 'Pass', 'QueryLanguage': 'XPath'            | /States/S/QueryLanguage | must be"
            + " JSONPath",
        "'Type': 'Pass', 'Output': {}                        | /States/S/Output        | JSONata"
            + " (Output) is not supported",
        "'Type': 'Task', 'Resource': 'r', 'Arguments': {}    | /States/S/Arguments     | JSONata"
            + " (Arguments) is not supported",
        "'Type': 'Pass', 'Assign': {'x': 1}                  | /States/S/Assign        | Variables"
            + " (Assign) are not supported",
        "'Type': 'Pass', 'InputPath': '$x.y'                 | /States/S/InputPath     | Variables"
            + " are not supported",
        "'Type': 'Pass', 'Parameters': {'a': [{'b.$': '$x'}]}| /States/S/Parameters/a/0/b.$ |"
            + " Variables are not supported",
      })
  void namesWhatIsNotSupported(String fields, String pointer, String message) {
    assertRefused(single(fields), pointer, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ItemReader': {}, #                                        | /States/M/ItemReader   |"
            + " needs a ProcessorConfig with Mode DISTRIBUTED",
        "'ResultWriter': {}, #                                      | /States/M/ResultWriter |"
            + " needs a ProcessorConfig with Mode DISTRIBUTED",
        "'Label': 'x', #                                            | /States/M/Label        |"
            + " needs a ProcessorConfig with Mode DISTRIBUTED",
        "'ToleratedFailureCount': 1, #                              |"
            + " /States/M/ToleratedFailureCount | needs a ProcessorConfig with Mode DISTRIBUTED",
        "'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED'}, % |"
            + " /States/M/ItemProcessor/ProcessorConfig | Field 'ExecutionType' is missing",
        "'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': 'FAST'}, % |"
            + " /States/M/ItemProcessor/ProcessorConfig/ExecutionType | must be STANDARD or"
            + " EXPRESS",
        "'ItemBatcher': {}, @ | /States/M/ItemBatcher | ItemBatcher is not supported",
        "'Label': 'a b', @ | /States/M/Label | must have 1 to 40 characters",
        "'Label': 'aaaaaaaaaabbbbbbbbbbccccccccccddddddddddd', @ | /States/M/Label | 1 to 40",
        "'ToleratedFailureCount': -1, @ | /States/M/ToleratedFailureCount | from 0",
        "'ToleratedFailureCount': 1, 'ToleratedFailureCountPath': '$.a', @ | /States/M | only be"
            + " one",
        "'ToleratedFailurePercentage': 101, @ | /States/M/ToleratedFailurePercentage |"
            + " must be a number from 0 to 100",
        "'ItemReader': {}, @ | /States/M/ItemReader | Field 'Resource' is missing",
        "'ItemReader': {'Resource': 'arn:aws:states:::dynamodb:query'}, @ |"
            + " /States/M/ItemReader/Resource | must be arn:aws:states:::s3:getObject",
        "'ItemReader': {'Resource': 'arn:aws:states:::s3:getObject', 'ReaderConfig': {'InputType':"
            + " 'XML'}}, @ | /States/M/ItemReader/ReaderConfig/InputType | must be CSV, JSON",
        "'ItemReader': {'Resource': 'arn:aws:states:::s3:getObject'}, 'ItemsPath': '$', @ |"
            + " /States/M | only be one of ItemReader, ItemsPath",
        "'ResultWriter': {'Resource': 'arn:aws:states:::s3:getObject'}, @ |"
            + " /States/M/ResultWriter/Resource | must be arn:aws:states:::s3:putObject",
        "'ResultWriter': {'Resource': 'arn:aws:states:::s3:putObject', 'WriterConfig': {}}, @ |"
            + " /States/M/ResultWriter/WriterConfig | is not supported",
        "'ItemProcessor': {'ProcessorConfig': {'ExecutionType': 1}, % |"
            + " /States/M/ItemProcessor/ProcessorConfig/ExecutionType | must be a string",
        "'ItemProcessor': {'ProcessorConfig': {'Mode': 'FAST'}, %   |"
            + " /States/M/ItemProcessor/ProcessorConfig/Mode | must be INLINE or DISTRIBUTED",
        "'ItemProcessor': {'ProcessorConfig': {'Max': 1}, %         |"
            + " /States/M/ItemProcessor/ProcessorConfig/Max | Field 'Max' is not supported",
        "'ItemProcessor': {'QueryLanguage': 'JSONPath', %           |"
            + " /States/M/ItemProcessor/QueryLanguage | Field 'QueryLanguage' is not supported",
        "'Items': [1], #                                            | /States/M/Items          |"
            + " JSONata (Items)",
        "'ItemSelector': {}, 'Parameters': {}, #                    | /States/M                |"
            + " only be one of ItemSelector, Parameters",
        "'Iterator': {}, #                                          | /States/M                |"
            + " only be one of ItemProcessor, Iterator",
        "'MaxConcurrency': -1, #                                    | /States/M/MaxConcurrency |"
            + " must be an integer from 0",
        "'MaxConcurrency': 1.5, #                                   | /States/M/MaxConcurrency |"
            + " must be an integer from 0",
        "'MaxConcurrency': 1, 'MaxConcurrencyPath': '$.m', #        | /States/M                |"
            + " only be one of MaxConcurrency, MaxConcurrencyPath",
        "'MaxConcurrencyPath': '$$.Execution.Input.m', #            | /States/M/MaxConcurrencyPath"
            + " | must be a reference path",
        "'ItemsPath': 'x', #                                        | /States/M/ItemsPath      |"
            + " must begin with $",
        "'ItemsPath': 1, #                                          | /States/M/ItemsPath      |"
            + " must be a string, not 1",
        "'TimeoutSeconds': 1, #                                     | /States/M/TimeoutSeconds | is"
            + " not supported on a Map state",
        "'Comment': 'no processor'                                  | /States/M                |"
            + " Field 'ItemProcessor' is missing",
        "'ItemProcessor': []                                        | /States/M/ItemProcessor  |"
            + " must be an object, not []",
      })
  void namesWhatIsWrongWithAMap(String fields, String pointer, String message) {
    String states = "'StartAt': 'I', 'States': {'I': {'Type': 'Succeed'}}}";
    String completed =
        fields
            .replace(
                "@",
                "'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType':"
                    + " 'STANDARD'}, %")
            .replace("#", "'ItemProcessor': {" + states)
            .replace("%", states);
    assertRefused(
        "{'StartAt': 'M', 'States': {'M': {'Type': 'Map', 'End': true, " + completed + "}}}",
        pointer,
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                    | /         | must be an object, not []",
        "{}                                    | /         | Field 'StartAt' is missing",
        "{}                                    | /         | Field 'States' is missing",
        "{'StartAt': 'S', 'States': {}}        | /States   | at least one state",
        "{'StartAt': 'S', 'States': []}        | /States   | must be an object",
        "{'StartAt': 1, 'States': {'S': {'Type': 'Succeed'}}}   | /StartAt | must be a string, not"
            + " 1",
        "{'StartAt': 'T', 'States': {'S': {'Type': 'Succeed'}}} | /StartAt | There is no state 'T'",
        "{'StartAt': 'S', 'States': {'S': 1}}  | /States/S | must be an object, not 1",
        "{'StartAt': 'S', 'States': {'S': {}}} | /States/S | Field 'Type' is missing",
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Task2'}}} | /States/S/Type | 'Task2' is not a"
            + " state type; allowed are Pass, Task, Choice",
        "{'StartAt': '', 'States': {'': {'Type': 'Succeed'}}} | /States/ | must have 1 to 80"
            + " characters",
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Pass', 'Next': 'S'}}} | /States | no terminal"
            + " state",
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Pass', 'Next': 'N'}, 'T': {'Type': 'Succeed'}}}"
            + " | /States/S/Next | There is no state 'N'",
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Succeed'}, 'T': {'Type': 'Succeed'}}} |"
            + " /States/T | State 'T' is not reachable",
        "{'StartAt': 'a/b~c', 'States': {'a/b~c': {'Type': 'Pass'}}} | /States/a~1b~0c | Field"
            + " 'Next' is missing",
        "{'StartAt': 'S', 'QueryLanguage': 'JSONata', 'States': {'S': {'Type': 'Succeed'}}} |"
            + " /QueryLanguage | JSONata is not supported",
        "{'StartAt': 'S', 'Version': '2.0', 'States': {'S': {'Type': 'Succeed'}}}     | /Version  |"
            + " must be \"1.0\"",
        "{'StartAt': 'S', 'TimeoutSeconds': 0, 'States': {'S': {'Type': 'Succeed'}}}  |"
            + " /TimeoutSeconds | from 1 to 99999999",
        "{'StartAt': 'S', 'Timeout': 1, 'States': {'S': {'Type': 'Succeed'}}}         | /Timeout  |"
            + " Field 'Timeout' is not supported here; allowed are Comment",
        "{'StartAt': 'S', 'Comment': 1, 'States': {'S': {'Type': 'Succeed'}}}         | /Comment  |"
            + " must be a string",
        "{'StartAt': 'P', 'States': {'P': {'Type': 'Parallel', 'End': true, 'Branches':"
            + " [{'StartAt': 'P', 'States': {'P': {'Type': 'Succeed'}}}]}}} |"
            + " /States/P/Branches/0/States/P | Another state is called 'P'",
        "{'StartAt': 'P', 'States': {'P': {'Type': 'Parallel', 'End': true, 'Branches':"
            + " [{'StartAt': 'Q', 'States': {'Q': {'Type': 'Pass', 'Next': 'P'}}}]}}} |"
            + " /States/P/Branches/0/States/Q/Next | There is no state 'P' in this flow",
        "{'StartAt': 'P', 'States': {'P': {'Type': 'Parallel', 'End': true, 'Branches':"
            + " [{'StartAt': 'Q', 'X': 1, 'States': {'Q': {'Type': 'Succeed'}}}]}}} |"
            + " /States/P/Branches/0/X | not supported",
      })
  void namesWhatIsWrongWithTheFlow(String definition, String pointer, String message) {
    assertRefused(definition, pointer, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Type': 'Pass', 'Next': 'S'                     | /States/S/End        | either 'Next' or"
            + " 'End', not both",
        "'Type': 'Pass', 'Resource': 'r'                 | /States/S/Resource   | is not supported"
            + " on a Pass state",
        "'Type': 'Succeed'                               | /States/S/End        | is not supported"
            + " on a Succeed state",
        "'Type': 'Pass', 'Catch': []                     | /States/S/Catch      | is not supported"
            + " on a Pass state",
        "'Type': 'Pass', 'ResultPath': '$$.x'            | /States/S/ResultPath | must be a"
            + " reference path",
        "'Type': 'Pass', 'ResultPath': '$.x[*]'          | /States/S/ResultPath | must be a"
            + " reference path",
        "'Type': 'Pass', 'ResultPath': 'x'               | /States/S/ResultPath | must begin with"
            + " $",
        "'Type': 'Pass', 'InputPath': '$.['              | /States/S/InputPath  | is not a"
            + " JSONPath",
        "'Type': 'Pass', 'InputPath': '$.x.length()'     | /States/S/InputPath  | JSONPath"
            + " function",
        "'Type': 'Pass', 'Parameters': {'a.$': 1}        | /States/S/Parameters/a.$ | must be a"
            + " string, not 1",
        "'Type': 'Pass', 'Parameters': {'a.$': 'text'}   | /States/S/Parameters/a.$ | must be a"
            + " JSONPath or a call of an intrinsic function",
        "'Type': 'Pass', 'Parameters': {'a.$': '$.a', 'a': 1} | /States/S/Parameters/a.$ | with and"
            + " without '.$'",
        "'Type': 'Pass', 'Parameters': {'a.$': 'States.Hash(1)'} | /States/S/Parameters/a.$ |"
            + " States.Hash takes 2 arguments and got 1",
        "'Type': 'Pass', 'Parameters': {'a.$': 'States.MathRandom(1)'} | /States/S/Parameters/a.$ |"
            + " takes 2 to 3 arguments",
        "'Type': 'Pass', 'Parameters': {'a.$': 'States.Format()'} | /States/S/Parameters/a.$ |"
            + " takes at least 1 arguments",
        "'Type': 'Pass', 'Parameters': {'a.$': 'States.ArrayLength()'} | /States/S/Parameters/a.$ |"
            + " takes 1 argument and",
        "'Type': 'Task'                                  | /States/S            | Field 'Resource'"
            + " is missing",
        "'Type': 'Task', 'Resource': ''                  | /States/S/Resource   | must not be"
            + " empty",
        "'Type': 'Task', 'Resource': 'r', 'Credentials': 1 | /States/S/Credentials | must be an"
            + " object",
        "'Type': 'Task', 'Resource': 'r', 'TimeoutSeconds': 0 | /States/S/TimeoutSeconds | from 1"
            + " to 99999999",
        "'Type': 'Task', 'Resource': 'r', 'TimeoutSeconds': 1, 'TimeoutSecondsPath': '$.t' |"
            + " /States/S | only be one of TimeoutSeconds, TimeoutSecondsPath",
        "'Type': 'Task', 'Resource': 'r', 'TimeoutSeconds': 5, 'HeartbeatSeconds': 5 |"
            + " /States/S/HeartbeatSeconds | must be smaller than TimeoutSeconds",
        "'Type': 'Wait'                                  | /States/S            | One of Seconds,"
            + " SecondsPath, Timestamp, TimestampPath is missing",
        "'Type': 'Wait', 'Seconds': 1, 'Timestamp': '2026-01-01T00:00:00Z' | /States/S | only be"
            + " one of Seconds, Timestamp",
        "'Type': 'Wait', 'Seconds': -1                   | /States/S/Seconds    | from 0 to"
            + " 99999999",
        "'Type': 'Wait', 'Timestamp': 'noon'             | /States/S/Timestamp  | must be an RFC"
            + " 3339 time",
        "'Type': 'Wait', 'Timestamp': '2026-02-30T00:00:00Z' | /States/S/Timestamp | must be an RFC"
            + " 3339 time",
        "'Type': 'Parallel'                              | /States/S            | Field 'Branches'"
            + " is missing",
        "'Type': 'Parallel', 'Branches': []              | /States/S/Branches   | at least one"
            + " branch",
        "'Type': 'Parallel', 'Branches': {}              | /States/S/Branches   | must be an array",
        "'Type': 'Parallel', 'Branches': [1]             | /States/S/Branches/0 | must be an"
            + " object",
      })
  void namesWhatIsWrongWithAState(String fields, String pointer, String message) {
    assertRefused(single(fields), pointer, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Retry': 1                                                  | /Retry                  |"
            + " must be an array",
        "'Retry': [{}]                                               | /Retry/0                |"
            + " Field 'ErrorEquals' is missing",
        "'Retry': [{'ErrorEquals': 'A'}]                             | /Retry/0/ErrorEquals    |"
            + " must be an array of error names",
        "'Retry': [{'ErrorEquals': [1]}]                             | /Retry/0/ErrorEquals    |"
            + " must be an array of error names",
        "'Retry': [{'ErrorEquals': ['States.ALL', 'A']}]             | /Retry/0/ErrorEquals    |"
            + " must be the only name",
        "'Retry': [{'ErrorEquals': ['States.ALL']}, {'ErrorEquals': ['A']}] | /Retry/0/ErrorEquals"
            + " | only in the last entry",
        "'Retry': [{'ErrorEquals': ['A'], 'IntervalSeconds': 0}]     | /Retry/0/IntervalSeconds |"
            + " from 1",
        "'Retry': [{'ErrorEquals': ['A'], 'MaxAttempts': -1}]        | /Retry/0/MaxAttempts    |"
            + " from 0",
        "'Retry': [{'ErrorEquals': ['A'], 'BackoffRate': 0.9}]       | /Retry/0/BackoffRate    | at"
            + " least 1.0",
        "'Retry': [{'ErrorEquals': ['A'], 'BackoffRate': '2'}]       | /Retry/0/BackoffRate    | at"
            + " least 1.0",
        "'Retry': [{'ErrorEquals': ['A'], 'IntervalSeconds': 5, 'MaxDelaySeconds': 5}] |"
            + " /Retry/0/MaxDelaySeconds | greater than IntervalSeconds, which is 5",
        "'Retry': [{'ErrorEquals': ['A'], 'MaxDelaySeconds': 31622400}] | /Retry/0/MaxDelaySeconds"
            + " | from 1 to 31622399",
        "'Retry': [{'ErrorEquals': ['A'], 'JitterStrategy': 'SOME'}] | /Retry/0/JitterStrategy |"
            + " must be FULL or NONE",
        "'Retry': [{'ErrorEquals': ['A'], 'Next': 'S'}]              | /Retry/0/Next           |"
            + " not supported here",
        "'Catch': [{'ErrorEquals': ['A']}]                           | /Catch/0                |"
            + " Field 'Next' is missing",
        "'Catch': [{'ErrorEquals': ['A'], 'Next': 'N'}]              | /Catch/0/Next           |"
            + " There is no state 'N'",
        "'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'S'}, {'ErrorEquals': ['A'], 'Next':"
            + " 'S'}] | /Catch/0/ErrorEquals | only in the last entry",
        "'Catch': [{'ErrorEquals': ['A'], 'Next': 'S', 'ResultPath': '$..x'}] | /Catch/0/ResultPath"
            + " | must be a reference path",
        "'Catch': [{'ErrorEquals': ['A'], 'Next': 'S', 'Assign': {}}] | /Catch/0/Assign        |"
            + " Variables (Assign)",
        "'Catch': [{'ErrorEquals': ['A'], 'Next': 'S', 'Output': {}}] | /Catch/0/Output        |"
            + " JSONata (Output)",
        "'Catch': [{'ErrorEquals': ['A'], 'Next': 'S', 'Retry': []}] | /Catch/0/Retry          |"
            + " not supported here",
      })
  void namesWhatIsWrongWithRetriersAndCatchers(String fields, String pointer, String message) {
    assertRefused(
        single("'Type': 'Task', 'Resource': 'r', " + fields), "/States/S" + pointer, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Variable': '$.x', 'Next': 'E'                        |                 | needs a"
            + " comparison operator",
        "'Variable': '$.x', 'IsNull': true, 'IsString': true   |                 | only one of"
            + " IsNull, IsString",
        "'IsNull': true, 'Next': 'E'                           |                 | Field 'Variable'"
            + " is missing beside 'IsNull'",
        "'Variable': '$.x', 'IsNull': true                     |                 | Field 'Next' is"
            + " missing",
        "'Variable': 'x', 'IsNull': true, 'Next': 'E'          | /Variable       | must begin with"
            + " $",
        "'Variable': '$.x', 'IsNull': 'yes', 'Next': 'E'       | /IsNull         | must be true or"
            + " false",
        "'Variable': '$.x', 'IsPresent': 1, 'Next': 'E'        | /IsPresent      | must be true or"
            + " false",
        "'Variable': '$.x', 'StringEquals': 1, 'Next': 'E'     | /StringEquals   | must be a"
            + " string, not 1",
        "'Variable': '$.x', 'NumericEquals': '1', 'Next': 'E'  | /NumericEquals  | must be a"
            + " number",
        "'Variable': '$.x', 'BooleanEquals': 0, 'Next': 'E'    | /BooleanEquals  | must be a"
            + " boolean",
        "'Variable': '$.x', 'TimestampEquals': 'x', 'Next': 'E'| /TimestampEquals| must be a"
            + " timestamp",
        "'Variable': '$.x', 'NumericEqualsPath': 1, 'Next': 'E'| /NumericEqualsPath | must be a"
            + " string",
        "'Variable': '$.x', 'StringMatches': 'a\\\\b', 'Next': 'E' | /StringMatches | a backslash"
            + " must precede",
        "'Variable': '$.x', 'StringMatches': 'a\\\\', 'Next': 'E'  | /StringMatches | a backslash"
            + " must precede",
        "'Variable': '$.x', 'Equals': 1, 'Next': 'E'           | /Equals         | neither a"
            + " comparison operator",
        "'Variable': '$.x', 'IsNull': true, 'Next': 'N'        | /Next           | There is no"
            + " state 'N'",
        "'And': [], 'Next': 'E'                                | /And            | must have at"
            + " least one rule",
        "'Or': {}, 'Next': 'E'                                 | /Or             | must be an"
            + " array",
        "'Not': [], 'Next': 'E'                                | /Not            | must be an"
            + " object",
        "'Or': [{'Variable': '$.x', 'IsNull': 1}], 'Next': 'E' | /Or/0/IsNull    | must be true or"
            + " false",
        "'Not': {'Variable': '$.x', 'IsNull': true, 'Next': 'E'}, 'Next': 'E' | /Not/Next | Only"
            + " the rules of Choices have a 'Next'",
        "'Condition': '{% true %}', 'Next': 'E'                | /Condition      | JSONata"
            + " (Condition)",
        "'Variable': '$.x', 'IsNull': true, 'Assign': {}, 'Next': 'E' | /Assign  | Variables"
            + " (Assign)",
      })
  void namesWhatIsWrongWithAChoiceRule(String rule, String pointer, String message) {
    assertRefused(
        "{'StartAt': 'C', 'States': {'C': {'Type': 'Choice', 'Choices': [{%s}], 'Default': 'E'}, 'E': {'Type': 'Succeed'}}}"
            .formatted(rule),
        "/States/C/Choices/0" + (pointer == null ? "" : pointer),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Type': 'Choice'                              | /States/S         | Field 'Choices' is"
            + " missing",
        "'Type': 'Choice', 'Choices': []               | /States/S/Choices | at least one rule",
        "'Type': 'Choice', 'Choices': [], 'Default': 'N' | /States/S/Default | There is no state"
            + " 'N'",
        "'Type': 'Choice', 'Choices': [], 'Next': 'S'  | /States/S/Next    | is not supported on a"
            + " Choice state",
        "'Type': 'Fail', 'Error': 'E', 'ErrorPath': '$.e' | /States/S      | only be one of Error,"
            + " ErrorPath",
        "'Type': 'Fail', 'CausePath': 'cause'          | /States/S/CausePath | must be a JSONPath"
            + " or a call",
        "'Type': 'Fail', 'InputPath': '$.x'            | /States/S/InputPath | is not supported on"
            + " a Fail state",
        "'Type': 'Pass', 'End': 'yes'                  | /States/S/End     | must be true or false",
        "'Type': 'Pass', 'End': false                  | /States/S         | Field 'Next' is"
            + " missing, or 'End': true",
      })
  void namesWhatIsWrongWithChoiceAndFail(String fields, String pointer, String message) {
    assertRefused("{'StartAt': 'S', 'States': {'S': {" + fields + "}}}", pointer, message);
  }

  @Test
  void tellsAllProblemsAtOnce() {
    String definition =
        """
        {'StartAt': 'A', 'States': {
          'A': {'Type': 'Task', 'Resource': 'r.waitForTaskToken', 'Next': 'X'},
          'B': {'Type': 'Pass', 'Parameters': {'p.$': 'nothing'}, 'End': true}}}
        """;

    assertThatThrownBy(parsing(definition))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e ->
                assertThat(e.problems())
                    .extracting(DefinitionProblem::pointer)
                    .containsExactly(
                        "/States/A/Resource", "/States/B/Parameters/p.$", "/States/A/Next"));
  }

  @Test
  void refusesWhatIsNotJsonWithLineAndColumn() {
    assertThatThrownBy(() -> StateMachine.parse("{\"StartAt\": \"S\",\n oops}"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("A definition must be JSON")
        .hasMessageContaining("line 2, column");
  }

  @Test
  void refusesTwoStatesOfOneName() {
    assertThatThrownBy(
            () ->
                StateMachine.parse(
                    "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Succeed\"}, \"S\":"
                        + " {\"Type\": \"Fail\"}}}"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Duplicate field 'S'");
  }

  @Test
  void refusesANameOfMoreThanEightyCharacters() {
    String name = "n".repeat(81);
    assertRefused(
        "{'StartAt': '%s', 'States': {'%s': {'Type': 'Succeed'}}}".formatted(name, name),
        "/States/" + name,
        "1 to 80 characters");
  }

  private static void assertRefused(String definition, String pointer, String message) {
    assertThatThrownBy(parsing(definition))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e -> {
              List<String> problems =
                  e.problems().stream().map(DefinitionProblem::toString).toList();
              assertThat(problems)
                  .anySatisfy(
                      problem -> assertThat(problem).startsWith(pointer + ": ").contains(message));
            });
  }

  private static ThrowingCallable parsing(String definition) {
    return () -> StateMachine.parse(json(definition));
  }
}
