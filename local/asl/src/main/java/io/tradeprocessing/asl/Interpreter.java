package io.tradeprocessing.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Runs a state machine. What an execution needs from outside is given to it: how tasks are done,
 * what time it is and how to wait, where random numbers come from, who listens. Immutable and, if
 * those are, safe to use from many threads at once.
 */
public final class Interpreter {

  private final StateMachine machine;
  private final TaskInvoker tasks;
  private final Timer timer;
  private final RandomGenerator random;
  private final ExecutionListener listener;
  private final boolean inOrder;

  /** Runs in real time, with branches at the same time, and tells nobody. */
  public Interpreter(StateMachine machine, TaskInvoker tasks) {
    this(
        machine,
        tasks,
        Timer.system(),
        () -> ThreadLocalRandom.current().nextLong(),
        ExecutionListener.NONE,
        false);
  }

  private Interpreter(
      StateMachine machine,
      TaskInvoker tasks,
      Timer timer,
      RandomGenerator random,
      ExecutionListener listener,
      boolean inOrder) {
    this.machine = machine;
    this.tasks = tasks;
    this.timer = timer;
    this.random = random;
    this.listener = listener;
    this.inOrder = inOrder;
  }

  /** The same with another timer. */
  public Interpreter withTimer(Timer other) {
    return new Interpreter(machine, tasks, other, random, listener, inOrder);
  }

  /**
   * The same with another source for {@code States.MathRandom}, {@code States.UUID} and the jitter
   * of retries.
   */
  public Interpreter withRandom(RandomGenerator other) {
    return new Interpreter(machine, tasks, timer, other, listener, inOrder);
  }

  /** The same with a listener. */
  public Interpreter withListener(ExecutionListener other) {
    return new Interpreter(machine, tasks, timer, random, other, inOrder);
  }

  /**
   * The same with branches and items one after the other in the order of the definition, on the
   * calling thread.
   */
  public Interpreter inOrder() {
    return new Interpreter(machine, tasks, timer, random, listener, true);
  }

  /**
   * Runs one execution on the calling thread to its end.
   *
   * @param input the execution's input; not modified, and not to be modified by others meanwhile
   * @throws InterruptedException if the calling thread was interrupted, after all branches have
   *     ended
   */
  public Outcome run(JsonNode input, Execution execution) throws InterruptedException {
    return new Run(this, input, execution).outcome();
  }

  StateMachine machine() {
    return machine;
  }

  TaskInvoker tasks() {
    return tasks;
  }

  Timer timer() {
    return timer;
  }

  RandomGenerator random() {
    return random;
  }

  ExecutionListener listener() {
    return listener;
  }

  boolean runsInOrder() {
    return inOrder;
  }
}
