package io.tradeprocessing.simulation.load;

/**
 * The table's write units: what it is warm for, then twice the peak of half an hour before, up to
 * its quota.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html">
 *     DynamoDB on-demand capacity mode</a>
 */
final class Table {

  private static final int HALF_HOUR = 1_800;

  private final double quota;
  private double limit;
  private double peak;
  private int since;

  Table(double warm, double quota) {
    this.limit = warm;
    this.quota = quota;
  }

  /** Write units of this second. */
  double units(int now) {
    if (now - since >= HALF_HOUR) {
      limit = Math.max(limit, 2 * peak);
      peak = 0;
      since = now;
    }
    return Math.min(limit, quota);
  }

  void used(double units) {
    peak = Math.max(peak, units);
  }
}
