package io.tradeprocessing.simulation.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs lines of control in virtual time, on the thread that calls {@link #run}. A line runs until
 * it waits; when all wait, time jumps to the next thing that is due. What is due at the same time
 * happens in the order in which it was asked for. Nothing depends on the time that anything takes.
 */
public final class Kernel {

  /** More than any run needs: what goes on longer turns in a circle. */
  private static final long MAX_STEPS = 200_000;

  private final Queue<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private final Set<Wait> waiting = new LinkedHashSet<>();
  private final Thread.Builder.OfVirtual threads = SchedulerOfThreads.builder(this::schedule);
  private final Thread owner = Thread.currentThread();

  private Instant now;
  private long asked;
  private boolean over;
  private volatile boolean disturbed;
  private @Nullable Throwable failure;

  private record Due(Instant at, long number, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int order = at.compareTo(other.at);
      return order == 0 ? Long.compare(number, other.number) : order;
    }
  }

  /** Ends a line of control whose run is over; nothing catches it. */
  static final class RunOverError extends Error {
    private static final long serialVersionUID = 1;

    RunOverError() {
      super("the run is over", null, false, false);
    }
  }

  /** A wait of one line of control, ended by {@link #end} or an interruption. */
  final class Wait {
    private final Thread thread = Thread.currentThread();
    private boolean ended;

    /** Ends the wait; the line goes on when its turn comes. */
    void end() {
      ended = true;
      LockSupport.unpark(thread);
    }

    void await() throws InterruptedException {
      waiting.add(this);
      try {
        while (!ended) {
          if (over) {
            throw new RunOverError();
          }
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          LockSupport.park(this);
        }
      } finally {
        waiting.remove(this);
      }
    }
  }

  public Kernel(Instant start) {
    this.now = start;
  }

  /**
   * Takes what is ready to run. The JVM wakes a line that waited for a lock from a thread of its
   * own, at a time that no seed chooses: so no line may meet a lock that another holds, and no two
   * runs may share a process at the same time.
   */
  private void schedule(Runnable task) {
    Thread caller = Thread.currentThread();
    if (caller == owner || caller.isVirtual()) {
      ready.add(task);
    } else {
      disturbed = true;
    }
  }

  /** The virtual time. */
  public Instant now() {
    return now;
  }

  /** A clock of the virtual time that is ahead by an offset, or behind by a negative one. */
  public Clock clock(Duration offset) {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.plus(offset);
      }
    };
  }

  /** Does something later, outside all lines of control; it must not wait. */
  public void after(Duration delay, Runnable action) {
    due.add(new Due(now.plus(delay), asked++, action));
  }

  /** What a line of control does. */
  @FunctionalInterface
  public interface Line {
    void run() throws InterruptedException;
  }

  /** Starts a line of control. A failure that it does not handle ends the run. */
  public void start(Line line) {
    threads.start(
        () -> {
          try {
            line.run();
          } catch (RunOverError | InterruptedException e) {
            // Nobody is left who waits for it.
          } catch (Throwable e) {
            failure = failure == null ? e : failure;
          }
        });
  }

  /** Waits, in a line of control. */
  public void sleep(Duration duration) throws InterruptedException {
    Wait wait = new Wait();
    after(duration, wait::end);
    wait.await();
  }

  /** The same for code that nobody interrupts. */
  public void pause(Duration duration) {
    try {
      sleep(duration);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this line", e);
    }
  }

  Wait newWait() {
    return new Wait();
  }

  /**
   * Runs until nothing is left to do, then ends the lines that still wait. It can be called again
   * for what was started since.
   *
   * @return how many lines were waiting for something that never comes
   * @throws IllegalStateException if a line failed, or there is no end
   */
  public int run() {
    over = false;
    long steps = 0;
    while (failure == null && !disturbed) {
      if (++steps > MAX_STEPS) {
        failure = new IllegalStateException("the run does not end");
      }
      Runnable next = ready.poll();
      if (next != null) {
        next.run();
        continue;
      }
      Due first = due.poll();
      if (first == null) {
        break;
      }
      now = first.at();
      first.action().run();
    }
    int left = waiting.size();
    if (disturbed) {
      throw new IllegalStateException("a line waited for a lock, which is not deterministic");
    }
    end();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalStateException("the simulation failed: " + failure, failure);
    }
    return left;
  }

  private void end() {
    over = true;
    while (!ready.isEmpty() || !waiting.isEmpty()) {
      waiting.forEach(wait -> LockSupport.unpark(wait.thread));
      for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
        next.run();
      }
    }
  }
}
