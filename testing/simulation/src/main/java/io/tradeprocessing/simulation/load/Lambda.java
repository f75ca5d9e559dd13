package io.tradeprocessing.simulation.load;

/**
 * The execution environments of one function. An environment takes ten requests a second, however
 * short they are; more of them come at Lambda's scaling rate.
 */
final class Lambda {

  /** Requests a second for each concurrent execution. */
  static final double REQUESTS = 10;

  private static final double AT_ONCE = 1_000;

  private final Bucket scaling;
  private double environments;

  /**
   * @param scaling more environments a second
   */
  Lambda(double scaling) {
    this.scaling = new Bucket(AT_ONCE, scaling);
  }

  /** Requests that the function takes in a second in which so many are made. */
  double capacity(double requests) {
    scaling.tick();
    double more = Math.max(0, Math.ceil(requests / REQUESTS) - environments);
    double added = Math.min(more, scaling.tokens());
    scaling.take(added);
    environments += added;
    return environments * REQUESTS;
  }
}
