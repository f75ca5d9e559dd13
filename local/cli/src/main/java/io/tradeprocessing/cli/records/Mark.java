package io.tradeprocessing.cli.records;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What sets a record apart, in the words that operators read. */
public enum Mark {
  IN_FORCE("in force", "the trade's current terms are those of this record"),
  LATE("late", "a record of the same source with a later event time arrived before it"),
  SAME_TIME("same time", "the source gave another event of this trade the same time"),
  CONFLICT(
      "conflict",
      "the source sent another accepted event of the same type and time that says something else;"
          + " the one with the higher sourceSequence, or else the higher eventHash, counts"),
  REPAIRS("repairs", "the source's earlier version of this event, of the same time, was rejected"),
  REPAIRED("repaired", "rejected, and accepted in a later version of the same time"),
  ACCEPTED_BY_REVIEW(
      "accepted by a review", "rejected, and accepted since by a review of operations"),
  UNMATCHED("unmatched", "an event other than a NEW, of a trade that was not live at that time"),
  UNMATCHED_ON_ARRIVAL(
      "unmatched on arrival",
      "no live trade was known when this event arrived; events that arrived later" + " explain it"),
  REPLACES("replaces a live trade", "a NEW over a trade that was live at that time"),
  REPLACED_ON_ARRIVAL(
      "replaced a live trade on arrival",
      "a NEW over a trade that was live by what was known when it arrived; events that arrived"
          + " later explain it"),
  RECORDED_TWICE(
      "recorded twice",
      "two Regions recorded this event at the same time; it counts once, and is accepted if one of"
          + " them accepted it");

  private final String label;
  private final String meaning;

  Mark(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /** The marks that records have, in the order in which they are explained. */
  public static Set<Mark> of(List<RecordLine> lines) {
    Set<Mark> used = EnumSet.noneOf(Mark.class);
    lines.forEach(line -> used.addAll(line.marks()));
    return used;
  }

  /** The words beside a record. */
  public String label() {
    return label;
  }

  /** What the words mean, as the end of a sentence. */
  public String meaning() {
    return meaning;
  }
}
