package io.tradeprocessing.asl.run;

import java.time.Duration;
import java.time.Instant;

/** The port to time: the current time, waiting, and time limits. */
public interface Timer {

  /** The current time. */
  Instant now();

  /** Waits. A zero duration returns at once. */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Interrupts the calling thread once {@code limit} has passed, unless the alarm is closed before.
   */
  Alarm interruptAfter(Duration limit);

  /**
   * The timer for a branch that starts now on another line of control. Real time is the same for
   * all.
   */
  default Timer fork() {
    return this;
  }

  /**
   * The branch that received {@code branch} from {@link #fork} has ended; this line of control
   * continues after it.
   */
  default void join(Timer branch) {}

  /** Real time. */
  static Timer system() {
    return new SystemTimer();
  }

  /** A time limit that is running. Closed by the thread that set it. */
  interface Alarm extends AutoCloseable {

    /** Whether the limit has passed. */
    boolean rang();

    /** Ends the limit. If it had passed, the interruption that it caused is cleared. */
    @Override
    void close();
  }
}
