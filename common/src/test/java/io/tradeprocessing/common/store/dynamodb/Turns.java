package io.tradeprocessing.common.store.dynamodb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks as if at once, one step at a time, in an order drawn from a seed: every interleaving
 * of steps can come up, and the same seed gives the same one again.
 */
final class Turns {

  private final Random random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Thread> waiting = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private int running;
  private @Nullable Thread turn;

  Turns(Random random) {
    this.random = random;
  }

  /** Ends a step; goes on when it is this task's turn again. */
  void next() {
    lock.lock();
    try {
      waiting.add(Thread.currentThread());
      running--;
      changed.signalAll();
      while (turn != Thread.currentThread()) {
        changed.awaitUninterruptibly();
      }
      turn = null;
      running++;
    } finally {
      lock.unlock();
    }
  }

  /** Runs the tasks to their ends. */
  void run(List<Runnable> tasks) {
    running = tasks.size();
    for (int i = 0; i < tasks.size(); i++) {
      Runnable task = tasks.get(i);
      Thread.ofVirtual().name("task-%04d".formatted(i)).start(() -> runToItsEnd(task));
    }
    giveTurns();
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.getFirst());
    }
  }

  private void runToItsEnd(Runnable task) {
    @Nullable Throwable failure = null;
    try {
      next();
      task.run();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    lock.lock();
    try {
      if (failure != null) {
        failures.add(failure);
      }
      running--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void giveTurns() {
    lock.lock();
    try {
      while (true) {
        while (running > 0 || turn != null) {
          changed.awaitUninterruptibly();
        }
        if (waiting.isEmpty()) {
          return;
        }
        // Threads reach their first step in any order; with one of ours, the seed decides alone.
        waiting.sort(Comparator.comparing(Thread::getName));
        turn = waiting.remove(random.nextInt(waiting.size()));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
