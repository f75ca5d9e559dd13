package io.tradeprocessing.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wish to end the work that is being done, from another thread; it also ends the waiting. */
final class Stop {

  private final CountDownLatch wished = new CountDownLatch(1);

  void request() {
    wished.countDown();
  }

  boolean isRequested() {
    return wished.getCount() == 0;
  }

  /** Waits so long, or until the work should end. */
  void sleep(Duration duration) throws InterruptedException {
    boolean _ = wished.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
