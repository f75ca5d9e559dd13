package io.tradeprocessing.asl.run;

import static io.tradeprocessing.asl.Runs.START;
import static io.tradeprocessing.asl.Runs.execution;
import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.machine;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.Interpreter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Map whose items are executions of their own. */
class DistributedMapTest {

  private static final String WORK =
      "'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource': 'r', 'End': true}}";

  /** What the tasks of a definition do with their input. */
  private static final TaskInvoker FAIL_ON_FAIL =
      request -> {
        if (request.parameters().asText().startsWith("fail")) {
          throw new TaskFailedException("Bad", "it said so");
        }
        return request.parameters();
      };

  private static String definition(String mapFields, String processor) {
    return """
    {'StartAt': 'M', 'States': {'M': {'Type': 'Map', 'End': true, %s
      'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': 'STANDARD'}, %s}}}}
    """
        .formatted(mapFields, processor);
  }

  private static Interpreter interpreter(String definition, TaskInvoker tasks) {
    return new Interpreter(machine(definition), tasks).withTimer(new VirtualTimer(START));
  }

  private static Outcome run(Interpreter interpreter, String input) throws InterruptedException {
    return interpreter.run(json(input), execution());
  }

  private static JsonNode output(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    return ((Outcome.Succeeded) outcome).output();
  }

  @Test
  void theOutputsOfTheChildrenComeInTheOrderOfTheItems() throws InterruptedException {
    assertThat(output(run(interpreter(definition("", WORK), FAIL_ON_FAIL), "['a', 'b', 'c']")))
        .isEqualTo(json("['a', 'b', 'c']"));
    assertThat(output(run(interpreter(definition("", WORK), FAIL_ON_FAIL), "[]")))
        .isEqualTo(json("[]"));
  }

  @Test
  void aChildIsAnExecutionOfItsOwn() throws InterruptedException {
    String pass =
        "'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true, 'Parameters': {'id.$':"
            + " '$$.Execution.Id', 'name.$': '$$.Execution.Name', 'input.$': '$$.Execution.Input',"
            + " 'machine.$': '$$.StateMachine.Id'}}}";
    JsonNode children =
        output(run(interpreter(definition("'Label': 'parts',", pass), FAIL_ON_FAIL), "['a', 'b']"));

    Set<String> names = new HashSet<>();
    for (JsonNode child : children) {
      String name = child.path("name").asText();
      assertThat(name).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-.{12}");
      assertThat(child.path("id").asText())
          .isEqualTo("arn:aws:states:us-east-1:000000000000:execution:machine/parts:" + name);
      assertThat(child.path("machine").asText())
          .isEqualTo("arn:aws:states:us-east-1:000000000000:stateMachine:machine/parts");
      names.add(name);
    }
    assertThat(names).hasSize(2);
    assertThat(children.findValuesAsText("input")).containsExactly("a", "b");
  }

  @Test
  void aChildDoesNotSeeTheItemOfTheMap() throws InterruptedException {
    String pass =
        "'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true,"
            + " 'Parameters': {'index.$': '$$.Map.Item.Index'}}}";
    assertThat(run(interpreter(definition("", pass), FAIL_ON_FAIL), "['a']"))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void anItemSelectorSeesItemIndexAndTheInputOfTheState() throws InterruptedException {
    String selector =
        "'ItemsPath': '$.items', 'ItemSelector': {'i.$': '$$.Map.Item.Index',"
            + " 'v.$': '$$.Map.Item.Value', 'all.$': '$.name'},";
    assertThat(
            output(
                run(
                    interpreter(definition(selector, WORK), FAIL_ON_FAIL),
                    "{'name': 'n', 'items': ['a', 'b']}")))
        .isEqualTo(json("[{'i': 0, 'v': 'a', 'all': 'n'}, {'i': 1, 'v': 'b', 'all': 'n'}]"));
  }

  @Test
  void itemsAreReadThroughThePort() throws InterruptedException {
    String reader =
        "'ItemReader': {'Resource': 'arn:aws:states:::s3:getObject', 'ReaderConfig': {'InputType':"
            + " 'JSON', 'MaxItems': 2}, 'Parameters': {'Bucket': 'b', 'Key.$': '$.key'}},";
    List<String> asked = new ArrayList<>();
    Interpreter interpreter =
        interpreter(definition(reader, WORK), FAIL_ON_FAIL)
            .withMapData(
                (resource, parameters, config) -> {
                  asked.add(resource + parameters + config.path("InputType").asText());
                  return json("['a', 'b', 'c']").valueStream().toList();
                },
                ResultWriter.NONE);

    assertThat(output(run(interpreter, "{'key': 'k'}"))).isEqualTo(json("['a', 'b']"));
    assertThat(asked)
        .containsExactly("arn:aws:states:::s3:getObject{\"Bucket\":\"b\",\"Key\":\"k\"}JSON");
  }

  @Test
  void itemsThatCannotBeReadAndResultsThatCannotBeWrittenAreErrorsOfTheirOwn()
      throws InterruptedException {
    String reader = "'ItemReader': {'Resource': 'arn:aws:states:::s3:getObject'},";
    assertThat(run(interpreter(definition(reader, WORK), FAIL_ON_FAIL), "{}"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo("States.ItemReaderFailed"));
    String writer = "'ResultWriter': {'Resource': 'arn:aws:states:::s3:putObject'},";
    assertThat(run(interpreter(definition(writer, WORK), FAIL_ON_FAIL), "['a']"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo("States.ResultWriterFailed"));
  }

  @Test
  void aResultWriterGetsEveryChildAndTheStateAnswersWhereTheResultsAre()
      throws InterruptedException {
    String writer =
        "'Label': 'parts', 'ToleratedFailureCount': 1, 'ResultWriter': {'Resource':"
            + " 'arn:aws:states:::s3:putObject', 'Parameters': {'Bucket': 'b', 'Prefix': 'p'}},";
    List<ResultWriter.Results> written = new ArrayList<>();
    Interpreter interpreter =
        interpreter(definition(writer, WORK), FAIL_ON_FAIL)
            .withMapData(
                ItemReader.NONE,
                (_, parameters, run) -> {
                  written.add(run);
                  return parameters;
                });

    JsonNode output = output(run(interpreter, "['a', 'fail', 'c']"));

    assertThat(output.path("ResultWriterDetails"))
        .isEqualTo(json("{'Bucket': 'b', 'Prefix': 'p'}"));
    assertThat(output.path("MapRunArn").asText())
        .matches("arn:aws:states:us-east-1:000000000000:mapRun:machine/parts:[0-9a-f-]{36}")
        .isEqualTo(written.getFirst().mapRunArn());
    assertThat(written.getFirst().children())
        .extracting(child -> child.input().asText() + " " + child.outcome().status())
        .containsExactly("a SUCCEEDED", "fail FAILED", "c SUCCEEDED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                                            | 0 | true",
        "``                                                            | 1 | false",
        "'ToleratedFailureCount': 2,                                   | 2 | true",
        "'ToleratedFailureCount': 2,                                   | 3 | false",
        "'ToleratedFailureCountPath': '$.limit',                       | 2 | true",
        "'ToleratedFailureCountPath': '$.limit',                       | 3 | false",
        "'ToleratedFailurePercentage': 30,                             | 3 | true",
        "'ToleratedFailurePercentage': 29.9,                           | 3 | false",
        "'ToleratedFailurePercentage': 100,                            | 10 | true",
        "'ToleratedFailurePercentagePath': '$.percent',                | 3 | true",
        "'ToleratedFailurePercentagePath': '$.percent',                | 4 | false",
        "'ToleratedFailureCount': 5, 'ToleratedFailurePercentage': 20, | 3 | false",
        "'ToleratedFailureCount': 1, 'ToleratedFailurePercentage': 90, | 2 | false",
      })
  void aMapRunFailsAsSoonAsMoreChildrenFailThanItTolerates(
      String fields, int failures, boolean tolerated) throws InterruptedException {
    List<String> items = new ArrayList<>(Collections.nCopies(10 - failures, "'ok'"));
    items.addAll(Collections.nCopies(failures, "'fail'"));
    String input = "{'limit': 2, 'percent': 30.5, 'items': " + items + "}";
    String map = "'ItemsPath': '$.items', " + fields;

    Outcome outcome = run(interpreter(definition(map, WORK), FAIL_ON_FAIL), input);

    if (tolerated) {
      assertThat(output(outcome)).hasSize(10);
      assertThat(output(outcome).valueStream().filter(JsonNode::isNull)).hasSize(failures);
    } else {
      assertThat(((Outcome.Failed) outcome).error())
          .isEqualTo("States.ExceedToleratedFailureThreshold");
    }
  }

  @Test
  void theThresholdStopsChildrenThatAreRunning() throws InterruptedException {
    CountDownLatch atWork = new CountDownLatch(1);
    AtomicInteger stopped = new AtomicInteger();
    Outcome outcome =
        new Interpreter(
                machine(definition("", WORK)),
                request -> {
                  if (request.parameters().asText().equals("fail")) {
                    atWork.await();
                    throw new TaskFailedException("Bad", null);
                  }
                  atWork.countDown();
                  try {
                    new CountDownLatch(1).await(1, TimeUnit.MINUTES);
                  } catch (InterruptedException e) {
                    stopped.incrementAndGet();
                    throw e;
                  }
                  return request.parameters();
                })
            .run(json("['fail', 'slow']"), execution());

    assertThat(((Outcome.Failed) outcome).error())
        .isEqualTo("States.ExceedToleratedFailureThreshold");
    assertThat(stopped).hasValue(1);
  }

  @Test
  void aCatcherSeesTheThreshold() throws InterruptedException {
    String definition =
        definition(
                "'Catch': [{'ErrorEquals': ['States.ExceedToleratedFailureThreshold'], 'Next':"
                    + " 'C'}],",
                WORK)
            .strip()
            .replaceAll("}}$", ", 'C': {'Type': 'Succeed'}}}");
    assertThat(run(interpreter(definition, FAIL_ON_FAIL), "['fail']"))
        .isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void noMoreChildrenRunAtTheSameTimeThanAllowed() throws InterruptedException {
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    new Interpreter(
            machine(definition("'MaxConcurrencyPath': '$.n', 'ItemsPath': '$.items',", WORK)),
            request -> {
              most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
              three.countDown();
              three.await();
              atWork.decrementAndGet();
              return request.parameters();
            })
        .run(json("{'n': 3, 'items': [1, 2, 3, 4, 5, 6, 7, 8, 9]}"), execution());
    assertThat(most).hasValue(3);
  }

  /** One history of 25,000 events would be full after some 3,500 items. */
  @Test
  void aChildHasAHistoryOfItsOwn() throws InterruptedException {
    String items = "[" + String.join(",", Collections.nCopies(8_000, "1")) + "]";
    assertThat(output(run(interpreter(definition("", WORK), FAIL_ON_FAIL).inOrder(), items)))
        .hasSize(8_000);
  }

  @Test
  void aChildOfTypeExpressEndsAfterFiveMinutes() throws InterruptedException {
    String wait =
        "'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'SecondsPath': '$', 'End': true}}";
    String express = definition("'ToleratedFailureCount': 1,", wait).replace("STANDARD", "EXPRESS");
    assertThat(output(run(interpreter(express, FAIL_ON_FAIL), "[299, 301]")))
        .isEqualTo(json("[299, null]"));
    assertThat(
            output(
                run(
                    interpreter(definition("'ToleratedFailureCount': 1,", wait), FAIL_ON_FAIL),
                    "[299, 301]")))
        .isEqualTo(json("[299, 301]"));
  }

  @Test
  void aRetryOfTheMapIsAnotherMapRun() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    String retry = "'Retry': [{'ErrorEquals': ['States.ALL'], 'MaxAttempts': 1}],";
    Outcome outcome =
        run(
            interpreter(
                definition(retry, WORK),
                request -> {
                  if (calls.getAndIncrement() == 0) {
                    throw new TaskFailedException("Bad", null);
                  }
                  return request.parameters();
                }),
            "['a']");
    assertThat(output(outcome)).isEqualTo(json("['a']"));
    assertThat(calls).hasValue(2);
  }

  @Test
  void theTimeLimitOfTheParentEndsItsChildren() throws InterruptedException {
    String wait =
        "'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'SecondsPath': '$', 'End': true}}";
    String limited =
        definition("'ToleratedFailureCount': 9,", wait)
            .replace("{'StartAt': 'M'", "{'TimeoutSeconds': 60, 'StartAt': 'M'");
    assertThat(run(interpreter(limited, FAIL_ON_FAIL), "[100, 100]"))
        .isInstanceOf(Outcome.TimedOut.class);
  }
}
