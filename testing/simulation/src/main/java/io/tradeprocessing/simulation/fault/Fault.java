package io.tradeprocessing.simulation.fault;

import java.util.Locale;

/**
 * What the simulated services and people may do to the system. {@code docs/simulation.md} has the
 * documentation that says so for each; a test compares the page with this list.
 */
public enum Fault {
  /** EventBridge invokes a target twice for one event. */
  EVENT_DELIVERED_TWICE(60),
  /** EventBridge delivers an event minutes after others. */
  EVENT_LATE(60),
  /** An event comes to the archive of its bus minutes later. */
  ARCHIVED_LATE(100),
  /** PutEvents fails and took nothing. */
  PUT_EVENTS_FAILS(40),
  /** PutEvents takes the event and its answer is lost. */
  PUT_EVENTS_ANSWER_LOST(40),
  /** PutEvents refuses one entry of a request that succeeds. */
  PUT_EVENTS_ENTRY_FAILS(40),
  /** EventBridge fails for minutes. */
  EVENTS_OUTAGE(200),

  /** StartExecution is throttled. */
  START_THROTTLED(60),
  /** StartExecution is throttled for longer than EventBridge tries. */
  START_OUTAGE(100),
  /** Step Functions runs an EXPRESS execution twice. */
  EXPRESS_RUNS_TWICE(60),

  /** Lambda throttles an invocation. */
  LAMBDA_THROTTLED(30),
  /** Lambda fails before the function runs. */
  LAMBDA_FAILS(30),
  /** SnapStart is not ready: the version has not been invoked for long. */
  LAMBDA_NOT_READY(20),
  /** The function's process dies at a call, before the call does anything. */
  LAMBDA_DIES_BEFORE_CALL(10),
  /** The function's process dies at a call that has done its work. */
  LAMBDA_DIES_AFTER_CALL(10),
  /** The function hangs at a call, before it does anything, until its time-out. */
  LAMBDA_STALLS_BEFORE_CALL(10),
  /** The function hangs at a call that has done its work, until its time-out. */
  LAMBDA_STALLS_AFTER_CALL(10),
  /** The function answers and the answer does not reach the workflow. */
  LAMBDA_ANSWER_LOST(20),
  /** The clock of an environment is some seconds off. */
  CLOCK_SKEWED(300),
  /** Lambda fails for minutes. */
  LAMBDA_OUTAGE(100),

  /** DynamoDB throttles a request. */
  DYNAMODB_THROTTLED(20),
  /** Another transaction holds an item of the request. */
  DYNAMODB_CONFLICT(30),
  /** DynamoDB fails and did nothing. */
  DYNAMODB_FAILS_BEFORE(20),
  /** DynamoDB does what it was asked for and fails. */
  DYNAMODB_FAILS_AFTER(20),
  /** DynamoDB fails for minutes. */
  DYNAMODB_OUTAGE(100),
  /** An item reaches the other replica long after others. */
  REPLICATION_LATE(100),
  /** Nothing is replicated for minutes. */
  REPLICATION_PAUSED(80),

  /** A shard of the table's stream is read long after another. */
  STREAM_SHARD_LATE(60),
  /** Lambda delivers a batch of the stream again that is archived. */
  ARCHIVE_BATCH_REPEATED(80),
  /** A batch that is delivered again ends with another change. */
  ARCHIVE_BATCH_CUT_OTHERWISE(300),
  /** S3 fails and took nothing. */
  ARCHIVE_FAILS_BEFORE_PUT(40),
  /** S3 takes an object and its answer is lost. */
  ARCHIVE_FAILS_AFTER_PUT(40),
  /** KMS does not sign. */
  ARCHIVE_CANNOT_SIGN(40),
  /** S3 fails for hours. */
  ARCHIVE_OUTAGE(80),

  /** Parameter Store does not answer. */
  PARAMETERS_UNAVAILABLE(60),
  /** Somebody gives a parameter a value that is not valid, for minutes. */
  PARAMETER_MALFORMED(60),

  /** The market data API does not answer. */
  MARKET_DATA_UNAVAILABLE(60),
  /** The market data API does not know the instrument. */
  MARKET_DATA_MISSING(60),

  /** SQS takes no message. */
  QUEUE_REFUSES(100),
  /** SQS takes a message and its answer is lost. */
  QUEUE_ANSWER_LOST(30),
  /** SQS shows a message again that was received and not yet deleted, or was deleted. */
  QUEUE_DELIVERS_TWICE(40),
  /** SQS does not delete a message. */
  QUEUE_KEEPS_MESSAGE(40),

  /** S3 fails and took no object of a backfill. */
  BACKFILL_FAILS_BEFORE_PUT(60),
  /** S3 takes an object of a backfill and its answer is lost. */
  BACKFILL_FAILS_AFTER_PUT(60),

  /** A source sends an event again, as it was. */
  SOURCE_SENDS_AGAIN(120),
  /** A source system sends another's event under its own name. */
  SOURCE_COPIES(40),
  /** Both Regions take events at the same time. */
  BOTH_TAKE_EVENTS(60),
  /** An operator publishes events again that are on record. */
  OPERATOR_PUBLISHES_AGAIN(60),
  /** An operator starts a backfill that is running. */
  OPERATOR_STARTS_BACKFILL_TWICE(200),
  /** An operator replays an archive that was replayed. */
  OPERATOR_REPLAYS_AGAIN(0),
  /** An operator moves the intake back at once, without waiting for anything. */
  BACK_BEFORE_DRAINED(0),
  /** A Region is lost, and comes back. */
  REGION_LOST(0),
  /** A Region is lost for good. */
  REGION_LOST_FOR_GOOD(0);

  private final int perThousand;
  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Fault(int perThousand) {
    this.perThousand = perThousand;
  }

  /**
   * How often it happens where it can, of a thousand times; some seeds have more of a fault, some
   * none. Zero for what the scenario of a seed says.
   */
  int perThousand() {
    return perThousand;
  }

  /** As the command prints it, for example {@code lambda-throttled}. */
  public String id() {
    return id;
  }
}
