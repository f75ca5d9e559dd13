package io.tradeprocessing.asl.run;

import static io.tradeprocessing.asl.Runs.START;
import static io.tradeprocessing.asl.Runs.execution;
import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.machine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.json.ExactJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Redrive as "Restarting state machine executions with redrive" describes it. */
class RedriveTest {

  /** What the tasks were given, as {@code state:parameters}. */
  private final List<String> calls = new ArrayList<>();

  /** Calls that fail as long as they are in here. */
  private final Set<String> failing = new HashSet<>();

  private Run start(String definition, String input) {
    return new Interpreter(
            machine(definition),
            request -> {
              String call =
                  (request.stateName() + ":" + ExactJson.write(request.parameters()))
                      .replace('"', '\'');
              calls.add(call);
              if (failing.contains(call)) {
                throw new TaskFailedException("Down", null);
              }
              return request.parameters();
            })
        .withTimer(new VirtualTimer(START))
        .inOrder()
        .start(json(input), execution());
  }

  private static String task(String name, String rest) {
    return "'%s': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', %s}"
        .formatted(name, rest);
  }

  private static JsonNode output(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    return ((Outcome.Succeeded) outcome).output();
  }

  private static final String TWO_TASKS =
      "{'StartAt': 'A', 'States': {"
          + task("A", "'Next': 'B'")
          + ", "
          + task("B", "'Parameters': {'v.$': '$', 'n.$': '$$.Execution.RedriveCount'}, 'End': true")
          + "}}";

  @Test
  void itGoesOnFromTheStateThatFailedWithItsInput() throws InterruptedException {
    failing.add("B:{'v':1,'n':0}");
    Run run = start(TWO_TASKS, "1");
    assertThat(run.outcome()).isEqualTo(new Outcome.Failed("Down", null));
    calls.clear();

    assertThat(output(run.redrive())).isEqualTo(json("{'v': 1, 'n': 1}"));
    assertThat(calls).containsExactly("B:{'v':1,'n':1}");
  }

  @Test
  void itCanFailAndBeRedrivenAgain() throws InterruptedException {
    failing.addAll(List.of("B:{'v':1,'n':0}", "B:{'v':1,'n':1}"));
    Run run = start(TWO_TASKS, "1");
    assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(run.redrive()).isInstanceOf(Outcome.Failed.class);

    assertThat(output(run.redrive())).isEqualTo(json("{'v': 1, 'n': 2}"));
  }

  @Test
  void onlyWhatHasEndedWithoutSuccessCanBeRedriven() throws InterruptedException {
    Run run = start(TWO_TASKS, "1");
    assertThatThrownBy(run::redrive).isInstanceOf(IllegalStateException.class);
    assertThat(run.outcome()).isInstanceOf(Outcome.Succeeded.class);
    assertThatThrownBy(run::redrive)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("without success");
  }

  @Test
  void retriersBeginAnew() throws InterruptedException {
    String definition =
        "{'StartAt': 'A', 'States': {"
            + task("A", "'Retry': [{'ErrorEquals': ['Down'], 'MaxAttempts': 2}], 'End': true")
            + "}}";
    failing.add("A:1");
    Run run = start(definition, "1");
    assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(calls).hasSize(3);

    assertThat(run.redrive()).isInstanceOf(Outcome.Failed.class);
    assertThat(calls).hasSize(6);
  }

  @Test
  void aTimeLimitBeginsAnew() throws InterruptedException {
    String definition =
        "{'StartAt': 'A', 'TimeoutSeconds': 60, 'States': {"
            + task("A", "'Next': 'W'")
            + ", 'W': {'Type': 'Wait', 'SecondsPath': '$', 'Next': 'B'}, "
            + task("B", "'End': true")
            + "}}";
    Run run = start(definition, "70");
    assertThat(run.outcome()).isInstanceOf(Outcome.TimedOut.class);

    assertThat(run.redrive()).isInstanceOf(Outcome.TimedOut.class);
    assertThat(calls).containsExactly("A:70");
  }

  @Test
  void aParallelKeepsTheBranchesThatSucceeded() throws InterruptedException {
    String definition =
        "{'StartAt': 'P', 'States': {'P': {'Type': 'Parallel', 'End': true, 'Branches': ["
            + "{'StartAt': 'A', 'States': {"
            + task("A", "'End': true")
            + "}}, {'StartAt': 'B', 'States': {"
            + task("B", "'Next': 'C'")
            + ", "
            + task("C", "'Parameters': {'n.$': '$$.Execution.RedriveCount'}, 'End': true")
            + "}}]}}}";
    failing.add("C:{'n':0}");
    Run run = start(definition, "1");
    assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
    calls.clear();

    assertThat(output(run.redrive())).isEqualTo(json("[1, {'n': 1}]"));
    assertThat(calls).containsExactly("C:{'n':1}");
  }

  @Test
  void anInlineMapKeepsTheItemsThatSucceeded() throws InterruptedException {
    String definition =
        "{'StartAt': 'M', 'States': {'M': {'Type': 'Map', 'End': true, 'ItemProcessor':"
            + " {'StartAt': 'A', 'States': {"
            + task("A", "'End': true")
            + "}}}}}";
    failing.add("A:2");
    Run run = start(definition, "[1, 2, 3]");
    assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
    failing.clear();
    calls.clear();

    assertThat(output(run.redrive())).isEqualTo(json("[1, 2, 3]"));
    assertThat(calls).containsExactly("A:2", "A:3");
  }

  private static String distributed(String type, String fields) {
    return "{'StartAt': 'M', 'States': {'M': {'Type': 'Map', "
        + fields
        + "'Next': 'Z', 'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED',"
        + " 'ExecutionType': '"
        + type
        + "'}, 'StartAt': 'A', 'States': {"
        + task("A", "'Next': 'B'")
        + ", "
        + task("B", "'End': true")
        + "}}}, "
        + task("Z", "'End': true")
        + "}}";
  }

  @Test
  void childrenOfTypeStandardGoOnFromWhereTheyFailed() throws InterruptedException {
    failing.add("B:2");
    Run run = start(distributed("STANDARD", "'ToleratedFailureCount': 0, "), "[1, 2, 3]");
    assertThat(((Outcome.Failed) run.outcome()).error())
        .isEqualTo("States.ExceedToleratedFailureThreshold");
    assertThat(calls).containsExactly("A:1", "B:1", "A:2", "B:2");
    failing.clear();
    calls.clear();

    assertThat(output(run.redrive())).isEqualTo(json("[1, 2, 3]"));
    assertThat(calls).containsExactly("B:2", "A:3", "B:3", "Z:[1,2,3]");
  }

  @Test
  void childrenOfTypeExpressRunAgainWhole() throws InterruptedException {
    failing.add("B:2");
    Run run = start(distributed("EXPRESS", ""), "[1, 2, 3]");
    assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
    failing.clear();
    calls.clear();

    assertThat(output(run.redrive())).isEqualTo(json("[1, 2, 3]"));
    assertThat(calls).containsExactly("A:2", "B:2", "A:3", "B:3", "Z:[1,2,3]");
  }

  /** A failure that is tolerated is no failure of the state, so a redrive does not come to it. */
  @Test
  void aMapRunThatToleratedItsFailuresIsNotRepeated() throws InterruptedException {
    failing.addAll(List.of("B:2", "Z:[1,null,3]"));
    Run run = start(distributed("STANDARD", "'ToleratedFailureCount': 1, "), "[1, 2, 3]");
    assertThat(run.outcome()).isEqualTo(new Outcome.Failed("Down", null));
    failing.clear();
    calls.clear();

    assertThat(output(run.redrive())).isEqualTo(json("[1, null, 3]"));
    assertThat(calls).containsExactly("Z:[1,null,3]");
  }

  /** What failed counts anew: the threshold is that of one attempt. */
  @Test
  void theThresholdCountsAnew() throws InterruptedException {
    failing.addAll(List.of("B:1", "B:2"));
    Run run = start(distributed("STANDARD", "'ToleratedFailureCount': 1, "), "[1, 2, 3]");
    assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
    failing.remove("B:2");

    assertThat(output(run.redrive())).isEqualTo(json("[null, 2, 3]"));
  }
}
