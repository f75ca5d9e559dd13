package io.tradeprocessing.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs one task in several threads. */
public final class Workers {

  private Workers() {}

  /** A task, told apart by the number of its thread. */
  @FunctionalInterface
  public interface Task {
    void run(int worker) throws InterruptedException;
  }

  /**
   * Returns when all are done, or throws what the first one that failed threw; no thread is left.
   */
  public static void run(int count, Task task) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      ExecutorCompletionService<Boolean> done = new ExecutorCompletionService<>(threads);
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int worker = i;
        all.add(
            done.submit(
                () -> {
                  task.run(worker);
                  return true;
                }));
      }
      try {
        for (int i = 0; i < count; i++) {
          boolean _ = done.take().get();
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      } finally {
        all.forEach(future -> future.cancel(true));
      }
    }
  }
}
