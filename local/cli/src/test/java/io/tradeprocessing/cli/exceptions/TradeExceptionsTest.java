package io.tradeprocessing.cli.exceptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tradeprocessing.cli.records.Recorded;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What settles what, of one trade; each event is recorded a second after the one before. */
class TradeExceptionsTest {

  private final List<TradeEntry> entries = new ArrayList<>();

  private TradeExceptionsTest accepted(String type, String time, String... fields) {
    return add("system1", List.of(), type, time, fields);
  }

  private TradeExceptionsTest rejected(String type, String time, String... fields) {
    return add("system1", List.of("MISSING /side"), type, time, fields);
  }

  private TradeExceptionsTest add(
      String source, List<String> errors, String type, String time, String... fields) {
    entries.add(
        Recorded.entry(
            source,
            Recorded.fields("T", type, time, fields),
            errors,
            Recorded.START.plusSeconds(entries.size())));
    return this;
  }

  /** What waits: kind, type and time of the day. */
  private List<String> waiting() {
    return find(Recorded.history(entries));
  }

  private static List<String> find(TradeHistory trade) {
    return TradeExceptions.of(trade, _ -> true, "look").stream()
        .map(each -> each.kind() + " " + each.reason().replaceFirst("2026-01-12T", ""))
        .map(text -> text.replaceFirst("Z: .*", ""))
        .toList();
  }

  @Test
  void nothingWaitsOfATradeThatWentWell() {
    accepted("NEW", "14:30:00").accepted("CORRECT", "14:31:00").accepted("CANCEL", "14:32:00");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void aRejectedEventWaitsUntilOneOfItsTypeIsAcceptedAtItsTimeOrLater() {
    assertThat(rejected("NEW", "14:30:00").waiting()).containsExactly("REJECTED NEW of 14:30:00");
    entries.clear();
    assertThat(rejected("NEW", "14:30:00", "v=1").accepted("NEW", "14:30:00", "v=2").waiting())
        .isEmpty();
    entries.clear();
    assertThat(rejected("NEW", "14:30:00", "v=1").accepted("NEW", "14:30:05", "v=2").waiting())
        .isEmpty();
    entries.clear();
    assertThat(
            accepted("NEW", "14:29:00")
                .rejected("CANCEL", "14:30:00")
                .accepted("CANCEL", "14:30:00", "v=2")
                .waiting())
        .isEmpty();
  }

  @Test
  void anEarlierEventDoesNotSettleOneWheneverItArrives() {
    assertThat(
            accepted("NEW", "14:29:00")
                .rejected("CORRECT", "14:31:00")
                .accepted("CORRECT", "14:30:00")
                .waiting())
        .containsExactly("REJECTED CORRECT of 14:31:00");
  }

  /** A source may count in seconds, and sent the accepted one before. */
  @Test
  void anotherEventOfTheSameTimeSettlesOneOnlyIfItCameAfterIt() {
    assertThat(
            accepted("NEW", "14:29:00")
                .accepted("CORRECT", "14:30:00", "v=1")
                .rejected("CORRECT", "14:30:00", "v=2")
                .waiting())
        .containsExactly("REJECTED CORRECT of 14:30:00");
    entries.clear();
    assertThat(
            accepted("NEW", "14:29:00")
                .rejected("CORRECT", "14:30:00", "v=2", "sourceSequence=5")
                .accepted("CORRECT", "14:30:00", "v=1", "sourceSequence=4")
                .waiting())
        .as("by its own count it is the earlier one")
        .containsExactly("REJECTED CORRECT of 14:30:00");
  }

  @Test
  void noEventOfAnotherTypeStandsForARejectedNewOrCancel() {
    assertThat(
            rejected("NEW", "14:30:00")
                .accepted("CORRECT", "14:31:00")
                .accepted("CANCEL", "14:32:00")
                .waiting())
        .containsExactly(
            "REJECTED NEW of 14:30:00",
            "UNMATCHED CORRECT of 14:31:00",
            "UNMATCHED CANCEL of 14:32:00");
    entries.clear();
    assertThat(
            accepted("NEW", "14:29:00")
                .rejected("CANCEL", "14:30:00")
                .accepted("NEW", "14:31:00")
                .waiting())
        .containsExactly("REJECTED CANCEL of 14:30:00", "REPLACES NEW of 14:31:00");
  }

  /** Its terms cannot come into force any more, whatever else arrives. */
  @Test
  void aRejectedCorrectIsSupersededByWhateverTheSourceSaidLater() {
    for (String type : List.of("CORRECT", "CANCEL")) {
      entries.clear();
      assertThat(
              accepted("NEW", "14:29:00")
                  .rejected("CORRECT", "14:30:00")
                  .accepted(type, "14:31:00")
                  .waiting())
          .as(type)
          .isEmpty();
    }
    entries.clear();
    assertThat(accepted("NEW", "14:30:00").rejected("CORRECT", "14:30:00").waiting())
        .as("the NEW of the same time is what it corrects")
        .containsExactly("REJECTED CORRECT of 14:30:00");
  }

  @Test
  void anotherSourceSettlesNothing() {
    assertThat(
            rejected("NEW", "14:30:00")
                .add("system2", List.of(), "NEW", "14:30:00", "v=2")
                .waiting())
        .containsExactly("REJECTED NEW of 14:30:00");
  }

  @Test
  void anEventOfAnUnknownTypeIsSettledByItsRepairedVersion() {
    assertThat(rejected("AMEND", "14:30:00").accepted("NEW", "14:31:00").waiting())
        .containsExactly("REJECTED UNKNOWN of 14:30:00");
    entries.clear();
    assertThat(
            accepted("NEW", "14:29:00")
                .rejected("AMEND", "14:30:00")
                .accepted("CORRECT", "14:30:00")
                .waiting())
        .isEmpty();
  }

  /** It is recorded under the envelope's time, or under one that is wrong. */
  @Test
  void anEventWhoseTimeWasWrongIsSettledByWhatCameAfterIt() {
    assertThat(rejected("NEW", "yesterday").accepted("NEW", "14:30:00").waiting()).isEmpty();
    entries.clear();
    assertThat(
            add("system1", List.of("IN_THE_FUTURE /timestamp"), "NEW", "2027-01-12T14:30:00Z")
                .accepted("NEW", "14:30:00")
                .waiting())
        .isEmpty();
    entries.clear();
    assertThat(accepted("NEW", "14:30:00").rejected("NEW", "yesterday").waiting()).hasSize(1);
  }

  @Test
  void anUnmatchedEventIsSettledByItsNewHoweverLateThatArrives() {
    assertThat(accepted("CORRECT", "14:31:00").accepted("CANCEL", "14:32:00").waiting())
        .containsExactly("UNMATCHED CORRECT of 14:31:00", "UNMATCHED CANCEL of 14:32:00");
    assertThat(accepted("NEW", "14:30:00").waiting()).isEmpty();
    assertThat(accepted("CORRECT", "14:33:00").waiting())
        .as("the trade is cancelled")
        .containsExactly("UNMATCHED CORRECT of 14:33:00");
  }

  @Test
  void aConflictIsSettledByWhatTheSourceSaysLater() {
    accepted("NEW", "14:30:00", "v=1").accepted("NEW", "14:30:00", "v=2");
    assertThat(TradeExceptions.of(Recorded.history(entries), _ -> true, ""))
        .extracting(Waiting::kind, each -> each.reason().replaceFirst(".*, and ", ""))
        .containsOnlyOnce(
            tuple(Kind.CONFLICT, "this one counts"), tuple(Kind.CONFLICT, "the other counts"));
    assertThat(accepted("CORRECT", "14:31:00").waiting())
        .as("neither of the two is in force, and none replaced the other")
        .isEmpty();
    assertThat(accepted("NEW", "14:29:00").waiting())
        .as("both replaced this one")
        .containsExactly("REPLACES NEW of 14:30:00", "REPLACES NEW of 14:30:00");
  }

  /** The second writer's flag says nothing, for it did not know the other. */
  @Test
  void theTruthOfNowIsNotWhatAWriterKnew() {
    accepted("CANCEL", "14:32:00").accepted("NEW", "14:30:00");
    TradeHistory trade = Recorded.history(entries);

    assertThat(trade.records()).anyMatch(record -> record.flags().unmatched());
    assertThat(find(trade)).isEmpty();
  }

  @Test
  void aNewOverALiveTradeIsSettledByACancelBeforeOrAfterIt() {
    accepted("NEW", "14:30:00").accepted("NEW", "14:40:00");
    assertThat(waiting()).containsExactly("REPLACES NEW of 14:40:00");
    assertThat(accepted("CANCEL", "14:50:00").waiting()).isEmpty();
    entries.removeLast();
    assertThat(accepted("CANCEL", "14:35:00").waiting()).isEmpty();
    assertThat(accepted("CORRECT", "14:45:00").waiting()).isEmpty();
  }

  @Test
  void anEventThatWasRejectedTwiceWaitsOnceSinceTheFirstTime() {
    rejected("NEW", "14:30:00");
    TradeHistory trade = Recorded.history(entries);
    assertThat(TradeExceptions.of(trade, _ -> true, "look"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.since()).isEqualTo(Recorded.START);
              assertThat(each.codes()).containsExactly("MISSING");
              assertThat(each.reason())
                  .isEqualTo("NEW of 2026-01-12T14:30:00Z: MISSING /side is wrong");
              assertThat(each.command()).isEqualTo("look");
            });
  }

  record Sent(String type, int second, int version, boolean accepted) {}

  @Provide
  Arbitrary<List<Sent>> arrivals() {
    return Combinators.combine(
            Arbitraries.of("NEW", "CORRECT", "CANCEL"),
            Arbitraries.integers().between(10, 15),
            Arbitraries.integers().between(1, 2),
            Arbitraries.of(true, true, false))
        .as(Sent::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(7);
  }

  private static List<String> waitingOf(List<Sent> arrivals) {
    TradeExceptionsTest trade = new TradeExceptionsTest();
    for (Sent sent : arrivals) {
      String time = "14:30:" + sent.second;
      if (sent.accepted) {
        trade.accepted(sent.type, time, "v=" + sent.version);
      } else {
        trade.rejected(sent.type, time, "v=r" + sent.version);
      }
    }
    return trade.waiting().stream().sorted().toList();
  }

  /** Among accepted events, nothing depends on the order of arrival. */
  @Property(tries = 300)
  void whatWaitsOfAcceptedEventsDoesNotDependOnTheirArrival(
      @ForAll("arrivals") List<Sent> arrivals, @ForAll long seed) {
    List<Sent> accepted = arrivals.stream().filter(Sent::accepted).distinct().toList();
    List<Sent> shuffled = new ArrayList<>(accepted);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(waitingOf(shuffled)).isEqualTo(waitingOf(accepted));
  }

  /** The event that was meant, accepted at last, settles every rejection of it. */
  @Property(tries = 300)
  void everyRejectionIsSettledByItsRepair(@ForAll("arrivals") List<Sent> arrivals) {
    List<Sent> repaired = new ArrayList<>(arrivals);
    arrivals.stream()
        .filter(sent -> !sent.accepted)
        .forEach(sent -> repaired.add(new Sent(sent.type, sent.second, 9, true)));

    assertThat(waitingOf(repaired)).noneMatch(text -> text.startsWith("REJECTED"));
  }
}
