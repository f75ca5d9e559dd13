package io.tradeprocessing.asl.run;

import static io.tradeprocessing.asl.Runs.START;
import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.machine;
import static io.tradeprocessing.asl.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.Runs;
import io.tradeprocessing.asl.StateMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class TimeLimitTest {

  private final VirtualTimer timer = new VirtualTimer(START);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'TimeoutSeconds': 5             | 4   | SUCCEEDED",
        "'TimeoutSeconds': 5             | 6   | FAILED",
        "'TimeoutSecondsPath': '$.limit' | 4   | SUCCEEDED",
        "'TimeoutSecondsPath': '$.limit' | 6   | FAILED",
        "'HeartbeatSeconds': 1           | 600 | SUCCEEDED",
        "'Comment': 'no limit'           | 600 | SUCCEEDED",
      })
  void endsATaskThatTakesTooLong(String limit, int taskSeconds, String status) throws Exception {
    Outcome outcome = limited(limit + ", 'Parameters': {}", taskSeconds);

    assertThat(outcome.status()).isEqualTo(status);
    if (outcome instanceof Outcome.Failed failed) {
      assertThat(failed).isEqualTo(new Outcome.Failed("States.Timeout", null));
      assertThat(timer.now()).isEqualTo(START.plusSeconds(5));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'TimeoutSecondsPath': '$.zero'   | TimeoutSecondsPath parameter must lead to an integer"
            + " from 1",
        "'TimeoutSecondsPath': '$.none'   | could not be found",
        "'HeartbeatSecondsPath': '$.text' | HeartbeatSecondsPath parameter must lead to an integer"
            + " from 1",
      })
  void failsWithRuntimeWhereAPathLeadsToNoLimit(String limit, String cause) throws Exception {
    Outcome.Failed failed = (Outcome.Failed) limited(limit, 0);

    assertThat(failed.error()).isEqualTo("States.Runtime");
    assertThat(failed.cause()).contains(cause);
  }

  @Test
  void givesEachAttemptTheWholeTime() throws Exception {
    Outcome outcome =
        limited(
            "'TimeoutSeconds': 5, 'Retry': [{'ErrorEquals': ['States.Timeout'], 'MaxAttempts': 1}]",
            60);

    assertThat(outcome).isEqualTo(new Outcome.Failed("States.Timeout", null));
    assertThat(timer.now()).isEqualTo(START.plusSeconds(5 + 1 + 5));
  }

  @Test
  void timesOutATaskThatDoesNotMindBeingInterrupted() throws Exception {
    TaskInvoker stubborn =
        request -> {
          try {
            timer.sleep(Duration.ofSeconds(60));
          } catch (InterruptedException e) {
            return json("'late'");
          }
          return json("'in time'");
        };

    assertThat(run(new Interpreter(task("'TimeoutSeconds': 5"), stubborn).withTimer(timer), "{}"))
        .isEqualTo(new Outcome.Failed("States.Timeout", null));
  }

  @Test
  void endsTheExecutionWhenTheTimeOfTheStateMachineIsUp() throws Exception {
    StateMachine machine =
        machine(
            """
            {'StartAt': 'W', 'TimeoutSeconds': 30, 'States': {
              'W': {'Type': 'Wait', 'Seconds': 20, 'Next': 'V'},
              'V': {'Type': 'Wait', 'Seconds': 20, 'End': true}}}
            """);

    Outcome outcome = run(new Interpreter(machine, TaskRequest::parameters).withTimer(timer), "{}");

    assertThat(outcome).isEqualTo(new Outcome.TimedOut());
    assertThat(timer.now()).isEqualTo(START.plusSeconds(30));
  }

  @Test
  void letsBranchesUseTheSameTimeEvenInOrder() throws Exception {
    StateMachine machine =
        machine(
            """
            {'StartAt': 'P', 'TimeoutSeconds': 30, 'States': {'P': {'Type': 'Parallel', 'Branches': [
              {'StartAt': 'A', 'States': {'A': {'Type': 'Wait', 'Seconds': 20, 'End': true}}},
              {'StartAt': 'B', 'States': {'B': {'Type': 'Wait', 'Seconds': 25, 'End': true}}}], 'End': true}}}
            """);

    Outcome outcome =
        run(new Interpreter(machine, TaskRequest::parameters).withTimer(timer).inOrder(), "{}");

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(timer.now()).isEqualTo(START.plusSeconds(25));
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void endsTheExecutionFromWithinABranch(boolean inOrder) throws Exception {
    StateMachine machine =
        machine(
            """
            {'StartAt': 'P', 'TimeoutSeconds': 30, 'States': {'P': {'Type': 'Parallel', 'Branches': [
              {'StartAt': 'A', 'States': {'A': {'Type': 'Wait', 'Seconds': 20, 'End': true}}},
              {'StartAt': 'B', 'States': {'B': {'Type': 'Wait', 'Seconds': 31, 'End': true}}}],
              'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'E'}], 'Next': 'E'}, 'E': {'Type': 'Succeed'}}}
            """);
    Interpreter interpreter = new Interpreter(machine, TaskRequest::parameters).withTimer(timer);

    assertThat(run(inOrder ? interpreter.inOrder() : interpreter, "{}"))
        .isEqualTo(new Outcome.TimedOut());
  }

  @Test
  void endsARetryLoopWhenTheTimeOfTheStateMachineIsUp() throws Exception {
    StateMachine machine =
        machine(
            """
            {'StartAt': 'T', 'TimeoutSeconds': 30, 'States': {'T': {'Type': 'Task', 'Resource': 'r',
              'TimeoutSeconds': 7, 'Retry': [{'ErrorEquals': ['States.ALL'], 'MaxAttempts': 99}], 'End': true}}}
            """);

    assertThat(run(new Interpreter(machine, sleeping(60)).withTimer(timer), "{}"))
        .isEqualTo(new Outcome.TimedOut());
  }

  @Test
  void interruptsAHangingTaskInRealTime() throws Exception {
    Timer real = Timer.system();
    CountDownLatch never = new CountDownLatch(1);

    try (Timer.Alarm alarm = real.interruptAfter(Duration.ofMillis(1))) {
      assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class);
      assertThat(alarm.rang()).isTrue();
    }

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void leavesATaskAloneThatIsDoneInTime() throws Exception {
    Timer real = Timer.system();

    try (Timer.Alarm alarm = real.interruptAfter(Duration.ofHours(1))) {
      assertThat(alarm.rang()).isFalse();
    }
    try (Timer.Alarm soon = real.interruptAfter(Duration.ofMillis(1))) {
      assertThatThrownBy(new CountDownLatch(1)::await).isInstanceOf(InterruptedException.class);
      assertThat(soon.rang()).isTrue();
    }

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void takesBackAnInterruptionThatCameTooLate() throws Exception {
    Timer real = Timer.system();

    try (Timer.Alarm alarm = real.interruptAfter(Duration.ofMillis(1))) {
      while (!alarm.rang()) {
        Thread.onSpinWait();
      }
    }

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void tellsAndSpendsRealTime() throws Exception {
    Timer real = Timer.system();
    Instant before = Instant.now();
    real.sleep(Duration.ofNanos(1));

    assertThat(real.now()).isBetween(before, Instant.now());
    assertThat(real.fork()).isSameAs(real);
  }

  @Test
  void doesNotSleepOnInVirtualTimeAfterAnInterruption() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> timer.sleep(Duration.ofSeconds(1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(timer.now()).isEqualTo(START);
  }

  private Outcome limited(String fields, int taskSeconds) throws InterruptedException {
    Interpreter interpreter = new Interpreter(task(fields), sleeping(taskSeconds)).withTimer(timer);
    return run(interpreter, "{'limit': 5, 'zero': 0, 'text': '1'}");
  }

  private static StateMachine task(String fields) {
    return machine(Runs.single("'Type': 'Task', 'Resource': 'r', " + fields));
  }

  private TaskInvoker sleeping(int seconds) {
    return request -> {
      timer.sleep(Duration.ofSeconds(seconds));
      return json("{}");
    };
  }
}
