package io.tradeprocessing.common.lambda;

/**
 * A step that a function takes around its snapshot.
 *
 * @param name in the log
 */
public record Step(String name, Work work) {

  /** What a step does. */
  @FunctionalInterface
  public interface Work {

    /** Does it; an exception is reported and ends this step only. */
    void run() throws Exception;
  }
}
