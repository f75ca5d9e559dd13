package io.tradeprocessing.common.store.dynamodb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks as if at once, one step at a time, in a chosen order: every interleaving of steps can
 * come up, and the same choices give the same one again.
 */
final class Turns {

  private final IntUnaryOperator choice;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Thread> waiting = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private int running;
  private @Nullable Thread turn;

  /**
   * @param choice of the task that goes on: a number from 0, below the number of tasks that wait
   */
  Turns(IntUnaryOperator choice) {
    this.choice = choice;
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

  /** Runs the tasks to their ends; until their first steps they do what concerns nobody else. */
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
        // Threads reach their first step in any order; with one of ours, the choice is all that
        // decides.
        waiting.sort(Comparator.comparing(Thread::getName));
        turn = waiting.remove(choice.applyAsInt(waiting.size()));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
