package io.tradeprocessing.cli.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.store.TradeState.Status;
import io.tradeprocessing.common.trade.EventTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Trades as they were, of any events in any order of arrival. */
class PointInTimePropertiesTest {

  /** An event: its type, the second of the day at which it happened, and whether it is accepted. */
  record Sent(String type, int second, int sequence, boolean accepted) {}

  @Provide
  Arbitrary<List<Sent>> arrivals() {
    return Combinators.combine(
            Arbitraries.of("NEW", "CORRECT", "CANCEL", "TERMINATION", "EXERCISE"),
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(0, 3),
            Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(true)), Tuple.of(1, Arbitraries.just(false))))
        .as(Sent::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  private static TradeHistory trade(List<Sent> arrivals) {
    List<TradeEntry> entries = new ArrayList<>();
    for (Sent sent : arrivals) {
      entries.add(
          Recorded.entry(
              "system1",
              Recorded.fields(
                  "T",
                  sent.type,
                  time(sent.second),
                  "sourceSequence=" + (sent.sequence == 0 ? "" : sent.sequence)),
              sent.accepted ? List.of() : List.of("MISSING /side"),
              recordedAt(entries.size())));
    }
    return Recorded.history(entries);
  }

  private static String time(int second) {
    return "2026-01-12T14:30:%02dZ".formatted(second);
  }

  private static EventTime eventTime(int second) {
    return EventTime.parse(time(second)).orElseThrow();
  }

  private static Instant recordedAt(int arrival) {
    return Recorded.START.plusSeconds(arrival);
  }

  private static PointInTime knownAt(int arrival) {
    return new PointInTime(Optional.empty(), Optional.of(recordedAt(arrival)));
  }

  private static PointInTime asOf(int second) {
    return new PointInTime(Optional.of(eventTime(second)), Optional.empty());
  }

  private static List<ComplianceRecord> byArrival(TradeHistory trade) {
    return trade.records().stream()
        .sorted(Comparator.comparingLong(record -> record.link().sequence()))
        .toList();
  }

  /** What was known after each record is what the head said that was written with it. */
  @Property(tries = 500)
  void knownInTheOrderOfRecordingIsWhatEachHeadSaid(@ForAll("arrivals") List<Sent> arrivals) {
    TradeHistory trade = trade(arrivals);
    TradeHead head = TradeHead.none("T", Region.LOCAL);

    for (ComplianceRecord record : byArrival(trade)) {
      head = head.with(record);
      Instant then = record.entry().provenance().recordedAt();
      TradeHistory known = new PointInTime(Optional.empty(), Optional.of(then)).of(trade);
      assertThat(known.states()).isEqualTo(head.states());
      assertThat(known.records()).hasSize((int) record.link().sequence());
    }
    assertThat(head.states()).isEqualTo(trade.states());
  }

  @Property(tries = 300)
  void atTheEndOfBothTimesItIsThePresent(@ForAll("arrivals") List<Sent> arrivals) {
    TradeHistory trade = trade(arrivals);
    PointInTime end =
        new PointInTime(Optional.of(eventTime(59)), Optional.of(recordedAt(arrivals.size())));

    assertThat(end.of(trade).records()).isEqualTo(trade.records());
    assertThat(end.of(trade).states()).isEqualTo(trade.states());
    assertThat(PointInTime.NOW.of(trade)).isSameAs(trade);
  }

  @Property(tries = 300)
  void bothTimesComposeInEitherOrder(
      @ForAll("arrivals") List<Sent> arrivals, @ForAll("moments") Sent moment) {
    TradeHistory trade = trade(arrivals);
    PointInTime event = asOf(moment.second);
    PointInTime arrival = knownAt(moment.sequence);
    PointInTime both = new PointInTime(event.asOf(), arrival.knownAt());

    assertThat(both.of(trade)).isEqualTo(event.of(arrival.of(trade)));
    assertThat(both.of(trade)).isEqualTo(arrival.of(event.of(trade)));
  }

  @Provide
  Arbitrary<Sent> moments() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 9), Arbitraries.integers().between(0, 8))
        .as((second, arrival) -> new Sent("", second, arrival, true));
  }

  private static Status ended(@Nullable Status before, Status end) {
    return switch (before) {
      case null -> Status.UNMATCHED;
      case UNMATCHED, CANCELLED -> before;
      default -> end;
    };
  }

  /** By an oracle that goes through the accepted events in their order, and keeps no places. */
  @Property(tries = 500)
  void asOfATimeItStandsAsItsEventsUpToThenSay(
      @ForAll("arrivals") List<Sent> arrivals, @ForAll("moments") Sent moment) {
    TradeHistory trade = trade(arrivals);

    Status status = null;
    String terms = "";
    for (RecordLine line : TradeLife.lines(trade, TradeLife.Order.TIME)) {
      TradeEntry entry = line.record().entry();
      if (entry.acceptedPlace().isEmpty() || entry.time().compareTo(eventTime(moment.second)) > 0) {
        continue;
      }
      switch (entry.eventType().orElseThrow()) {
        case NEW -> {
          status = Status.ACTIVE;
          terms = entry.hashes().eventHash();
        }
        case CORRECT -> {
          status = status == null ? Status.UNMATCHED : status;
          terms = status == Status.ACTIVE ? entry.hashes().eventHash() : terms;
        }
        case CANCEL -> {
          status =
              status == null || status == Status.UNMATCHED ? Status.UNMATCHED : Status.CANCELLED;
        }
        case TERMINATION -> status = ended(status, Status.TERMINATED);
        case EXERCISE -> status = ended(status, Status.EXERCISED);
        case ALLOCATION, GIVE_UP, NOVATION -> throw new AssertionError("not among the arrivals");
      }
    }

    TradeState state = asOf(moment.second).of(trade).states().of("system1");
    assertThat(state.status()).isEqualTo(status == null ? Status.UNMATCHED : status);
    if (status == Status.ACTIVE) {
      assertThat(state.terms().orElseThrow().eventHash()).isEqualTo(terms);
    } else {
      assertThat(state.terms()).isEmpty();
    }
  }
}
