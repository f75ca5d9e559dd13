package io.tradeprocessing.cli.exceptions;

/** What can wait for a person. */
public enum Kind {
  REJECTED(
      "rejected, and nothing has repaired it since",
      "Have the source send the event again as it should be, with the timestamp that it had; or, if"
          + " the event was right, decide so by trades review."),
  UNMATCHED(
      "an event other than a NEW, of a trade that was not live at that time",
      "Have the source send the NEW that the event belongs to; where the NEW was rejected, repair"
          + " that."),
  CONFLICT(
      "accepted, and contradicts another accepted event of the same type and time",
      "Ask the source which one is right, and have it send a CORRECT or CANCEL of a later time that"
          + " says so."),
  REPLACES(
      "a NEW over a trade that was live at that time: it may double a position",
      "Ask the source whether it is the same trade. Have it send the CANCEL that is missing, of a"
          + " time before the NEW if it was a rebooking, or a later one if the trade is no longer"
          + " wanted."),
  GAP(
      "sequence numbers of no event on record and of no dead letter",
      "Have the source send these numbers again, or replay the archive of the bus: what is on"
          + " record ends as DUPLICATE."),
  DEAD_LETTER(
      "an event that could not be processed",
      "Remove the cause (docs/runbook.md has a section for each queue), then send the events"
          + " again.");

  private final String meaning;
  private final String todo;

  Kind(String meaning, String todo) {
    this.meaning = meaning;
    this.todo = todo;
  }

  /** What it is, as the end of a sentence. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it. */
  public String todo() {
    return todo;
  }
}
