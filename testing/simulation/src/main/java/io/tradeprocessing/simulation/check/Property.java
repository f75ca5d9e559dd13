package io.tradeprocessing.simulation.check;

/** What must hold of every run. */
public enum Property {
  /** Every event that the bus accepted is on record or in a dead-letter queue that says why. */
  NOTHING_LOST,
  /** After the operators' work every event that was accepted is on record. */
  ALL_RECORDED,
  /** The event on record is the event that was sent. */
  RECORDED_AS_SENT,
  /**
   * The verdict on record and the enrichment, market data apart, are those of the rules, whichever
   * way the event came.
   */
  JUDGED_ALIKE,
  /** No event is on record twice in a Region. */
  ONCE_IN_A_REGION,
  /** No item is written by two Regions. */
  ONE_WRITER,
  /** No record is replaced or deleted. */
  NEVER_CHANGED,
  /** Once replication has settled, both replicas hold the same items. */
  REPLICAS_AGREE,
  /** Both replicas verify. */
  VERIFIES,
  /** verify names the damage that somebody does to a store. */
  DAMAGE_IS_NAMED,
  /**
   * Once the stream is drained, an archive has every record that its Region wrote, and no other.
   */
  ARCHIVED,
  /** What the objects of an archive hold more than once is the same, and no object is replaced. */
  ARCHIVED_ONCE,
  /**
   * Every object of an archive is signed, or what it holds is in signed ones. Not of a Region that
   * is lost for good.
   */
  ARCHIVED_SIGNED,
  /**
   * What somebody does to a table is archived with both images and counted, and nothing else is.
   */
  TAMPERING_ARCHIVED,
  /** The states of all trades are those of a run without faults. */
  STATES,
  /** With a Region lost for good, what the bus forwarded is on record in the other. */
  REPLAYED,
  /** With a Region lost for good, verify names what is named and not there, and nothing else. */
  LOST_IS_NAMED,
  /** After a planned failover nothing is recorded twice. */
  PLANNED_FAILOVER,
  /** After a planned failover the next head knows what the other Region recorded. */
  NEXT_HEAD_KNOWS_ALL,
  /** An outcome is published only of what is on record. */
  PUBLISHED_AFTER_RECORD,
  /** Every recorded event's outcome was published, or its failure is in a queue. */
  OUTCOME_PUBLISHED,
  /** A transient failure becomes a dead letter only after the retries. */
  RETRIED_BEFORE_DEAD_LETTER,
  /** A dead letter holds the event and says why. */
  DEAD_LETTER_SAYS_WHY,
  /** An event comes to each bus once for each time that it was put on one. */
  NOTHING_GOES_ROUND,
  /** The run ends, and nothing in it fails in a way that nobody handles. */
  RUN_ENDS,
  /** An EXPRESS execution ends within its five minutes by itself. Not where its Region is lost. */
  EXPRESS_ENDS_IN_TIME,
  /** A backfill that is complete has recorded every event of its source. */
  BACKFILL_COMPLETE,
  /** The account of a backfill has each line once, and is what is on record. */
  BACKFILL_ADDS_UP,
  /** Every execution ends. */
  EXECUTIONS_END,
  /** A dead-letter queue is empty once its letters were redriven without faults. */
  QUEUES_DRAINED
}
