package io.tradeprocessing.asl;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.ExecutionListener;
import io.tradeprocessing.asl.run.ItemReader;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.Ports;
import io.tradeprocessing.asl.run.ResultWriter;
import io.tradeprocessing.asl.run.Run;
import io.tradeprocessing.asl.run.TaskInvoker;
import io.tradeprocessing.asl.run.Timer;
import java.util.random.RandomGenerator;

/**
 * Runs a state machine. The caller supplies what an execution needs from outside: how to perform
 * tasks, the time and how to wait, random numbers, and a listener. Immutable and, if those are
 * thread-safe, safe for use by many threads at once.
 */
public final class Interpreter {

  private final StateMachine machine;
  private final Ports ports;

  /** An interpreter in real time, with concurrent branches and no listener. */
  public Interpreter(StateMachine machine, TaskInvoker tasks) {
    this(machine, new Ports(tasks));
  }

  private Interpreter(StateMachine machine, Ports ports) {
    this.machine = machine;
    this.ports = ports;
  }

  /** The same interpreter with another timer. */
  public Interpreter withTimer(Timer timer) {
    return new Interpreter(machine, ports.withTimer(timer));
  }

  /**
   * The same interpreter with another source for {@code States.MathRandom}, {@code States.UUID} and
   * the jitter of retries.
   */
  public Interpreter withRandom(RandomGenerator random) {
    return new Interpreter(machine, ports.withRandom(random));
  }

  /** The same interpreter with a listener. */
  public Interpreter withListener(ExecutionListener listener) {
    return new Interpreter(machine, ports.withListener(listener));
  }

  /**
   * The same interpreter, running branches and items one after the other on the calling thread, in
   * the order of the definition.
   */
  public Interpreter inOrder() {
    return new Interpreter(machine, ports.withInOrder());
  }

  /** The same interpreter with what Distributed Maps read from and write to. */
  public Interpreter withMapData(ItemReader reader, ResultWriter writer) {
    return new Interpreter(machine, ports.withMapData(reader, writer));
  }

  /**
   * Runs one execution on the calling thread until it ends.
   *
   * @param input the execution's input; the interpreter does not modify it, and nobody else may
   *     while the execution runs
   * @throws InterruptedException if the calling thread was interrupted; all branches have ended by
   *     then
   */
  public Outcome run(JsonNode input, Execution execution) throws InterruptedException {
    return start(input, execution).outcome();
  }

  /**
   * An execution that begins with {@link Run#outcome} and, where it fails, goes on with {@link
   * Run#redrive}.
   *
   * @param input as of {@link #run}
   */
  public Run start(JsonNode input, Execution execution) {
    return new Run(machine.compiled(), ports, input, execution);
  }
}
