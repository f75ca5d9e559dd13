package io.tradeprocessing.asl.run;

import static io.tradeprocessing.asl.Runs.START;
import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.machine;
import static io.tradeprocessing.asl.Runs.output;
import static io.tradeprocessing.asl.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.Runs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ConcurrencyTest {

  private static final String TWO_TASKS =
      """
      {'StartAt': 'P', 'States': {'P': {'Type': 'Parallel', 'Branches': [
        {'StartAt': 'A', 'States': {'A': {'Type': 'Task', 'Resource': 'a', 'End': true}}},
        {'StartAt': 'B', 'States': {'B': {'Type': 'Task', 'Resource': 'b', 'End': true}}}], 'End': true}}}
      """;

  private static final String THREE_ITEMS = "[10, 20, 30]";

  @Test
  void runsTheBranchesAtTheSameTimeAndCollectsTheirOutputsInOrder() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    TaskInvoker meeting =
        request -> {
          await(both);
          return json("'" + request.stateName() + "'");
        };

    assertThat(output(run(TWO_TASKS, "{}", meeting))).isEqualTo(json("['A', 'B']"));
  }

  @Test
  void givesEveryBranchTheParameters() throws Exception {
    String definition =
        TWO_TASKS.replace(
            "'Type': 'Parallel',", "'Type': 'Parallel', 'Parameters': {'p.$': '$.in'},");

    assertThat(output(run(definition, "{'in': 1}", TaskRequest::parameters)))
        .isEqualTo(json("[{'p': 1}, {'p': 1}]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B"})
  void interruptsTheTaskOfTheOtherBranchWhenOneFails(String failing) throws Exception {
    CountDownLatch otherRuns = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    TaskInvoker tasks =
        request -> {
          if (request.stateName().equals(failing)) {
            otherRuns.await();
            throw new TaskFailedException("Boom", "first");
          }
          otherRuns.countDown();
          try {
            return new CountDownLatch(1).await(1, TimeUnit.HOURS) ? json("1") : json("2");
          } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
          }
        };
    Interpreter interpreter = new Interpreter(machine(TWO_TASKS), tasks);

    assertThat(run(interpreter, "{}")).isEqualTo(new Outcome.Failed("Boom", "first"));
    assertThat(interrupted).hasValue(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void cutsTheWaitOfTheOtherBranchShortWhenOneFails() throws Exception {
    String definition =
        """
        {'StartAt': 'P', 'States': {'P': {'Type': 'Parallel', 'Branches': [
          {'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 3600, 'End': true}}},
          {'StartAt': 'F', 'States': {'F': {'Type': 'Fail', 'Error': 'Boom'}}}],
          'Catch': [{'ErrorEquals': ['Boom'], 'Next': 'End'}], 'Next': 'End'}, 'End': {'Type': 'Succeed'}}}
        """;

    assertThat(output(run(new Interpreter(machine(definition), TaskRequest::parameters), "{}")))
        .isEqualTo(json("{'Error': 'Boom'}"));
  }

  @Test
  void cutsBranchesInsideTheOtherBranchShortToo() throws Exception {
    String definition =
        """
        {'StartAt': 'P', 'States': {'P': {'Type': 'Parallel', 'Branches': [
          {'StartAt': 'Q', 'States': {'Q': {'Type': 'Parallel', 'Branches': [
             {'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 3600, 'End': true}}},
             {'StartAt': 'V', 'States': {'V': {'Type': 'Wait', 'Seconds': 3600, 'End': true}}}],
             'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'U'}], 'Next': 'U'},
             'U': {'Type': 'Wait', 'Seconds': 3600, 'End': true}}},
          {'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource': 't', 'End': true}}}], 'End': true}}}
        """;
    CountDownLatch bothWait = new CountDownLatch(2);
    ExecutionListener listener =
        new ExecutionListener() {
          @Override
          public void entered(String state, JsonNode input) {
            if (state.equals("W") || state.equals("V")) {
              bothWait.countDown();
            }
          }
        };
    TaskInvoker failing =
        request -> {
          bothWait.await();
          throw new TaskFailedException("Boom", null);
        };

    Outcome outcome =
        run(new Interpreter(machine(definition), failing).withListener(listener), "{}");

    assertThat(outcome).isEqualTo(new Outcome.Failed("Boom", null));
  }

  @Test
  void retriesAllBranchesOfAParallel() throws Exception {
    String definition =
        TWO_TASKS.replace(
            "'Type': 'Parallel',", "'Type': 'Parallel', 'Retry': [{'ErrorEquals': ['Boom']}],");
    ScriptedTasks tasks =
        new ScriptedTasks(json("[['ok', 1], ['ko', 'Boom', null], ['ok', 2], ['ok', 3]]"));
    Interpreter interpreter =
        new Interpreter(machine(definition), tasks).withTimer(new VirtualTimer(START)).inOrder();

    assertThat(output(run(interpreter, "{}"))).isEqualTo(json("[2, 3]"));
    assertThat(tasks.unused()).isZero();
  }

  @Test
  void startsNoFurtherBranchInOrderAfterOneFailed() throws Exception {
    List<String> asked = new ArrayList<>();
    TaskInvoker failing =
        request -> {
          asked.add(request.stateName());
          throw new TaskFailedException("Boom", null);
        };

    run(new Interpreter(machine(TWO_TASKS), failing).inOrder(), "{}");

    assertThat(asked).containsExactly("A");
  }

  @Test
  void endsAllBranchesBeforeAnInterruptionOfTheCallerGoesOn() throws Exception {
    CountDownLatch started = new CountDownLatch(2);
    AtomicInteger ended = new AtomicInteger();
    TaskInvoker hanging =
        request -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
            return json("0");
          } finally {
            ended.incrementAndGet();
          }
        };
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Interpreter interpreter = new Interpreter(machine(TWO_TASKS), hanging);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    run(interpreter, "{}");
                  } catch (InterruptedException e) {
                    thrown.set(e);
                  }
                });
    started.await();
    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(ended).hasValue(2);
  }

  @Test
  void letsAFaultOfTheInvokerInABranchThrough() {
    TaskInvoker broken =
        request -> {
          throw new IllegalStateException("a bug in " + request.stateName());
        };
    TaskInvoker fatal =
        request -> {
          throw new AssertionError("worse");
        };

    assertThatThrownBy(() -> run(new Interpreter(machine(TWO_TASKS), broken), "{}"))
        .hasMessageStartingWith("a bug in ");
    assertThatThrownBy(() -> run(new Interpreter(machine(TWO_TASKS), fatal), "{}"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void mapsEachItemToTheOutputOfItsProcessor() throws Exception {
    String definition =
        map(
            "'ItemSelector': {'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'all.$':"
                + " '$'}");

    assertThat(output(definition, "['x', 'y']"))
        .isEqualTo(
            json("[{'i': 0, 'v': 'x', 'all': ['x', 'y']}, {'i': 1, 'v': 'y', 'all': ['x', 'y']}]"));
  }

  @Test
  void mapsThePartOfItsInputThatItsPathsSelect() throws Exception {
    String definition =
        map(
            "'InputPath': '$.in', 'ItemsPath': '$.list', 'ResultPath': '$.out', 'ResultSelector':"
                + " {'r.$': '$'}");

    assertThat(output(definition, "{'in': {'list': [1, 2]}}"))
        .isEqualTo(json("{'in': {'list': [1, 2]}, 'out': {'r': [1, 2]}}"));
  }

  @Test
  void mapsItemsOfTheContextObjectAndNoItemsToNothing() throws Exception {
    assertThat(output(map("'ItemsPath': '$$.Execution.Input.l'"), "{'l': [7]}"))
        .isEqualTo(json("[7]"));
    assertThat(output(map("'Comment': 'nothing to do'"), "[]")).isEqualTo(json("[]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ItemsPath': '$.o'                   | must point to an array, not to {}",
        "'ItemsPath': '$.none'                | specified for the field 'ItemsPath' could not be"
            + " found",
        "'MaxConcurrencyPath': '$.o', 'ItemsPath': '$.l' | The MaxConcurrencyPath parameter must"
            + " lead to an integer",
        "'ItemSelector': {'x.$': '$.none'}, 'ItemsPath': '$.l' | specified for the field 'x.$'",
      })
  void failsWithRuntimeWhereThereAreNoItems(String fields, String cause) throws Exception {
    Outcome.Failed failed = (Outcome.Failed) run(map(fields), "{'o': {}, 'l': [1]}");

    assertThat(failed.error()).isEqualTo("States.Runtime");
    assertThat(failed.cause()).contains(cause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'MaxConcurrency': 1     | 1",
        "'MaxConcurrency': 2     | 2",
        "'MaxConcurrencyPath': '$[0]' | 2",
        "'MaxConcurrency': 0     | 6",
        "'Comment': 'the default'| 6",
      })
  void runsAsManyItemsAtTheSameTimeAsItMay(String fields, int allowed) throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier full = new CyclicBarrier(allowed);
    TaskInvoker counting =
        request -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          await(full);
          now.decrementAndGet();
          return request.parameters();
        };
    String definition = map(fields).replace("'Type': 'Pass'", "'Type': 'Task', 'Resource': 'r'");

    JsonNode items = json("[2, 3, 5, 7, 11, 13]");
    Outcome outcome = new Interpreter(machine(definition), counting).run(items, Runs.execution());

    assertThat(output(outcome)).isEqualTo(items);
    assertThat(most.get()).isLessThanOrEqualTo(allowed);
  }

  @Test
  void startsNoFurtherItemAfterOneFailed() throws Exception {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    TaskInvoker failingAtTwenty =
        request -> {
          asked.add(request.parameters().asText());
          if (request.parameters().asInt() == 20) {
            throw new TaskFailedException("Boom", null);
          }
          return request.parameters();
        };
    String definition =
        map("'MaxConcurrency': 1").replace("'Type': 'Pass'", "'Type': 'Task', 'Resource': 'r'");

    assertThat(run(definition, THREE_ITEMS, failingAtTwenty))
        .isEqualTo(new Outcome.Failed("Boom", null));
    assertThat(asked).containsExactlyInAnyOrder("10", "20");
  }

  @Test
  void tellsTheStatesOfAnItemWhichItemItIs() throws Exception {
    String definition =
        map("'MaxConcurrency': 3")
            .replace("'Type': 'Pass'", "'Type': 'Pass', 'OutputPath': '$$.Map.Item.Index'");

    assertThat(output(definition, THREE_ITEMS)).isEqualTo(json("[0, 1, 2]"));
  }

  @Test
  void runsManyExecutionsOfOneMachineAtTheSameTime() throws Exception {
    Interpreter interpreter = new Interpreter(machine(TWO_TASKS), TaskRequest::parameters);
    List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String input = String.valueOf(i);
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      assertThat(output(run(interpreter, input)))
                          .isEqualTo(json("[" + input + ", " + input + "]"));
                      outcomes.add(new Outcome.TimedOut());
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(outcomes).hasSize(50);
  }

  private static String map(String fields) {
    return """
    {'StartAt': 'M', 'States': {'M': {'Type': 'Map', %s, 'End': true,
      'ItemProcessor': {'StartAt': 'I', 'States': {'I': {'Type': 'Pass', 'End': true}}}}}}
    """
        .formatted(fields);
  }

  private static void await(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
