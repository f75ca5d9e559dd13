package io.tradeprocessing.asl.run;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * What an execution needs from outside.
 *
 * @param random the source of {@code States.MathRandom}, {@code States.UUID}, the jitter of retries
 *     and the names of child executions
 * @param inOrder whether branches and items run one after the other on the calling thread
 * @param reader where Distributed Maps read their items
 * @param writer where Distributed Maps write their results
 */
public record Ports(
    TaskInvoker tasks,
    Timer timer,
    RandomGenerator random,
    ExecutionListener listener,
    boolean inOrder,
    ItemReader reader,
    ResultWriter writer) {

  /** Real time, concurrent branches, no listener, and nothing to read items from or write to. */
  public Ports(TaskInvoker tasks) {
    this(
        tasks,
        Timer.system(),
        () -> ThreadLocalRandom.current().nextLong(),
        ExecutionListener.NONE,
        false,
        ItemReader.NONE,
        ResultWriter.NONE);
  }

  public Ports withTimer(Timer other) {
    return new Ports(tasks, other, random, listener, inOrder, reader, writer);
  }

  public Ports withRandom(RandomGenerator other) {
    return new Ports(tasks, timer, other, listener, inOrder, reader, writer);
  }

  public Ports withListener(ExecutionListener other) {
    return new Ports(tasks, timer, random, other, inOrder, reader, writer);
  }

  public Ports withInOrder() {
    return new Ports(tasks, timer, random, listener, true, reader, writer);
  }

  public Ports withMapData(ItemReader items, ResultWriter results) {
    return new Ports(tasks, timer, random, listener, inOrder, items, results);
  }
}
