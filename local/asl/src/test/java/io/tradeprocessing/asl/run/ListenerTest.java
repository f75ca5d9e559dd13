package io.tradeprocessing.asl.run;

import static io.tradeprocessing.asl.Runs.START;
import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.machine;
import static io.tradeprocessing.asl.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.Runs;
import io.tradeprocessing.asl.StateMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListenerTest {

  @Test
  void hearsOfEveryStateWithTheTimeItTook() throws Exception {
    StateMachine machine =
        machine(
            """
            {'StartAt': 'T', 'States': {
              'T': {'Type': 'Task', 'Resource': 'r', 'End': true, 'ResultPath': '$.t',
                    'Retry': [{'ErrorEquals': ['A'], 'IntervalSeconds': 3}], 'Catch': [{'ErrorEquals': ['B'], 'Next': 'W'}]},
              'W': {'Type': 'Wait', 'Seconds': 2, 'Next': 'F'},
              'F': {'Type': 'Fail', 'Error': 'E'}}}
            """);
    List<String> heard = new ArrayList<>();
    ScriptedTasks tasks = new ScriptedTasks(json("[['ko', 'A', null], ['ko', 'B', 'b']]"));

    run(
        new Interpreter(machine, tasks)
            .withTimer(new VirtualTimer(START))
            .withListener(writing(heard)),
        "{}");

    assertThat(heard)
        .containsExactly(
            "entered T {}",
            "retried T A 1 PT3S",
            "caught T B b W",
            "exited T {\"Error\":\"B\",\"Cause\":\"b\"} PT3S",
            "moved T W",
            "entered W {\"Error\":\"B\",\"Cause\":\"b\"}",
            "exited W {\"Error\":\"B\",\"Cause\":\"b\"} PT2S",
            "moved W F",
            "entered F {\"Error\":\"B\",\"Cause\":\"b\"}",
            "failed F E null PT0S");
  }

  @Test
  void mayHearNothing() throws Exception {
    StateMachine machine = machine(Runs.single("'Type': 'Pass'"));

    assertThat(
            run(
                new Interpreter(machine, TaskRequest::parameters)
                    .withListener(new ExecutionListener() {}),
                "1"))
        .isEqualTo(new Outcome.Succeeded(json("1")));
  }

  private static ExecutionListener writing(List<String> heard) {
    return new ExecutionListener() {
      @Override
      public void entered(String state, JsonNode input) {
        heard.add("entered " + state + " " + input);
      }

      @Override
      public void exited(String state, JsonNode output, Duration elapsed) {
        heard.add("exited " + state + " " + output + " " + elapsed);
      }

      @Override
      public void failed(
          String state, @Nullable String error, @Nullable String cause, Duration elapsed) {
        heard.add("failed " + state + " " + error + " " + cause + " " + elapsed);
      }

      @Override
      public void retried(String state, @Nullable String error, int retryCount, Duration delay) {
        heard.add("retried " + state + " " + error + " " + retryCount + " " + delay);
      }

      @Override
      public void caught(
          String state, @Nullable String error, @Nullable String cause, String next) {
        heard.add("caught " + state + " " + error + " " + cause + " " + next);
      }

      @Override
      public void moved(String state, String next) {
        heard.add("moved " + state + " " + next);
      }
    };
  }
}
