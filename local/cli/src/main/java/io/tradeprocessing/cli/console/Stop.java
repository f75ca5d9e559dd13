package io.tradeprocessing.cli.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request from another thread to end the work; it also ends {@link #sleep}. */
public final class Stop {

  private final CountDownLatch wished = new CountDownLatch(1);

  public void request() {
    wished.countDown();
  }

  public boolean isRequested() {
    return wished.getCount() == 0;
  }

  /** Waits for this long, or until the end of the work is requested. */
  public void sleep(Duration duration) throws InterruptedException {
    boolean _ = wished.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
