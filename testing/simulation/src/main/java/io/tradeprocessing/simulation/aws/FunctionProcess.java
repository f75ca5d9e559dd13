package io.tradeprocessing.simulation.aws;

import java.time.Duration;
import java.util.function.Supplier;

/** A function's process as the clients in it see it: it may die, or hang, at any call. */
interface FunctionProcess {

  /** What makes the places of faults unique: the invocation. */
  String place();

  /**
   * Makes a call from within the function.
   *
   * @param call for example {@code dynamodb-query}
   * @param effect what the call does; takes no time
   */
  <T> T call(String call, Supplier<T> effect);

  /** Waits within the function. */
  void sleep(Duration duration);
}
