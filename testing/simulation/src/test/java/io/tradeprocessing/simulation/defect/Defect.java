package io.tradeprocessing.simulation.defect;

import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.check.Property;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What somebody could get wrong. Each is planted at a port of the system by a test, which states
 * within how many seeds the simulation finds it; nothing in the system knows of them.
 */
@SuppressWarnings("ImmutableEnumChecker") // the sets and the suppliers of designs have no state
public enum Defect {
  RECORD_PUT_WITHOUT_CONDITION(
      20, EnumSet.of(Property.NEVER_CHANGED), StoreDefects::recordUnconditional),
  HEAD_PUT_WITHOUT_CONDITION(
      20, EnumSet.of(Property.STATES, Property.VERIFIES), StoreDefects::headUnconditional),
  HEAD_OF_ANY_SEQUENCE_ACCEPTED(
      400, EnumSet.of(Property.STATES, Property.VERIFIES), StoreDefects::headOfAnySequence),
  RECORD_BEFORE_HEAD_IN_TWO_WRITES(
      60,
      EnumSet.of(Property.STATES, Property.VERIFIES),
      () -> StoreDefects.notOneTransaction(false)),
  HEAD_BEFORE_RECORD_IN_TWO_WRITES(
      60,
      EnumSet.of(Property.ALL_RECORDED, Property.VERIFIES),
      () -> StoreDefects.notOneTransaction(true)),
  FAILED_WRITE_TAKEN_FOR_DONE(
      200,
      EnumSet.of(Property.PUBLISHED_AFTER_RECORD, Property.NOTHING_LOST),
      StoreDefects::failuresSwallowed),
  SEEN_LEFT_OUT(60, EnumSet.of(Property.VERIFIES), StoreDefects::seenLeftOut),
  STATES_NOT_UPDATED(20, EnumSet.of(Property.STATES), StoreDefects::statesNotUpdated),
  ENDS_FORGOTTEN(20, EnumSet.of(Property.STATES, Property.VERIFIES), StoreDefects::endsForgotten),
  EVENT_CHANGED_ON_ITS_WAY(20, EnumSet.of(Property.RECORDED_AS_SENT), StoreDefects::eventChanged),
  LINK_FORGOTTEN(20, EnumSet.of(Property.VERIFIES), StoreDefects::linkForgotten),
  KEY_BY_TIME_OF_RECORDING(
      20, EnumSet.of(Property.ONCE_IN_A_REGION, Property.VERIFIES), StoreDefects::keyByRecording),
  /** The record as it was before: two events of a trade and time have one key. */
  KEY_BY_TIME_ALONE(
      20,
      EnumSet.of(Property.ALL_RECORDED, Property.NOTHING_LOST),
      () -> StoreDefects.keyByTimeAlone(false)),
  DUPLICATE_BY_KEY_ALONE(
      20, EnumSet.of(Property.NOTHING_LOST), () -> StoreDefects.keyByTimeAlone(true)),
  RECORDS_OF_OTHER_REGION_NOT_READ(
      100, EnumSet.of(Property.PLANNED_FAILOVER), StoreDefects::recordsOfOthersNotRead),
  HEADS_OF_OTHER_REGION_NOT_READ(
      150, EnumSet.of(Property.NEXT_HEAD_KNOWS_ALL), StoreDefects::headsOfOthersNotRead),
  SLOT_IGNORED(
      150,
      EnumSet.of(Property.ALL_RECORDED, Property.REPLAYED, Property.ONE_WRITER),
      OperationDefects::slotIgnored),
  REPLICA_NOT_KNOWN_TO_RECORDER(
      100,
      EnumSet.of(Property.PLANNED_FAILOVER, Property.NEXT_HEAD_KNOWS_ALL),
      OperationDefects::replicaNotSaid),

  VERDICT_IGNORED(
      20, EnumSet.of(Property.ALL_RECORDED, Property.STATES), FunctionDefects::verdictIgnored),
  DELIVERY_MADE_PART_OF_TRADE(
      20, EnumSet.of(Property.RECORDED_AS_SENT), FunctionDefects::deliveryInTrade),
  FIELD_DROPPED(20, EnumSet.of(Property.RECORDED_AS_SENT), FunctionDefects::fieldDropped),
  SOURCE_NOT_VOUCHED_FOR(
      40,
      EnumSet.of(Property.RECORDED_AS_SENT, Property.NOTHING_LOST),
      FunctionDefects::sourceNotVouched),
  ONE_SIGNER_COUNTED_TWICE(
      100, EnumSet.of(Property.STATES), FunctionDefects::oneSignerCountedTwice),
  SIGNATURES_NOT_VERIFIED(100, EnumSet.of(Property.STATES), FunctionDefects::signaturesNotVerified),
  REVIEW_PLACED_AT_ITS_OWN_TIME(
      100, EnumSet.of(Property.STATES, Property.VERIFIES), StoreDefects::reviewAtItsOwnTime),
  REGIMES_DROPPED(20, EnumSet.of(Property.JUDGED_ALIKE), FunctionDefects::regimesDropped),
  VALID_TRADES_REJECTED(20, EnumSet.of(Property.STATES), FunctionDefects::cancelsRejected),

  VALIDATION_DOES_NOT_RETRY_THROTTLING(
      60,
      EnumSet.of(Property.RETRIED_BEFORE_DEAD_LETTER),
      () -> WorkflowDefects.retryLacks("ValidateTrade", "Lambda.TooManyRequestsException")),
  ENRICHMENT_DOES_NOT_RETRY_ITS_START(
      60,
      EnumSet.of(Property.RETRIED_BEFORE_DEAD_LETTER),
      () -> WorkflowDefects.retryLacks("EnrichTrade", "Lambda.SnapStartNotReadyException")),
  RECORDING_DOES_NOT_RETRY_STORE(
      200,
      EnumSet.of(Property.RETRIED_BEFORE_DEAD_LETTER),
      () ->
          WorkflowDefects.retryLacks(
              "RecordCompliance", "io.tradeprocessing.common.store.StoreUnavailableException")),
  RECORDING_DOES_NOT_RETRY_TIME_OUTS(
      100,
      EnumSet.of(Property.RETRIED_BEFORE_DEAD_LETTER),
      () -> WorkflowDefects.retryLacks("RecordCompliance", "Sandbox.Timedout")),
  VALIDATION_NOT_CAUGHT(
      200,
      EnumSet.of(Property.NOTHING_LOST),
      () -> WorkflowDefects.notCaught("DeadLetterValidation", "ValidationFailed")),
  ENRICHMENT_NOT_CAUGHT(
      200,
      EnumSet.of(Property.NOTHING_LOST),
      () -> WorkflowDefects.notCaught("DeadLetterEnrichment", "EnrichmentFailed")),
  RECORDING_NOT_CAUGHT(
      100,
      EnumSet.of(Property.NOTHING_LOST, Property.OUTCOME_PUBLISHED),
      () -> WorkflowDefects.notCaught("DeadLetterRecording", "RecordingFailed")),
  DEAD_LETTER_SENT_ONCE(
      1200,
      EnumSet.of(Property.NOTHING_LOST, Property.OUTCOME_PUBLISHED),
      () -> WorkflowDefects.lacks("DeadLetterRecording", "Retry")),
  DEAD_LETTER_WITHOUT_EVENT(
      100,
      EnumSet.of(Property.DEAD_LETTER_SAYS_WHY),
      () -> WorkflowDefects.deadLetterWithoutEvent("DeadLetterRecording")),
  DEAD_LETTER_WITHOUT_ERROR(
      100,
      EnumSet.of(Property.DEAD_LETTER_SAYS_WHY),
      () -> WorkflowDefects.deadLetterWithoutError("DeadLetterRecording")),
  PUBLISHED_BEFORE_RECORDED(
      20, EnumSet.of(Property.PUBLISHED_AFTER_RECORD), WorkflowDefects::publishBeforeRecord),
  PUBLISH_FAILURE_FORGOTTEN(
      300, EnumSet.of(Property.OUTCOME_PUBLISHED), WorkflowDefects::publishFailureForgotten),
  RESULTS_SWAPPED(
      20, EnumSet.of(Property.ALL_RECORDED, Property.RUN_ENDS), WorkflowDefects::resultsSwapped),

  EXPRESS_LIMIT_SHORTER_THAN_ITS_RETRIES(
      200, EnumSet.of(Property.EXPRESS_ENDS_IN_TIME), WorkflowDefects::expressLimitTooShort),

  BACKFILL_FORGETS_ITS_OWN_RECORDS(
      200, EnumSet.of(Property.BACKFILL_ADDS_UP), BackfillDefects::ownRecordsForgotten),
  BACKFILL_TAKES_AN_OUTAGE_FOR_A_BAD_EVENT(
      200,
      EnumSet.of(Property.BACKFILL_ADDS_UP, Property.BACKFILL_COMPLETE),
      BackfillDefects::outageTakenForEvent),
  BACKFILL_ENRICHES_NOTHING(
      20, EnumSet.of(Property.JUDGED_ALIKE), BackfillDefects::enrichesNothing),
  BACKFILL_TAKES_A_CANCELLED_GROUP_FOR_RECORDED(
      200,
      EnumSet.of(Property.BACKFILL_ADDS_UP, Property.NOTHING_LOST),
      BackfillDefects::cancelledGroupTakenForRecorded),
  BACKFILL_MIXES_UP_THE_ANSWERS_OF_A_GROUP(
      400, EnumSet.of(Property.BACKFILL_ADDS_UP), BackfillDefects::answersMixedUp),
  BACKFILL_NEVER_INCOMPLETE(
      600,
      EnumSet.of(Property.BACKFILL_ADDS_UP, Property.BACKFILL_COMPLETE),
      BackfillDefects::neverIncomplete),

  RULE_WITHOUT_DEAD_LETTER_QUEUE(
      300, EnumSet.of(Property.NOTHING_LOST), OperationDefects::ruleWithoutQueue),
  RULE_WITHOUT_RETRIES_OR_QUEUE(
      60,
      EnumSet.of(Property.NOTHING_LOST),
      OperationDefects::ruleThatNeverTriesAgainAndHasNoQueue),
  RULE_OF_ANOTHER_SOURCE(
      20, EnumSet.of(Property.NOTHING_LOST), OperationDefects::ruleOfAnotherSource),
  EVENTS_FORWARDED_IN_CIRCLES(
      20, EnumSet.of(Property.NOTHING_GOES_ROUND), OperationDefects::forwardedInCircles),
  ARCHIVE_PUT_WITHOUT_CONDITION(
      20, EnumSet.of(Property.ARCHIVED_ONCE), ArchiverDefects::putOverwrites),
  ARCHIVE_SIGNATURE_NOT_WRITTEN_AGAIN(
      40, EnumSet.of(Property.ARCHIVED_SIGNED), ArchiverDefects::missingSignatureNotWritten),
  ARCHIVER_REPORTS_THE_LAST_ITEM(
      20, EnumSet.of(Property.ARCHIVED), ArchiverDefects::failureOfTheLastReported),
  ARCHIVER_SWALLOWS_FAILURES(
      20,
      EnumSet.of(Property.ARCHIVED, Property.ARCHIVED_SIGNED),
      ArchiverDefects::failuresSwallowed),
  ARCHIVER_TAKES_INSERTS_ALONE(
      20, EnumSet.of(Property.TAMPERING_ARCHIVED), ArchiverDefects::insertsAlone),
  ARCHIVER_TAKES_EVERY_REGION(
      20, EnumSet.of(Property.ARCHIVED), ArchiverDefects::recordsOfEveryRegion),
  ITEM_FAILURES_NOT_READ(
      20,
      EnumSet.of(Property.ARCHIVED, Property.ARCHIVED_SIGNED),
      ArchiverDefects::itemFailuresNotRead),
  STREAM_RETRIED_TWICE(40, EnumSet.of(Property.ARCHIVED), ArchiverDefects::retriedTwice),
  REDRIVE_DELETES_BEFORE_SENDING(
      300,
      EnumSet.of(Property.NOTHING_LOST, Property.OUTCOME_PUBLISHED),
      OperationDefects::redriveDeletesBeforeSending),
  REDRIVE_TRUSTS_THE_BUS(
      900,
      EnumSet.of(Property.NOTHING_LOST, Property.OUTCOME_PUBLISHED),
      OperationDefects::redriveTrustsTheBus),
  FAILOVER_WITHOUT_REPLAY(
      150,
      EnumSet.of(Property.NOTHING_LOST, Property.REPLAYED),
      OperationDefects::failoverWithoutReplay),
  REPLAY_WITHOUT_MARGIN(
      300,
      EnumSet.of(Property.NOTHING_LOST, Property.REPLAYED),
      OperationDefects::replayWithoutMargin),
  REPLAY_ONCE_ALONE(
      300, EnumSet.of(Property.NOTHING_LOST, Property.REPLAYED), OperationDefects::replayOnce),
  FAILOVER_WITHOUT_DRAINING(
      400,
      EnumSet.of(Property.NEXT_HEAD_KNOWS_ALL, Property.PLANNED_FAILOVER),
      OperationDefects::failoverWithoutDraining),
  VERIFY_READS_NOTHING(
      20, EnumSet.of(Property.DAMAGE_IS_NAMED), OperationDefects::verifyReadsNothing),
  VERIFY_OVERLOOKS_HEADS(
      100,
      EnumSet.of(Property.VERIFIES, Property.LOST_IS_NAMED),
      OperationDefects::verifyOverlooksHeads);

  private final int withinSeeds;
  private final Set<Property> shownBy;
  private final Supplier<Design> design;

  Defect(int withinSeeds, Set<Property> shownBy, Supplier<Design> design) {
    this.withinSeeds = withinSeeds;
    this.shownBy = shownBy;
    this.design = design;
  }

  /** Seeds, from 1 on, one of which fails. */
  public int withinSeeds() {
    return withinSeeds;
  }

  /** Whether a failure is of a property that such a defect is expected to violate. */
  boolean isShownBy(String failure) {
    return shownBy.stream().anyMatch(property -> failure.startsWith(property + ":"));
  }

  /** The system with this defect. */
  public Design design() {
    return design.get();
  }
}
