package io.tradeprocessing.asl;

import static io.tradeprocessing.asl.Runs.START;
import static io.tradeprocessing.asl.Runs.execution;
import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.machine;
import static io.tradeprocessing.asl.Runs.output;
import static io.tradeprocessing.asl.Runs.run;
import static io.tradeprocessing.asl.Runs.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.parse.InvalidDefinitionException;
import io.tradeprocessing.asl.run.ExecutionListener;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.TaskInvoker;
import io.tradeprocessing.asl.run.VirtualTimer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions and inputs that try to exhaust the stack, the memory or the time. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileInputTest {

  private static final String TOO_LARGE =
      "The state/task 'S' returned a result with a size exceeding the maximum number of bytes"
          + " service limit.";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Type': 'Pass'",
        "'Type': 'Wait', 'Seconds': 99999999",
        "'Type': 'Task', 'Resource': 'r'",
        "'Type': 'Map', 'ItemsPath': '$$.Execution.Input.items', 'ResultPath': null,"
            + " 'ItemProcessor': {'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}}",
        "'Type': 'Parallel', 'ResultPath': null, 'Branches': [{'StartAt': 'P', 'States': {'P':"
            + " {'Type': 'Pass', 'End': true}}}], 'Catch': [{'ErrorEquals': ['States.ALL'], 'Next':"
            + " 'Again'}]",
      })
  void endsAnEndlessLoopWhenTheHistoryIsFull(String fields) throws Exception {
    assertThat(run(loop(fields), "{'items': [1, 2]}", request -> json("{}")))
        .isEqualTo(historyFull());
  }

  @Test
  void fillsTheHistoryWithAsManyStatesAsAwsDoes() throws Exception {
    AtomicInteger exited = new AtomicInteger();
    String definition =
        """
        {'StartAt': 'C', 'States': {
          'C': {'Type': 'Choice', 'Choices': [{'Variable': '$.end', 'IsPresent': true, 'Next': 'E'}], 'Default': 'C'},
          'E': {'Type': 'Succeed'}}}
        """;
    Interpreter interpreter =
        new Interpreter(machine(definition), request -> json("{}"))
            .withTimer(new VirtualTimer(START))
            .withListener(
                new ExecutionListener() {
                  @Override
                  public void exited(String state, JsonNode output, Duration elapsed) {
                    exited.incrementAndGet();
                  }
                });

    assertThat(run(interpreter, "{}")).isEqualTo(historyFull());
    // AWS records ChoiceStateExited as event 24,999 and ExecutionFailed as event 25,000
    assertThat(exited).hasValue(12_499);
  }

  @Test
  void endsEndlessRetriesWhenTheHistoryIsFull() throws Exception {
    String definition =
        single(
            "'Type': 'Task', 'Resource': 'r', 'TimeoutSeconds': 1, 'Retry': [{'ErrorEquals':"
                + " ['States.ALL'], 'MaxAttempts': 99999999}]");
    VirtualTimer timer = new VirtualTimer(START);
    TaskInvoker slow =
        request -> {
          timer.sleep(Duration.ofSeconds(2));
          return json("{}");
        };

    assertThat(run(new Interpreter(machine(definition), slow).withTimer(timer), "{}"))
        .isEqualTo(historyFull());
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 100_000})
  void refusesADefinitionThatIsNestedTooDeep(int depth) {
    String text = "[".repeat(depth) + "]".repeat(depth);

    assertThatThrownBy(() -> StateMachine.parse(text))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("nesting depth");
    assertThatThrownBy(() -> StateMachine.parse(nested(depth)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("nested at most 200 levels deep");
  }

  @Test
  void readsADefinitionAtTheDeepestNesting() throws Exception {
    ObjectNode definition = (ObjectNode) json(single("'Type': 'Pass', 'Result': 0"));
    ((ObjectNode) definition.at("/States/S")).set("Result", nested(197));

    assertThat(StateMachine.parse(definition).outline().states()).hasSize(1);
  }

  @Test
  void refusesADefinitionThatIsLargerThanStepFunctionsAccepts() {
    String text = "{\"Comment\": \"" + "x".repeat(1_048_576) + "\"}";

    assertThatThrownBy(() -> StateMachine.parse(text)).hasMessageContaining("at most 1 MB");
  }

  @Test
  void reportsAtMostAHundredProblems() {
    ObjectNode definition = JsonNodeFactory.instance.objectNode();
    ObjectNode states = definition.put("StartAt", "A").putObject("States");
    for (int i = 0; i < 1_000; i++) {
      states.put("S" + i, 1);
    }

    assertThatThrownBy(() -> StateMachine.parse(definition))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class, e -> assertThat(e.problems()).hasSize(100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'InputPath': '%s'|$[?(@.a =~ /(a+)+b/)]",
        "'InputPath': '%s'|$[?(@.a =~ /a*a*a*a*b/)]",
        "'InputPath': '%s'|$[?(@.a =~ /a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?/)]",
        "'InputPath': '%s'|$[?(((((((((((((@.a)))))))))))))]",
        "'Parameters': {'a.$':"
            + " '%s'}|States.Array(States.Array(States.Array(States.Array(States.Array("
            + "States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(1)))))))))))",
      })
  void refusesExpressionsWithoutABound(String fieldAndValue) {
    String[] parts = fieldAndValue.split("\\|", 2);
    String definition = single("'Type': 'Pass', " + parts[0].formatted(parts[1]));

    assertThatThrownBy(() -> StateMachine.parse(json(definition)))
        .isInstanceOf(InvalidDefinitionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$.a", "$[?(@.a"})
  void refusesAnEndlessPath(String step) {
    String definition = single("'Type': 'Pass', 'ResultPath': '" + step + ".a".repeat(5_000) + "'");

    assertThatThrownBy(() -> StateMachine.parse(json(definition)))
        .hasMessageContaining("at most 1,000 characters");
  }

  @Test
  void refusesAnEndlessNestingOfFunctions() {
    String call = "States.Array(".repeat(50_000) + ")".repeat(50_000);

    assertThatThrownBy(
            () ->
                StateMachine.parse(
                    json(single("'Type': 'Pass', 'Parameters': {'a.$': '" + call + "'}"))))
        .hasMessageContaining("nested at most 10 levels deep");
  }

  @Test
  void failsWhereAScanInScansTakesTooLong() throws Exception {
    String definition = single("'Type': 'Pass', 'InputPath': '$" + "..*".repeat(9) + "'");
    Outcome outcome =
        runOn(nested(150), new Interpreter(machine(definition), request -> json("{}")));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo("States.Runtime");
              assertThat(failed.cause()).contains("takes too long on this input");
            });
  }

  @Test
  void failsWhereARegularExpressionBacktracksTooLong() throws Exception {
    String definition = single("'Type': 'Pass', 'InputPath': '$[?(@.a =~ /.*a.*a.*b/)]'");
    String input = "[{'a': '" + "a".repeat(100_000) + "'}]";

    assertThat(((Outcome.Failed) run(definition, input)).cause())
        .contains("takes too long on this input");
    assertThat(output(definition, "[{'a': 'aab'}, {'a': 'ab'}]")).isEqualTo(json("[{'a': 'aab'}]"));
  }

  @Test
  void matchesWildcardsInLinearTime() throws Exception {
    String definition =
        """
        {'StartAt': 'C', 'States': {
          'C': {'Type': 'Choice', 'Choices': [{'Variable': '$', 'StringMatches': '%s', 'Next': 'Y'}], 'Default': 'N'},
          'Y': {'Type': 'Pass', 'Result': 'Y', 'End': true}, 'N': {'Type': 'Pass', 'Result': 'N', 'End': true}}}
        """;
    String text = "'" + "a".repeat(200_000) + "'";

    assertThat(output(definition.formatted("*a".repeat(1_000) + "*b*"), text))
        .isEqualTo(json("'N'"));
    assertThat(output(definition.formatted("*" + "a".repeat(100_000) + "b*"), text))
        .isEqualTo(json("'N'"));
    assertThat(output(definition.formatted("*a".repeat(1_000)), text)).isEqualTo(json("'Y'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "States.JsonToString(States.Array($,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$))",
        "States.Format('{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}',"
            + " $,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$,$)",
        "States.Array($,$)",
        "States.Format('{}{}', $, $)",
      })
  void failsWhereFunctionsMultiplyTheData(String call) throws Exception {
    String input = "'" + "x".repeat(200_000) + "'";

    Outcome.Failed failed =
        (Outcome.Failed)
            run(
                single(
                    "'Type': 'Pass', 'Parameters': {'a.$': '%s'}"
                        .formatted(call.replace("'", "\\u0027"))),
                input);

    assertThat(failed.error()).isIn("States.DataLimitExceeded", "States.IntrinsicFailure");
  }

  @Test
  void failsWhereAnExplosionOfArraysExceedsThePayloadQuota() throws Exception {
    String definition = loop("'Type': 'Pass', 'Parameters': {'a.$': '$', 'b.$': '$'}");

    assertThat(run(definition, "{}"))
        .isEqualTo(new Outcome.Failed("States.DataLimitExceeded", TOO_LARGE));
  }

  @Test
  void failsWhereDataIsNestedTooDeep() throws Exception {
    String definition = loop("'Type': 'Pass', 'Parameters': {'a.$': '$'}");

    assertThat(((Outcome.Failed) run(definition, "{}")).cause())
        .contains("nested more than 200 levels deep");
    assertThat(runOn(nested(100_000), new Interpreter(machine(definition), request -> json("{}"))))
        .isEqualTo(
            new Outcome.Failed(
                "States.DataLimitExceeded",
                "The input of the execution has more than 262,144 bytes or is nested more than 200"
                    + " levels deep"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E999999999", "-1E999999999"})
  void refusesNumbersWithEndlessDigits(String number) throws Exception {
    Outcome.Failed failed = (Outcome.Failed) run(add(number), "{}");

    assertThat(failed.error()).isEqualTo("States.IntrinsicFailure");
    assertThat(failed.cause()).contains("is too large");
    assertThat(output(add("1E-999999999"), "{}")).isEqualTo(json("{'a': 1}"));
  }

  @Test
  void findsTheDistinctElementsOfALongArrayQuickly() throws Exception {
    ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 40_000; i++) {
      numbers.add(i);
    }
    String definition =
        single(
            "'Type': 'Pass', 'Parameters': {'n.$': 'States.ArrayLength(States.ArrayUnique($))'}");

    assertThat(runOn(numbers, new Interpreter(machine(definition), request -> json("{}"))))
        .isEqualTo(new Outcome.Succeeded(json("{'n': 40000}")));
  }

  @Test
  void catchesATaskResultAboveThePayloadQuota() throws Exception {
    String definition =
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Task', 'Resource': 'r', 'End': true, 'Catch':"
            + " [{'ErrorEquals': ['States.DataLimitExceeded'], 'Next': 'E'}]}, 'E': {'Type':"
            + " 'Succeed'}}}";

    JsonNode caught = output(run(definition, "{}", request -> text(256 * 1024 - 1)));
    assertThat(caught.path("Error").textValue()).isEqualTo("States.DataLimitExceeded");
    assertThat(caught.path("Cause").textValue()).isEqualTo(TOO_LARGE);
    assertThat(output(run(definition, "{}", request -> text(256 * 1024 - 2))).asText())
        .hasSize(256 * 1024 - 2);
  }

  @Test
  void failsWhereTheOutputsOfAMapTogetherExceedThePayloadQuota() throws Exception {
    String definition =
        single(
            "'Type': 'Map', 'ItemProcessor': {'StartAt': 'P', 'States': {'P': {'Type': 'Task',"
                + " 'Resource': 'r', 'End': true}}}");
    AtomicInteger asked = new AtomicInteger();
    TaskInvoker large =
        request -> {
          asked.incrementAndGet();
          return text(200_000);
        };

    assertThat(run(new Interpreter(machine(definition), large).inOrder(), "[1, 2, 3, 4, 5]"))
        .isEqualTo(new Outcome.Failed("States.DataLimitExceeded", TOO_LARGE));
    assertThat(asked).hasValue(2);
  }

  /** A state S with these fields, again and again. */
  private static String loop(String fields) {
    return """
    {'StartAt': 'S', 'States': {
      'S': {%s, 'Next': 'Again'},
      'Again': {'Type': 'Choice', 'Choices': [{'Variable': '$.end', 'IsPresent': true, 'Next': 'E'}], 'Default': 'S'},
      'E': {'Type': 'Succeed'}}}
    """
        .formatted(fields);
  }

  private static Outcome historyFull() {
    return new Outcome.Failed(
        "States.Runtime", "The execution reached the maximum number of history events (25000).");
  }

  private static Outcome runOn(JsonNode input, Interpreter interpreter)
      throws InterruptedException {
    return interpreter.run(input, execution());
  }

  private static String add(String number) {
    return single("'Type': 'Pass', 'Parameters': {'a.$': 'States.MathAdd(" + number + ", 1)'}");
  }

  /** A text whose JSON has the quotes in addition. */
  private static JsonNode text(int length) {
    return JsonNodeFactory.instance.textNode("x".repeat(length));
  }

  private static JsonNode nested(int depth) {
    ArrayNode outermost = JsonNodeFactory.instance.arrayNode();
    ArrayNode innermost = outermost;
    for (int i = 1; i < depth; i++) {
      innermost = innermost.addArray();
    }
    return outermost;
  }
}
