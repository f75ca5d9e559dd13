package io.tradeprocessing.benchmarks.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.asl.parse.InvalidDefinitionException;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.ScriptedTasks;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One execution of the deployed workflow definition, with tasks that respond at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WorkflowBenchmark {

  /**
   * In the order of the definition: ValidateTrade, EnrichTrade, RecordCompliance, PublishOutcome.
   */
  private static final String OUTCOMES =
      """
      [["ok", {"Payload": {"valid": true, "tradeId": "S1-20260302-000123", "ruleSet": "1.3",
                           "violations": []}}],
       ["ok", {"Payload": {"settlementDate": "2026-03-03", "gaps": []}}],
       ["ok", {"Payload": {"outcome": "RECORDED", "status": "ACCEPTED",
                           "detailType": "Trade Accepted", "tradeId": "S1-20260302-000123",
                           "sourceSystem": "system1", "eventType": "NEW",
                           "timestamp": 1772465400123456, "sequence": 1, "recordHash": "00",
                           "eventHash": "00", "unmatched": false}}],
       ["ok", {"FailedEntryCount": 0, "Entries": [{"EventId": "e-1"}]}]]
      """;

  private @Nullable StateMachine machine;
  private @Nullable JsonNode outcomes;
  private @Nullable JsonNode input;

  @Setup
  public void prepare() throws IOException, InvalidDefinitionException {
    ObjectMapper mapper = new ObjectMapper();
    Path home = Path.of(System.getProperty("benchmarks.home", "."));
    machine =
        StateMachine.parse(
            Files.readString(home.resolve("statemachine/trade-processing.asl.json")));
    outcomes = mapper.readTree(OUTCOMES);
    input = mapper.readTree(JsonWriter.toString(SampleTrade.json()));
  }

  @Benchmark
  public Outcome execute() throws InterruptedException {
    if (machine == null || outcomes == null || input == null) {
      throw new IllegalStateException("JMH sets the state up before it measures");
    }
    ScriptedTasks tasks = new ScriptedTasks(outcomes);
    Outcome outcome =
        new Interpreter(machine, tasks)
            .inOrder()
            .run(input, Execution.local("trade-processing", "benchmark", SampleTrade.NOW));
    if (!(outcome instanceof Outcome.Succeeded) || tasks.unused() != 0) {
      throw new IllegalStateException(
          "the execution must use all outcomes and succeed: " + outcome);
    }
    return outcome;
  }
}
