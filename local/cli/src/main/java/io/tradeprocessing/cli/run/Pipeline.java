package io.tradeprocessing.cli.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Processes a stream of items concurrently, but items of one key in input order; the results come
 * out in input order too.
 *
 * <p>Memory is bounded: at most {@code window} items are between source and sink.
 *
 * @param <I> an item
 * @param <O> its result
 */
public final class Pipeline<I, O> {

  /** Reads the next item; nothing at the end. */
  @FunctionalInterface
  public interface Source<I> {
    Optional<I> next() throws Exception;
  }

  private final Semaphore atWork;
  private final BlockingQueue<CompletableFuture<Optional<O>>> inOrder;
  private final Function<I, Optional<String>> key;
  private final Function<I, O> work;
  private final Map<String, CompletableFuture<?>> lastOfKey = new ConcurrentHashMap<>();

  private volatile boolean stopped;

  /**
   * @param parallelism items that are processed concurrently
   * @param window items that are taken from the source before the first of them has left the sink
   * @param key items with the same key are processed one after the other
   */
  public Pipeline(
      int parallelism, int window, Function<I, Optional<String>> key, Function<I, O> work) {
    this.atWork = new Semaphore(parallelism);
    this.inOrder = new ArrayBlockingQueue<>(window);
    this.key = key;
    this.work = work;
  }

  /** Takes nothing more from the source; what was taken still comes out. Thread-safe. */
  public void stop() {
    stopped = true;
  }

  /**
   * Works until the source ends, or {@link #stop} is called and everything taken has come out.
   *
   * @param sink called on this thread with the results in order
   * @throws Exception what the source, the work or the sink threw; the first of it
   */
  public void run(Source<I> source, Consumer<O> sink) throws Exception {
    Thread reader = Thread.ofVirtual().name("reader").start(() -> read(source));
    try {
      for (CompletableFuture<Optional<O>> next = take(); next != null; next = take()) {
        Optional<O> result = next.get();
        if (result.isEmpty()) {
          return;
        }
        sink.accept(result.get());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      stopped = true;
      reader.interrupt();
    }
  }

  /** The next in order; null once stopped and drained, as the reader may be waiting for input. */
  private @Nullable CompletableFuture<Optional<O>> take() throws InterruptedException {
    while (true) {
      CompletableFuture<Optional<O>> next = inOrder.poll(100, TimeUnit.MILLISECONDS);
      if (next != null || stopped) {
        return next;
      }
    }
  }

  private void read(Source<I> source) {
    try {
      Optional<I> item = source.next();
      while (item.isPresent() && !stopped) {
        inOrder.put(start(item.get()));
        item = source.next();
      }
      inOrder.put(CompletableFuture.completedFuture(Optional.empty()));
    } catch (InterruptedException e) {
      // The sink is gone: nobody waits for more.
    } catch (Exception e) {
      if (!inOrder.offer(CompletableFuture.failedFuture(e))) {
        failWhenThereIsRoom(e);
      }
    }
  }

  private void failWhenThereIsRoom(Exception problem) {
    try {
      inOrder.put(CompletableFuture.failedFuture(problem));
    } catch (InterruptedException e) {
      // The sink is gone.
    }
  }

  private CompletableFuture<Optional<O>> start(I item) {
    CompletableFuture<Optional<O>> result = new CompletableFuture<>();
    Optional<String> itsKey = key.apply(item);
    CompletableFuture<?> before =
        itsKey.<CompletableFuture<?>>map(k -> lastOfKey.put(k, result)).orElse(null);
    Thread.startVirtualThread(
        () -> {
          try {
            if (before != null) {
              before.handle((_, _) -> true).join();
            }
            atWork.acquire();
            try {
              result.complete(Optional.of(work.apply(item)));
            } finally {
              atWork.release();
            }
          } catch (InterruptedException | RuntimeException | Error e) {
            result.completeExceptionally(e);
          } finally {
            itsKey.ifPresent(k -> lastOfKey.remove(k, result));
          }
        });
    return result;
  }
}
