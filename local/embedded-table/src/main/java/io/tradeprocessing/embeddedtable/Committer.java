package io.tradeprocessing.embeddedtable;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Writes one request after the other, and commits those together that came while the commit before
 * them was under way. Nobody has an answer before its commit has succeeded: neither whoever wrote,
 * nor whoever met what another wrote.
 *
 * <p>After a failure of the storage or of a listener nothing more is done, for what a failed sync
 * left behind is unknown.
 */
final class Committer {

  /** Requests a commit at most, so that the first of them does not wait for long. */
  private static final int MAX_GROUP = 256;

  /** A request that writes. */
  @FunctionalInterface
  interface Write<T> {

    /**
     * Does it.
     *
     * @param changes takes what was done
     * @return the answer
     * @throws SdkException the answer, if that is an error; nothing may be written then
     */
    T apply(Storage.Batch batch, List<Change> changes);
  }

  private final Storage storage;
  private final Executor writer;
  private final Queue<Pending<?>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Throwable failure;

  /**
   * @param writer runs one task at a time, or each on the caller's thread
   */
  Committer(Storage storage, Executor writer) {
    this.storage = storage;
    this.writer = writer;
  }

  void listen(CommitListener listener) {
    listeners.add(listener);
  }

  /** Returns when the write is durable. */
  <T> T commit(Write<T> write) {
    Pending<T> pending = new Pending<>(write);
    queue.add(pending);
    if (waiting.getAndIncrement() == 0) {
      writer.execute(this::drain);
    }
    return pending.await();
  }

  private void drain() {
    int done;
    do {
      List<Pending<?>> group = new ArrayList<>();
      for (int most = Math.min(waiting.get(), MAX_GROUP); group.size() < most; ) {
        Pending<?> next = queue.poll();
        if (next != null) {
          group.add(next);
        }
      }
      write(group);
      done = group.size();
    } while (waiting.addAndGet(-done) > 0);
  }

  private void write(List<Pending<?>> group) {
    Throwable before = failure;
    if (before != null) {
      group.forEach(pending -> pending.fail(before));
      return;
    }
    try (Storage.Batch batch = storage.begin()) {
      List<Change> changes = new ArrayList<>();
      group.forEach(pending -> pending.apply(batch, changes));
      batch.commit();
      if (!changes.isEmpty()) {
        listeners.forEach(listener -> listener.committed(List.copyOf(changes)));
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      group.forEach(pending -> pending.fail(e));
      return;
    }
    group.forEach(Pending::answer);
  }

  private static final class Pending<T> {
    private final Write<T> write;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable RuntimeException error;

    Pending(Write<T> write) {
      this.write = write;
    }

    void apply(Storage.Batch batch, List<Change> changes) {
      try {
        result = write.apply(batch, changes);
      } catch (SdkException e) {
        error = e;
      }
    }

    void answer() {
      if (error == null) {
        answer.complete(result);
      } else {
        answer.completeExceptionally(error);
      }
    }

    void fail(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    /** As the SDK's client, gives up when its thread is interrupted; the write may be done. */
    T await() {
      try {
        return answer.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw AbortedException.create("Thread was interrupted");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new StorageFailedException(
            StorageFailedException.Reason.INPUT_OUTPUT, "the table stopped: " + e.getCause(), e);
      }
    }
  }
}
