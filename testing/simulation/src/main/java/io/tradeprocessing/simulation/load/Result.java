package io.tradeprocessing.simulation.load;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What became of a day's trades. */
final class Result {

  /** What throttles, in the order in which a trade comes to it. */
  enum Limit {
    PUT_EVENTS("PutEvents"),
    INVOCATIONS("invocations of targets"),
    START_EXECUTION("StartExecution"),
    TRANSITIONS("state transitions"),
    LAMBDA("Lambda"),
    TABLE("table"),
    INDEX("index partitions");

    private final String text;

    Limit(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final Map<Limit, Double> throttled = new EnumMap<>(Limit.class);
  private final Set<Limit> paces = EnumSet.noneOf(Limit.class);
  private final double[] recorded;
  private double deadLetters;
  private double total;
  private int end;

  /**
   * @param horizon seconds that a trade waits at most
   */
  Result(int horizon) {
    this.recorded = new double[horizon];
  }

  void throttled(Limit limit, double count) {
    if (count > 0) {
      throttled.merge(limit, count, Double::sum);
    }
  }

  /** A limit set the pace, so that nothing was refused. */
  void paced(Limit limit) {
    paces.add(limit);
  }

  Set<Limit> paces() {
    return Collections.unmodifiableSet(paces);
  }

  void recorded(int seconds, double trades) {
    recorded[Math.clamp(seconds, 0, recorded.length - 1)] += trades;
    total += trades;
  }

  void deadLetters(double trades) {
    deadLetters += trades;
  }

  /** The second in which nothing was left to do. */
  void ended(int second) {
    end = second;
  }

  int end() {
    return end;
  }

  /** Trades that were recorded. */
  long recorded() {
    return Math.round(total);
  }

  long deadLetters() {
    return Math.round(deadLetters);
  }

  /** Requests that were refused, or delayed where a service does that. */
  Map<Limit, Long> throttled() {
    Map<Limit, Long> rounded = new EnumMap<>(Limit.class);
    throttled.forEach(
        (limit, count) -> {
          if (Math.round(count) > 0) {
            rounded.put(limit, Math.round(count));
          }
        });
    return rounded;
  }

  /** The whole seconds within which a share of the recorded trades was recorded. */
  int quantile(double share) {
    double wanted = share * total;
    double sum = 0;
    for (int second = 0; second < recorded.length; second++) {
      sum += recorded[second];
      if (sum >= wanted * (1 - 1e-12)) {
        return second;
      }
    }
    return recorded.length - 1;
  }
}
