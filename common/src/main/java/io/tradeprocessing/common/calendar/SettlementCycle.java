package io.tradeprocessing.common.calendar;

import java.time.LocalDate;

/**
 * A rule on how many settlement days after its trade date a trade settles.
 *
 * @param days settlement days, 1 for T+1
 * @param from the first trade date that it is in force on
 * @param source the rule
 */
public record SettlementCycle(int days, LocalDate from, String source) {

  /** From a date on no rule is known. */
  static SettlementCycle unknownFrom(LocalDate date) {
    return new SettlementCycle(0, date, "");
  }

  boolean isKnown() {
    return days > 0;
  }

  /** The market's name of the cycle, for example {@code T+1}. */
  public String label() {
    // Not with +, whose first use costs a cold start milliseconds.
    return "T+".concat(Integer.toString(days));
  }
}
