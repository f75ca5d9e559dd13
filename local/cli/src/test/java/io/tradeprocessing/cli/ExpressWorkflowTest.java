package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.asl.parse.InvalidDefinitionException;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.TaskFailedException;
import io.tradeprocessing.asl.run.TaskInvoker;
import io.tradeprocessing.asl.run.TaskRequest;
import io.tradeprocessing.asl.run.Timer;
import io.tradeprocessing.asl.run.VirtualTimer;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The definition for EXPRESS executions: the STANDARD one with time limits and retries that end
 * within the five minutes after which AWS ends the execution and forgets its event.
 */
class ExpressWorkflowTest {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Instant START = Instant.parse("2026-01-12T14:30:00Z");

  private static final Set<String> BUDGETS =
      Set.of("TimeoutSeconds", "MaxAttempts", "IntervalSeconds", "MaxDelaySeconds");

  private static final JsonNode STANDARD = Project.json("statemachine/trade-processing.asl.json");
  private static final JsonNode EXPRESS =
      Project.json("statemachine/trade-processing-express.asl.json");

  @TempDir private Path folder;

  @Test
  void itIsTheStandardDefinitionButForTimeLimitsAndRetries() {
    assertThat(withoutBudgets(EXPRESS)).isEqualTo(withoutBudgets(STANDARD));
  }

  @Test
  void noBudgetIsLargerThanInTheStandardDefinition() {
    List<String> larger = new ArrayList<>();
    compare("", EXPRESS, STANDARD, larger);
    assertThat(larger).isEmpty();
  }

  @Test
  void itHasNoneOfTheMistakesThatLintersLetPass() {
    assertThat(WorkflowLint.problems(EXPRESS)).isEmpty();
  }

  private static List<String> tasks() {
    List<String> names = new ArrayList<>();
    collectTasks(EXPRESS, names);
    return names;
  }

  /**
   * Whatever task fails, with everything before it as slow as it may be: every attempt takes its
   * whole time limit, every delay is the longest, every retry of every retrier is used.
   */
  @ParameterizedTest
  @MethodSource("tasks")
  void theSlowestWayToAFailureEndsWithinFiveMinutes(String failing) throws Exception {
    SlowTasks tasks = new SlowTasks(EXPRESS, failing);
    Timer timer = tasks.timer(new VirtualTimer(START));

    Outcome outcome =
        interpreter(EXPRESS, tasks, timer)
            .run(Project.json("events/trade-new.json"), Execution.local("express", "e", START));

    assertThat(Duration.between(START, timer.now())).isLessThanOrEqualTo(LIMIT);
    assertThat(outcome).isNotInstanceOf(Outcome.TimedOut.class);
    assertThat(tasks.failures).as("all retries of " + failing).isGreaterThan(2);
    if (failing.equals("RecordCompliance")) {
      assertThat(tasks.succeeded).contains("DeadLetterRecording");
    }
  }

  @Test
  void theStandardDefinitionWouldNotEndInTime() throws Exception {
    SlowTasks tasks = new SlowTasks(STANDARD, "RecordCompliance");
    Timer timer = tasks.timer(new VirtualTimer(START));
    interpreter(STANDARD, tasks, timer)
        .run(Project.json("events/trade-new.json"), Execution.local("standard", "e", START));
    assertThat(Duration.between(START, timer.now())).isGreaterThan(LIMIT);
  }

  @Test
  void aWorkflowThatCannotFitIsRefused() throws Exception {
    ObjectNode definition = STANDARD.deepCopy();
    ObjectNode states = (ObjectNode) definition.get("States");
    for (int i = 1; i <= 6; i++) {
      ObjectNode another = states.get("RecordCompliance").deepCopy();
      another.put("Next", i == 6 ? "PublishOutcome" : "Another" + (i + 1));
      states.set("Another" + i, another);
    }
    ((ObjectNode) states.get("RecordCompliance")).put("Next", "Another1");

    String output = generate(definition.toPrettyString());

    assertThat(output).contains("with one retry for each function").contains("Use fewer tasks");
    assertThat(folder.resolve("express.json")).doesNotExist();
  }

  @Test
  void whatIsCommittedIsWhatTheBuildGenerates() throws Exception {
    assertThat(generate(Project.text("statemachine/trade-processing.asl.json"))).isEmpty();
    assertThat(Files.readString(folder.resolve("express.json")))
        .isEqualTo(Project.text("statemachine/trade-processing-express.asl.json"));
  }

  /** What the program prints. */
  private String generate(String standard) throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("standard.json"), standard);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Project.file("packaging/ExpressDefinition.java").toString(),
                source.toString(),
                folder.resolve("express.json").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static JsonNode withoutBudgets(JsonNode node) {
    JsonNode copy = node.deepCopy();
    strip(copy);
    return copy;
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(BUDGETS);
    }
    node.forEach(ExpressWorkflowTest::strip);
  }

  private static void compare(
      String pointer, JsonNode express, JsonNode standard, List<String> larger) {
    if (express.isNumber() && express.doubleValue() > standard.doubleValue()) {
      larger.add(pointer);
    }
    express
        .properties()
        .forEach(
            e ->
                compare(
                    pointer + "/" + e.getKey(), e.getValue(), standard.path(e.getKey()), larger));
    for (int i = 0; express instanceof ArrayNode && i < express.size(); i++) {
      compare(pointer + "/" + i, express.get(i), standard.path(i), larger);
    }
  }

  private static void collectTasks(JsonNode flow, List<String> names) {
    flow.path("States")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().path("Type").asText().equals("Task")) {
                names.add(entry.getKey());
              }
              entry.getValue().path("Branches").forEach(branch -> collectTasks(branch, names));
            });
  }

  private static Interpreter interpreter(JsonNode definition, TaskInvoker tasks, Timer timer)
      throws InvalidDefinitionException {
    return new Interpreter(StateMachine.parse(definition), tasks)
        .withTimer(timer)
        .withRandom(new Longest())
        .inOrder();
  }

  /** Takes the longest of the delays that jitter chooses from. */
  private static final class Longest implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }
  }

  /**
   * Tasks of which every attempt but the last takes the task's whole time limit and fails with an
   * error of each retrier, as often as that retries. The last attempt is as slow and succeeds,
   * except for the failing task and those that it makes necessary.
   */
  private static final class SlowTasks implements TaskInvoker {

    private final JsonNode definition;
    private final String failing;
    private final Map<String, Deque<String>> errors = new HashMap<>();
    private final List<String> succeeded = new ArrayList<>();
    private int failures;

    /** The clock of the strand that invokes, since it set the time limit of the attempt. */
    private Timer current = Timer.system();

    SlowTasks(JsonNode definition, String failing) {
      this.definition = definition;
      this.failing = failing;
    }

    @Override
    public JsonNode invoke(TaskRequest request) throws TaskFailedException, InterruptedException {
      JsonNode task = find(definition, request.stateName());
      Deque<String> left = errors.computeIfAbsent(request.stateName(), _ -> plan(task));
      current.sleep(
          Duration.ofSeconds(task.path("TimeoutSeconds").asInt()).minus(Duration.ofMillis(1)));
      String error = left.poll();
      if (error == null && !request.stateName().equals(failing)) {
        succeeded.add(request.stateName());
        return Project.parse(
            """
            {"Payload": {"outcome": "RECORDED", "status": "ACCEPTED", "detailType": "Trade Accepted", "tradeId": "T",
              "sourceSystem": "system1", "eventType": "NEW", "timestamp": "1", "region": "r", "sequence": 1,
              "recordHash": "h", "eventHash": "h", "unmatched": false, "conflict": false, "replaces": false}}\
            """);
      }
      failures++;
      throw new TaskFailedException(error == null ? "States.Timeout" : error, "too slow");
    }

    private static Deque<String> plan(JsonNode task) {
      Deque<String> errors = new ArrayDeque<>();
      for (JsonNode retrier : task.path("Retry")) {
        String name = retrier.path("ErrorEquals").get(0).asText();
        for (int i = 0; i < retrier.path("MaxAttempts").asInt(); i++) {
          errors.add(name.equals("States.ALL") ? "States.Timeout" : name);
        }
      }
      return errors;
    }

    private static JsonNode find(JsonNode flow, String name) {
      JsonNode state = flow.path("States").path(name);
      if (!state.isMissingNode()) {
        return state;
      }
      for (JsonNode other : flow.path("States")) {
        for (JsonNode branch : other.path("Branches")) {
          JsonNode found = find(branch, name);
          if (!found.isMissingNode()) {
            return found;
          }
        }
      }
      return state.path("missing");
    }

    /** Virtual time that remembers whose turn it is. */
    Timer timer(Timer virtual) {
      return new Timer() {
        @Override
        public Instant now() {
          return virtual.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          virtual.sleep(duration);
        }

        @Override
        public Alarm interruptAfter(Duration limit) {
          current = virtual;
          return virtual.interruptAfter(limit);
        }

        @Override
        public Timer fork() {
          return timer(virtual.fork());
        }

        @Override
        public void join(Timer branch) {
          virtual.join(branch);
        }
      };
    }
  }
}
