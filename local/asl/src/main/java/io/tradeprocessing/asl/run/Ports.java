package io.tradeprocessing.asl.run;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * What an execution needs from outside.
 *
 * @param random the source of {@code States.MathRandom}, {@code States.UUID} and the jitter of
 *     retries
 * @param inOrder whether branches and items run one after the other on the calling thread
 */
public record Ports(
    TaskInvoker tasks,
    Timer timer,
    RandomGenerator random,
    ExecutionListener listener,
    boolean inOrder) {

  /** Real time, concurrent branches and no listener. */
  public Ports(TaskInvoker tasks) {
    this(
        tasks,
        Timer.system(),
        () -> ThreadLocalRandom.current().nextLong(),
        ExecutionListener.NONE,
        false);
  }
}
