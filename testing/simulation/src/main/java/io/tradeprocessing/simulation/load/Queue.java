package io.tradeprocessing.simulation.load;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a service delays and does not refuse: first in, first out. */
final class Queue {

  /** Seconds. */
  private static final int RECENT = 2;

  private final Cohorts older = new Cohorts(1);
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private double total;

  private record Waiting(int born, int since, double trades) {}

  /** Takes trades: those that have just come as they are, others by the half minute. */
  void add(int now, Flow flow) {
    Flow merged = new Flow();
    flow.forEach(
        (born, _, trades) -> {
          if (now - born < RECENT) {
            merged.add(born, 0, trades);
          } else {
            older.add(born, 0, trades);
          }
        });
    older.empty(merged);
    merged.forEach((born, _, trades) -> waiting.add(new Waiting(born, now, trades)));
    total += merged.total();
  }

  double total() {
    return total;
  }

  /** Takes the first ones, so many trades at most. */
  void take(double most, Flow to) {
    double left = most;
    while (left > 0 && !waiting.isEmpty()) {
      Waiting first = waiting.removeFirst();
      double taken = Math.min(left, first.trades());
      if (taken < first.trades()) {
        waiting.addFirst(new Waiting(first.born(), first.since(), first.trades() - taken));
      }
      to.add(first.born(), 0, taken);
      left -= taken;
    }
    left(most - left);
  }

  /** Gives up those that wait for longer than this, and returns how many they are. */
  double giveUp(int now, int seconds) {
    double gone = 0;
    while (!waiting.isEmpty() && now - waiting.getFirst().since() > seconds) {
      gone += waiting.removeFirst().trades();
    }
    left(gone);
    return gone;
  }

  private void left(double trades) {
    total = waiting.isEmpty() ? 0 : Math.max(0, total - trades);
  }
}
