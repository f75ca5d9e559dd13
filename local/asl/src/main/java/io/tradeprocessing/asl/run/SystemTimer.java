package io.tradeprocessing.asl.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Real time. Limits are whole seconds in the language and are rarely reached, so setting one must
 * be cheap: instead of a scheduler that wakes up for each, one thread checks all limits every
 * {@link #TICK} and ends when none is set.
 */
final class SystemTimer implements Timer {

  private static final Duration TICK = Duration.ofMillis(20);

  private final Set<SystemAlarm> set = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean watched = new AtomicBoolean();

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }

  @Override
  public Alarm interruptAfter(Duration limit) {
    SystemAlarm alarm = new SystemAlarm(System.nanoTime() + limit.toNanos());
    set.add(alarm);
    if (watched.compareAndSet(false, true)) {
      Thread.ofVirtual().name("asl-time-limits").start(this::watch);
    }
    return alarm;
  }

  private void watch() {
    do {
      while (!set.isEmpty()) {
        long now = System.nanoTime();
        for (SystemAlarm alarm : set) {
          alarm.ringIfDue(now);
        }
        try {
          Thread.sleep(TICK);
        } catch (InterruptedException e) {
          throw new IllegalStateException(
              "Nothing interrupts the thread that watches the time limits", e);
        }
      }
      watched.set(false);
      // a limit set between the last look and this line found the watch still on
    } while (!set.isEmpty() && watched.compareAndSet(false, true));
  }

  private enum Stage {
    SET,
    RINGING,
    RANG,
    CLOSED
  }

  private final class SystemAlarm implements Alarm {

    private final Thread target = Thread.currentThread();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.SET);
    private final long dueNanos;

    SystemAlarm(long dueNanos) {
      this.dueNanos = dueNanos;
    }

    void ringIfDue(long nowNanos) {
      if (nowNanos - dueNanos >= 0 && stage.compareAndSet(Stage.SET, Stage.RINGING)) {
        target.interrupt();
        stage.set(Stage.RANG);
      }
    }

    @Override
    public boolean rang() {
      Stage now = stage.get();
      return now == Stage.RINGING || now == Stage.RANG;
    }

    @Override
    public void close() {
      if (!stage.compareAndSet(Stage.SET, Stage.CLOSED) && rang()) {
        while (stage.get() == Stage.RINGING) {
          Thread.onSpinWait();
        }
        Thread.interrupted();
      }
      set.remove(this);
    }
  }
}
