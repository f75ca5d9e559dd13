package io.tradeprocessing.simulation.kernel;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/**
 * Virtual threads on a scheduler of our own.
 *
 * <p>The JDK has the constructor for its own tests only, hence the reflection and {@code
 * --add-opens java.base/java.lang=ALL-UNNAMED}. A virtual thread that one of these starts inherits
 * the scheduler, so code that knows nothing of the simulation, such as the interpreter's parallel
 * branches and the store's concurrent reads, runs under it too. {@code docs/adr} says why.
 */
final class SchedulerOfThreads {

  private SchedulerOfThreads() {}

  /**
   * A builder whose threads run when the executor runs what it is given.
   *
   * @throws IllegalStateException if the JVM does not open {@code java.lang} to this module
   */
  static Thread.Builder.OfVirtual builder(Executor scheduler) {
    try {
      Constructor<?> constructor =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      return (Thread.Builder.OfVirtual) constructor.newInstance(scheduler);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "the simulation needs a JDK 25 started with --add-opens"
              + " java.base/java.lang=ALL-UNNAMED, as ./simulate and the build start it",
          e);
    }
  }
}
