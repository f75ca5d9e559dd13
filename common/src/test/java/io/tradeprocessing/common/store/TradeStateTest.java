package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradeStateTest {

  @Test
  void isActiveOnTheTermsOfItsNew() {
    TradeState state = state("N1");

    assertThat(state.status()).isEqualTo(TradeState.Status.ACTIVE);
    assertThat(state.terms()).contains(at(EventType.NEW, 1));
  }

  @Test
  void takesTheTermsOfTheLatestCorrection() {
    assertThat(state("N1 R3").terms()).contains(at(EventType.CORRECT, 3));
  }

  @Test
  void keepsANewerCorrectionWhenAnOlderOneArrivesLate() {
    assertThat(state("N1 R3 R2").terms()).contains(at(EventType.CORRECT, 3));
  }

  @Test
  void isCancelledByACancelThatArrivesBeforeItsNew() {
    TradeState early = state("X2");

    assertThat(early.status()).isEqualTo(TradeState.Status.UNMATCHED);
    assertThat(early.terms()).isEmpty();
    assertThat(early.join(state("N1")).status()).isEqualTo(TradeState.Status.CANCELLED);
  }

  @Test
  void isNotBroughtBackByACorrectionAfterTheCancel() {
    TradeState state = state("N1 R2 X3 R4");

    assertThat(state.status()).isEqualTo(TradeState.Status.CANCELLED);
    assertThat(state.terms()).isEmpty();
  }

  @Test
  void isActiveAgainOnTheTermsOfARebook() {
    TradeState state = state("N1 R2 X3 N4");

    assertThat(state.status()).isEqualTo(TradeState.Status.ACTIVE);
    assertThat(state.terms()).contains(at(EventType.NEW, 4));
  }

  @Test
  void isLiveBetweenItsNewAndItsCancel() {
    assertThat(TradeState.NONE.isLiveAt(at(EventType.CORRECT, 1))).isFalse();
    assertThat(state("N1").isLiveAt(at(EventType.CANCEL, 2))).isTrue();
    assertThat(state("N2").isLiveAt(at(EventType.CANCEL, 1))).isFalse();
    assertThat(state("N1 X3").isLiveAt(at(EventType.CORRECT, 4))).isFalse();
    assertThat(state("N1 X3").isLiveAt(at(EventType.CORRECT, 2))).isTrue();
    assertThat(state("N1 X3 N4").isLiveAt(at(EventType.CANCEL, 5))).isTrue();
  }

  @Test
  void isCancelledByACancelOfTheSameTime() {
    assertThat(state("N1 X1").status()).isEqualTo(TradeState.Status.CANCELLED);
    assertThat(state("X1 N1").status()).isEqualTo(TradeState.Status.CANCELLED);
    assertThat(state("N1").isLiveAt(at(EventType.CANCEL, 1))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ALLOCATION, ALLOCATED",
    "GIVE_UP, GIVEN_UP",
    "NOVATION, NOVATED",
    "TERMINATION, TERMINATED",
    "EXERCISE, EXERCISED"
  })
  void isEndedByALifeEventOfTheWholeTradeWhicheverArrivesFirst(
      EventType type, TradeState.Status status) {
    TradeState end = TradeState.of(at(type, 2));

    assertThat(end.status()).isEqualTo(TradeState.Status.UNMATCHED);
    assertThat(end.join(state("N1")).status()).isEqualTo(status);
    assertThat(state("N1").join(end).end()).contains(at(type, 2));
    assertThat(state("N1 R3").join(end).terms()).isEmpty();
    assertThat(state("N1 N3").join(end).status()).isEqualTo(TradeState.Status.ACTIVE);
  }

  @Test
  void isCancelledWhateverBecameOfItBecauseThereNeverWasATrade() {
    assertThat(state("N1 X2 T3").status()).isEqualTo(TradeState.Status.CANCELLED);
    assertThat(state("N1 T2 X3").status()).isEqualTo(TradeState.Status.CANCELLED);
    assertThat(state("N1 T2 X3").end()).contains(at(EventType.CANCEL, 3));
  }

  @Test
  void staysActiveAfterALifeEventThatLeavesAPart() {
    TradeState state = state("N1 A2 A3");

    assertThat(state.status()).isEqualTo(TradeState.Status.ACTIVE);
    assertThat(state.terms()).contains(at(EventType.NEW, 1));
    assertThat(state.reduction()).contains(part(EventType.ALLOCATION, 3));
    assertThat(state("N1 A2 R3").reduction()).isEmpty();
    assertThat(state("N1 A2 T3").reduction()).isEmpty();
  }

  @Test
  void aTradeThatEndedMayStillBeCorrectedAndCancelledButNotEndAgain() {
    TradeState ended = state("N1 T3");

    assertThat(ended.isLiveAt(at(EventType.CORRECT, 4))).isTrue();
    assertThat(ended.isLiveAt(at(EventType.CANCEL, 4))).isTrue();
    assertThat(ended.isLiveAt(at(EventType.NEW, 4))).isFalse();
    assertThat(ended.isLiveAt(at(EventType.TERMINATION, 4))).isFalse();
    assertThat(ended.isLiveAt(at(EventType.EXERCISE, 2))).isTrue();
    assertThat(state("N1 T3 N5").isLiveAt(at(EventType.EXERCISE, 6))).isTrue();
    assertThat(state("N1 A3").isLiveAt(at(EventType.TERMINATION, 4))).isTrue();
    assertThat(state("N1 X3").isLiveAt(at(EventType.TERMINATION, 4))).isFalse();
  }

  /** Where another Region recorded it first: it neither replaces, follows nor ends itself. */
  @Test
  void anEventThatIsKnownAlreadyIsJudgedByTheOthersAlone() {
    assertThat(state("N1").isLiveAt(at(EventType.NEW, 1))).isFalse();
    assertThat(state("N1 X3").isLiveAt(at(EventType.CANCEL, 3))).isTrue();
    assertThat(state("N1 T3").isLiveAt(at(EventType.TERMINATION, 3))).isTrue();
  }

  @Test
  void twoEndsOfOneTypeAndTimeContradictEachOther() {
    assertThat(
            state("N1 T2")
                .contradicts(new Place(new EventTime(2), 0, EventType.TERMINATION, "other")))
        .isTrue();
    assertThat(
            state("N1 T2").contradicts(new Place(new EventTime(2), 0, EventType.EXERCISE, "other")))
        .isFalse();
  }

  @Test
  void takesTheOrderOfOneTimeFromTheSource() {
    Place cancel = new Place(new EventTime(1), 1, EventType.CANCEL, "a");
    Place rebook = new Place(new EventTime(1), 2, EventType.NEW, "b");

    assertThat(TradeState.of(rebook).join(TradeState.of(cancel)).status())
        .isEqualTo(TradeState.Status.ACTIVE);
  }

  @Test
  void contradictsAnEventOfItsTypeAndTimeThatSaysSomethingElse() {
    Place other = new Place(new EventTime(1), 0, EventType.NEW, "other");

    assertThat(state("N1").contradicts(other)).isTrue();
    assertThat(state("N1").contradicts(at(EventType.NEW, 1))).isFalse();
    assertThat(state("N2").contradicts(other)).isFalse();
    assertThat(state("X1").contradicts(other)).isFalse();
  }

  /** The oracle replays the events in order of time, which the incremental state never sees. */
  @Property
  void endsWhereAReplayByEventTimeEndsWhateverTheOrderOfArrival(
      @ForAll @Size(max = 9) List<EventType> types, @ForAll Random random) {
    List<Integer> arrivals = new ArrayList<>(IntStream.range(0, types.size()).boxed().toList());
    Collections.shuffle(arrivals, random);
    TradeState state = TradeState.NONE;
    for (int i : arrivals) {
      state = state.join(TradeState.of(mixed(types.get(i), i + 1)));
    }

    TradeState.Status expected = TradeState.Status.UNMATCHED;
    Optional<Place> terms = Optional.empty();
    for (int i = 0; i < types.size(); i++) {
      EventType type = types.get(i);
      if (type.isLifeEvent() && (i + 1) % 2 == 0) {
        continue;
      }
      switch (type) {
        case NEW -> expected = TradeState.Status.ACTIVE;
        case CORRECT -> {}
        case CANCEL ->
            expected =
                expected == TradeState.Status.UNMATCHED ? expected : TradeState.Status.CANCELLED;
        // Of two ends, the later one is what became of the trade.
        case ALLOCATION -> expected = ended(expected, TradeState.Status.ALLOCATED);
        case GIVE_UP -> expected = ended(expected, TradeState.Status.GIVEN_UP);
        case NOVATION -> expected = ended(expected, TradeState.Status.NOVATED);
        case TERMINATION -> expected = ended(expected, TradeState.Status.TERMINATED);
        case EXERCISE -> expected = ended(expected, TradeState.Status.EXERCISED);
      }
      if (type == EventType.NEW || (type == EventType.CORRECT && terms.isPresent())) {
        terms = Optional.of(at(type, i + 1));
      }
      if (expected != TradeState.Status.ACTIVE) {
        terms = Optional.empty();
      }
    }
    assertThat(state.status()).isEqualTo(expected);
    assertThat(state.terms()).isEqualTo(terms);
  }

  private static TradeState.Status ended(TradeState.Status before, TradeState.Status end) {
    return switch (before) {
      case UNMATCHED, CANCELLED -> before;
      default -> end;
    };
  }

  /** What makes heads of Regions that know different events agree. */
  @Property
  void joinsWhateverTheOrderAndTheRepetition(
      @ForAll @Size(max = 6) List<EventType> a,
      @ForAll @Size(max = 6) List<EventType> b,
      @ForAll @Size(max = 6) List<EventType> c) {
    TradeState x = fold(a, 1);
    TradeState y = fold(b, 4);
    TradeState z = fold(c, 2);

    assertThat(x.join(y)).isEqualTo(y.join(x));
    assertThat(x.join(y).join(z)).isEqualTo(x.join(y.join(z)));
    assertThat(x.join(x)).isEqualTo(x);
    assertThat(x.join(TradeState.NONE)).isEqualTo(x);
  }

  private static TradeState fold(List<EventType> types, int from) {
    TradeState state = TradeState.NONE;
    for (int i = 0; i < types.size(); i++) {
      state = state.join(TradeState.of(mixed(types.get(i), from + i)));
    }
    return state;
  }

  private static TradeState state(String events) {
    TradeState state = TradeState.NONE;
    for (String event : List.of(events.split(" ", -1))) {
      EventType type =
          switch (event.charAt(0)) {
            case 'N' -> EventType.NEW;
            case 'R' -> EventType.CORRECT;
            case 'A' -> EventType.ALLOCATION;
            case 'T' -> EventType.TERMINATION;
            default -> EventType.CANCEL;
          };
      int micros = Integer.parseInt(event.substring(1));
      boolean partial = type == EventType.ALLOCATION;
      state = state.join(TradeState.of(partial ? part(type, micros) : at(type, micros)));
    }
    return state;
  }

  private static Place at(EventType type, long micros) {
    return new Place(new EventTime(micros), 0, type, type + "-" + micros);
  }

  private static Place part(EventType type, long micros) {
    return new Place(new EventTime(micros), 0, type, type + "-" + micros, true);
  }

  /** Of life events, those of even times leave a part. */
  private static Place mixed(EventType type, long micros) {
    return type.isLifeEvent() && micros % 2 == 0 ? part(type, micros) : at(type, micros);
  }
}
