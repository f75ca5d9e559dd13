package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeReview.Decision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a trade stands once operations has reviewed an event of it. */
class ReviewStateTest {

  private static final List<EventType> TYPES = List.of(EventType.values());
  private static final List<Decision> DECISIONS = List.of(Decision.values());

  private static final TradeEntry REJECTED =
      Entries.timed("system1", "T1", EventType.NEW, 1, 7, "", RecordStatus.REJECTED);

  @ParameterizedTest
  @EnumSource(names = "CANCEL", mode = EnumSource.Mode.EXCLUDE)
  void anAcceptedEventIsAtItsOwnPlaceAndNotAtThatOfTheReview(Decision decision) {
    TradeEntry correct = Entries.accepted("T1", EventType.CORRECT, 2);
    TradeStates before = TradeStates.NONE.with(REJECTED).with(correct);

    TradeState after = before.with(Entries.review(REJECTED, decision, 9)).of("system1");

    assertThat(before.of("system1").status()).isEqualTo(TradeState.Status.UNMATCHED);
    assertThat(after.firstNew())
        .contains(new Place(new EventTime(1), 7, EventType.NEW, REJECTED.hashes().eventHash()));
    assertThat(after.terms()).isEqualTo(correct.acceptedPlace());
  }

  @Test
  void aReviewOfAnEventThatIsAcceptedTooChangesNothing() {
    TradeEntry accepted =
        Entries.timed("system1", "T1", EventType.NEW, 1, 0, "", RecordStatus.ACCEPTED);
    TradeStates states = TradeStates.NONE.with(accepted);

    assertThat(states.with(Entries.review(accepted, Decision.REVALIDATE, 9))).isEqualTo(states);
  }

  @Test
  void aCancelEndsTheTradeOfTheEventsSourceAtTheTimeOfTheReview() {
    TradeEntry live =
        Entries.timed("system2", "T1", EventType.NEW, 1, 0, "", RecordStatus.ACCEPTED);
    TradeEntry cancel = Entries.review(live, Decision.CANCEL, 9);
    TradeStates states = TradeStates.NONE.with(live).with(cancel);

    assertThat(states.bySource()).containsOnlyKeys("system2");
    assertThat(states.of("system2").status()).isEqualTo(TradeState.Status.CANCELLED);
    assertThat(states.of("system2").lastCancel())
        .contains(new Place(new EventTime(9), 0, EventType.CANCEL, cancel.hashes().eventHash()));
  }

  @Test
  void aRejectedReviewChangesNothing() {
    TradeEntry review = Entries.review(REJECTED, Decision.OVERRIDE, 9);
    TradeEntry rejected =
        new TradeEntry(
            review.tradeId(),
            review.time(),
            review.sourceSystem(),
            0,
            RecordStatus.REJECTED,
            review.eventType(),
            review.content(),
            review.provenance(),
            review.hashes());

    assertThat(TradeStates.NONE.with(rejected)).isEqualTo(TradeStates.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void aReviewIsARecordOfOperationsWithItsDecisionForAType(Decision decision) {
    TradeEntry review = Entries.review(REJECTED, decision, 9);
    ChainedRecord chained = ChainedRecord.of(review, TradeHead.none("T1", Region.LOCAL));

    assertThat(chained.item().text("sourceSystem")).contains(TradeEvent.OPERATIONS);
    assertThat(chained.item().text("eventType")).contains(decision.name());
    assertThat(chained.record().key().time()).isEqualTo(new EventTime(9));
    assertThat(RecordJson.read(chained.item())).isEqualTo(chained.record());
  }

  /** Events and reviews arrive in any order, in any number of chains, any of them twice. */
  @Property(tries = 300)
  void statesJoinWhateverTheOrderOfArrivalAndTheRegion(@ForAll Random random) {
    List<TradeEntry> entries = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      TradeEntry event =
          Entries.timed(
              "system" + (1 + random.nextInt(2)),
              "T1",
              TYPES.get(random.nextInt(3)),
              1 + random.nextInt(3),
              random.nextInt(3),
              "note " + random.nextInt(2),
              random.nextBoolean() ? RecordStatus.ACCEPTED : RecordStatus.REJECTED);
      entries.add(event);
      if (random.nextBoolean()) {
        entries.add(Entries.review(event, DECISIONS.get(random.nextInt(3)), 1 + random.nextInt(5)));
      }
    }
    TradeStates inOrder = fold(entries);

    Collections.shuffle(entries, random);
    int cut = random.nextInt(entries.size());
    TradeStates one = fold(entries.subList(0, cut));
    // What both Regions recorded is in both.
    TradeStates other = fold(entries.subList(random.nextInt(cut + 1), entries.size()));

    assertThat(one.join(other)).isEqualTo(inOrder);
    assertThat(other.join(one)).isEqualTo(inOrder);
    assertThat(inOrder.join(inOrder)).isEqualTo(inOrder);
  }

  private static TradeStates fold(List<TradeEntry> entries) {
    TradeStates states = TradeStates.NONE;
    for (TradeEntry entry : entries) {
      states = states.with(entry);
    }
    return states;
  }
}
