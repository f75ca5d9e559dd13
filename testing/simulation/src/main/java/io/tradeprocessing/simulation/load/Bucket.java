package io.tradeprocessing.simulation.load;

/** A token bucket, as AWS throttles requests. */
final class Bucket {

  private final double size;
  private final double refill;
  private double tokens;

  /**
   * @param size the most that it holds; it begins full
   * @param refill tokens a second
   */
  Bucket(double size, double refill) {
    this.size = size;
    this.refill = refill;
    this.tokens = size;
  }

  /** A second passes. */
  void tick() {
    tokens = Math.min(size, tokens + refill);
  }

  double tokens() {
    return tokens;
  }

  void take(double count) {
    tokens = Math.max(0, tokens - count);
  }
}
