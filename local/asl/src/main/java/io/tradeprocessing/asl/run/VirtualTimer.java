package io.tradeprocessing.asl.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Time that passes only in sleeps, so that waits, back-offs and time limits take no real time and a
 * test can read how long they were. Each branch has its own clock; where branches join, the latest
 * clock counts.
 */
public final class VirtualTimer implements Timer {

  private final List<Duration> sleeps;
  private final List<VirtualAlarm> alarms;
  private Instant now;

  /** Starts at the given time. */
  public VirtualTimer(Instant start) {
    this(start, Collections.synchronizedList(new ArrayList<>()), List.of());
  }

  private VirtualTimer(Instant now, List<Duration> sleeps, List<VirtualAlarm> outerAlarms) {
    this.now = now;
    this.sleeps = sleeps;
    this.alarms = new ArrayList<>(outerAlarms);
  }

  /** Every sleep so far, those of all branches included, in the order in which they began. */
  public List<Duration> sleeps() {
    synchronized (sleeps) {
      return List.copyOf(sleeps);
    }
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleeps.add(duration);
    Instant end = now.plus(duration);
    VirtualAlarm first = null;
    for (VirtualAlarm alarm : alarms) {
      if (!alarm.due.isAfter(end) && (first == null || alarm.due.isBefore(first.due))) {
        first = alarm;
      }
    }
    if (first == null) {
      now = end;
    } else {
      now = first.due.isAfter(now) ? first.due : now;
      first.rang = true;
      throw new InterruptedException();
    }
  }

  @Override
  public Alarm interruptAfter(Duration limit) {
    VirtualAlarm alarm = new VirtualAlarm(now.plus(limit));
    alarms.add(alarm);
    return alarm;
  }

  @Override
  public Timer fork() {
    return new VirtualTimer(now, sleeps, alarms);
  }

  @Override
  public void join(Timer branch) {
    Instant end = branch.now();
    now = end.isAfter(now) ? end : now;
  }

  private final class VirtualAlarm implements Alarm {

    private final Instant due;
    private volatile boolean rang;

    VirtualAlarm(Instant due) {
      this.due = due;
    }

    @Override
    public boolean rang() {
      return rang;
    }

    @Override
    public void close() {
      alarms.remove(this);
    }
  }
}
