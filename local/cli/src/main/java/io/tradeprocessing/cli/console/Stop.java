package io.tradeprocessing.cli.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wish to end the work that is being done, from another thread; it also ends the waiting. */
public final class Stop {

  private final CountDownLatch wished = new CountDownLatch(1);

  public void request() {
    wished.countDown();
  }

  public boolean isRequested() {
    return wished.getCount() == 0;
  }

  /** Waits so long, or until the work should end. */
  public void sleep(Duration duration) throws InterruptedException {
    boolean _ = wished.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
