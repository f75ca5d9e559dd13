package io.tradeprocessing.cli.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C while a command works: nothing more is begun, what was begun is finished and summed up.
 * The process ends when this is closed, or after a while.
 */
public final class Interruption implements AutoCloseable {

  private static final Duration LAST_WORDS = Duration.ofSeconds(20);

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean happened;

  /**
   * @param stop lets the command begin nothing more, and returns at once
   */
  public Interruption(Runnable stop) {
    hook =
        new Thread(
            () -> {
              happened = true;
              stop.run();
              try {
                boolean _ = finished.await(LAST_WORDS.toSeconds(), TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                // The process ends now.
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public boolean happened() {
    return happened;
  }

  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running.
    }
  }
}
