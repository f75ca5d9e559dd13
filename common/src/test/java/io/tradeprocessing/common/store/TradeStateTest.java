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
      state = state.join(TradeState.of(at(types.get(i), i + 1)));
    }

    boolean known = false;
    boolean live = false;
    for (EventType type : types) {
      known |= type == EventType.NEW;
      live = type == EventType.NEW || (type == EventType.CORRECT && live);
    }
    TradeState.Status expected =
        !known
            ? TradeState.Status.UNMATCHED
            : live ? TradeState.Status.ACTIVE : TradeState.Status.CANCELLED;
    assertThat(state.status()).isEqualTo(expected);
    assertThat(state.terms()).isEqualTo(termsByReplay(types));
  }

  private static Optional<Place> termsByReplay(List<EventType> types) {
    Optional<Place> terms = Optional.empty();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i) == EventType.NEW
          || (types.get(i) == EventType.CORRECT && terms.isPresent())) {
        terms = Optional.of(at(types.get(i), i + 1));
      } else if (types.get(i) == EventType.CANCEL) {
        terms = Optional.empty();
      }
    }
    return terms;
  }

  private static TradeState state(String events) {
    TradeState state = TradeState.NONE;
    for (String event : List.of(events.split(" ", -1))) {
      EventType type =
          switch (event.charAt(0)) {
            case 'N' -> EventType.NEW;
            case 'R' -> EventType.CORRECT;
            default -> EventType.CANCEL;
          };
      state = state.join(TradeState.of(at(type, Integer.parseInt(event.substring(1)))));
    }
    return state;
  }

  private static Place at(EventType type, long micros) {
    return new Place(new EventTime(micros), 0, type, type + "-" + micros);
  }
}
