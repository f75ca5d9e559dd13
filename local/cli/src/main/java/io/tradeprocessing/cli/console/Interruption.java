package io.tradeprocessing.cli.console;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C while a command works: the command starts nothing more, finishes what it has started and
 * prints its summary. The process ends when this is closed, after 20 seconds, or at a second
 * Ctrl-C.
 */
public final class Interruption implements AutoCloseable {

  /** The exit code of a process that SIGINT ended: 128 and the signal's number. */
  public static final int EXIT_CODE = 130;

  private static final Duration HINT_AFTER = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(20);

  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final Thread hook;
  private volatile boolean happened;

  /**
   * Watches for Ctrl-C and for the signal to terminate.
   *
   * @param stop makes the command start nothing more, and returns at once
   */
  public Interruption(Runnable stop) {
    hook =
        new Thread(
            () -> {
              happened = true;
              stop.run();
              waitForEnd();
            });
    Runtime.getRuntime().addShutdownHook(hook);
    watchSecondSignal();
  }

  private void waitForEnd() {
    try {
      if (!finished.await(HINT_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println(
            "trades: stopping once the work in progress is done; press Ctrl-C again to end at"
                + " once");
        boolean _ = finished.await(MOST.minus(HINT_AFTER).toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      // The process ends now.
    }
  }

  /**
   * The JVM itself ignores SIGINT while it shuts down. By reflection, because javac's warning about
   * sun.misc.Signal cannot be suppressed; its module, jdk.unsupported, is in every JDK.
   */
  private void watchSecondSignal() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object onSignal =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) -> {
                if (method.getName().equals("handle")) {
                  interrupt();
                }
                return null;
              });
      Object _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("INT"), onSignal);
    } catch (ReflectiveOperationException e) {
      // The JVM leaves the signal to somebody else (-Xrs): the second one is ignored.
    }
  }

  private void interrupt() {
    if (signalled.getAndSet(true)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    // It blocks until the hook is done, and the next signal needs this thread.
    Thread.ofPlatform().start(() -> System.exit(EXIT_CODE));
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
