package io.tradeprocessing.simulation.load;

import java.util.random.RandomGenerator;

/**
 * When the trades of a day come: a session of eight hours that opens with ten times the mean for a
 * minute, calms down within ten, and closes with a quarter of an hour of twice its usual rate.
 *
 * @param mean trades a second over the session
 */
record Day(double mean) {

  static final int SECONDS = 8 * 3_600;

  private static final double OPENING = 10;
  private static final int BURST = 60;
  private static final int CALMING = 600;
  private static final int CLOSING = 900;

  /** The usual rate, in means, with which the whole day has its mean. */
  private static final double USUAL =
      (SECONDS - OPENING * BURST - OPENING * CALMING / 2)
          / (SECONDS - BURST - CALMING / 2.0 + CLOSING);

  /** Below this, counts are drawn one by one. */
  private static final double SMALL = 30;

  double peak() {
    return OPENING * mean;
  }

  /** Trades a second that are expected in a second of the day. */
  double rate(int second) {
    if (second >= SECONDS) {
      return 0;
    }
    if (second < BURST) {
      return mean * OPENING;
    }
    if (second < BURST + CALMING) {
      double left = 1 - (second - BURST) / (double) CALMING;
      return mean * (USUAL + (OPENING - USUAL) * left);
    }
    return mean * (second >= SECONDS - CLOSING ? 2 * USUAL : USUAL);
  }

  /** Trades that come in a second of the day: a Poisson number. */
  double arrivals(int second, RandomGenerator random) {
    double rate = rate(second);
    if (rate > SMALL) {
      return Math.max(0, Math.rint(rate + Math.sqrt(rate) * random.nextGaussian()));
    }
    int count = -1;
    for (double time = 0; time < rate; count++) {
      time += random.nextExponential();
    }
    return Math.max(0, count);
  }
}
