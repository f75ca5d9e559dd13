package io.tradeprocessing.simulation.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a service refuses and its caller tries again: trades by the second in which they are due.
 * Those that came within the same half minute are one cohort, with the mean of their times, and a
 * cohort that is refused comes back in three parts, spread over the time that jitter gives.
 */
final class Retries {

  /** Seconds ahead; longer than any delay. */
  private static final int SLOTS = 1_024;

  private static final int PARTS = 3;

  private final @Nullable Cohorts[] slots = new Cohorts[SLOTS];

  /** Empty ones for the next slots: most delays are far shorter than there are slots. */
  private final Deque<Cohorts> spare = new ArrayDeque<>();

  private final int levels;
  private final RandomGenerator random;
  private double total;

  /**
   * @param attempts that are told apart
   */
  Retries(int attempts, RandomGenerator random) {
    this.levels = attempts + 1;
    this.random = random;
  }

  double total() {
    return total;
  }

  /**
   * Has trades tried again.
   *
   * @param attempts so far
   * @param shortest delay in seconds
   * @param longest delay in seconds
   */
  void add(int now, int born, int attempts, double trades, double shortest, double longest) {
    // Less than a millionth of a trade is what rounding leaves.
    if (trades < 1e-6) {
      return;
    }
    int level = Math.min(attempts, levels - 1);
    double shift = random.nextDouble();
    for (int part = 0; part < PARTS; part++) {
      double share = (part + shift) / PARTS;
      int due = now + 1 + (int) (shortest + share * (longest - shortest));
      Cohorts slot = slots[due % SLOTS];
      if (slot == null) {
        slot = spare.isEmpty() ? new Cohorts(levels) : spare.pop();
        slots[due % SLOTS] = slot;
      }
      slot.add(born, level, trades / PARTS);
    }
    total += trades;
  }

  /** Takes what is due in this second. */
  void due(int now, Flow to) {
    Cohorts slot = slots[now % SLOTS];
    if (slot == null) {
      return;
    }
    double before = to.total();
    slot.empty(to);
    slots[now % SLOTS] = null;
    spare.push(slot);
    total = Math.max(0, total - (to.total() - before));
    if (total < 1e-3) {
      total = 0;
    }
  }
}
