package io.tradeprocessing.asl.run;

import io.tradeprocessing.asl.data.StateFailure;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Lines of control that run concurrently and end together: when one fails, the others are
 * interrupted, and the line that started them continues after all have ended. The first of them
 * runs on the calling thread.
 */
final class Fork {

  private final Set<Thread> running = new HashSet<>();
  private volatile boolean cancelled;
  private @Nullable Throwable failure;

  /** The work of one line. */
  @FunctionalInterface
  interface Line {
    void run(int number) throws StateFailure, InterruptedException;
  }

  /** Whether the lines must stop. */
  boolean cancelled() {
    return cancelled;
  }

  /**
   * Runs lines 0 to {@code lines - 1}.
   *
   * @throws StateFailure the first failure of a line
   * @throws InterruptedException if the calling thread was interrupted by someone else
   */
  void run(int lines, Line line) throws StateFailure, InterruptedException {
    CountDownLatch others = new CountDownLatch(lines - 1);
    for (int i = 1; i < lines; i++) {
      int number = i;
      Thread.ofVirtual()
          .start(
              () -> {
                runOne(number, line);
                others.countDown();
              });
    }
    runOne(0, line);
    awaitAll(others);
    rethrow();
  }

  private void runOne(int number, Line line) {
    if (!begin()) {
      return;
    }
    try {
      line.run(number);
    } catch (Throwable e) {
      fail(e);
    } finally {
      end();
    }
  }

  private synchronized boolean begin() {
    return !cancelled && running.add(Thread.currentThread());
  }

  /** From here on, this fork no longer interrupts this thread; a late interruption is cleared. */
  private synchronized void end() {
    running.remove(Thread.currentThread());
    if (cancelled) {
      Thread.interrupted();
    }
  }

  private synchronized void fail(Throwable e) {
    if (failure == null) {
      failure = e;
      cancelled = true;
      for (Thread thread : running) {
        if (thread != Thread.currentThread()) {
          thread.interrupt();
        }
      }
    }
  }

  private void awaitAll(CountDownLatch others) {
    while (true) {
      try {
        others.await();
        return;
      } catch (InterruptedException e) {
        fail(e);
      }
    }
  }

  private synchronized void rethrow() throws StateFailure, InterruptedException {
    switch (failure) {
      case null -> {}
      case StateFailure e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default ->
          throw new IllegalStateException("No line throws another checked exception", failure);
    }
  }
}
