package io.tradeprocessing.cli.records;

import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Place;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.store.TradeStates;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeReview;
import io.tradeprocessing.common.trade.TradeReview.Decision;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a trade's records say together that none says alone. A record's own flags say what its
 * writer knew; the marks here follow from all records that are there now.
 */
public final class TradeLife {

  private final TradeStates states;
  private final Set<ComplianceRecord> late;
  private final Map<Moment, List<ComplianceRecord>> byMoment;
  private final Set<Place> unmatched = new HashSet<>();
  private final Set<Place> replacing = new HashSet<>();

  /** By source, the places of its accepted events. */
  private final Map<String, List<Place>> accepted = new HashMap<>();

  /** Of the events that operations accepted by a review. */
  private final Set<String> reviewed;

  /** A time at which a source says that something happened. */
  private record Moment(String sourceSystem, EventTime time) {

    private static Moment of(ComplianceRecord record) {
      return new Moment(record.entry().sourceSystem(), record.entry().time());
    }
  }

  private TradeLife(TradeHistory trade) {
    this.states = trade.states();
    this.late = late(trade.records());
    this.byMoment = trade.records().stream().collect(Collectors.groupingBy(Moment::of));
    this.reviewed =
        trade.records().stream()
            .map(ComplianceRecord::entry)
            .filter(entry -> entry.status() == RecordStatus.ACCEPTED)
            .flatMap(entry -> entry.review().stream())
            .filter(review -> review.decision().filter(Decision.CANCEL::equals).isEmpty())
            .map(TradeReview::eventHash)
            .collect(Collectors.toSet());
    trade.records().stream()
        .map(ComplianceRecord::entry)
        .filter(entry -> entry.status() == RecordStatus.ACCEPTED)
        .collect(Collectors.groupingBy(TradeEntry::tradeSource))
        .forEach(this::follow);
  }

  /** The order in which a trade's records are shown. */
  public enum Order {
    /** By the time at which the source says it happened, and its own order within one time. */
    TIME,
    /** By arrival, which is the order of a chain: chain after chain. */
    ARRIVAL;

    private Comparator<ComplianceRecord> comparator() {
      return switch (this) {
        case TIME ->
            Comparator.<ComplianceRecord, EventTime>comparing(record -> record.entry().time())
                .thenComparingLong(record -> record.entry().sourceSequence())
                .thenComparing(record -> record.entry().eventType().orElse(EventType.NEW))
                .thenComparing(record -> record.entry().hashes().eventHash())
                .thenComparing(record -> record.key().timestamp());
        case ARRIVAL ->
            Comparator.<ComplianceRecord>comparingInt(record -> record.region().slot())
                .thenComparingLong(record -> record.link().sequence());
      };
    }
  }

  /** The trade's records, each with its place in the trade's life. */
  public static List<RecordLine> lines(TradeHistory trade, Order order) {
    TradeLife life = new TradeLife(trade);
    return trade.records().stream()
        .sorted(order.comparator())
        .map(record -> new RecordLine(record, Optional.of(life.place(record))))
        .toList();
  }

  /** Records that came after one of the same source with a later event time, chain by chain. */
  private static Set<ComplianceRecord> late(List<ComplianceRecord> records) {
    Map<List<Object>, Long> latest = new HashMap<>();
    Set<ComplianceRecord> late = new HashSet<>();
    records.stream()
        .sorted(Order.ARRIVAL.comparator())
        .forEach(
            record -> {
              long time = record.entry().time().microseconds();
              List<Object> chain = List.of(record.region().slot(), record.entry().sourceSystem());
              if (latest.merge(chain, time, Math::max) > time) {
                late.add(record);
              }
            });
    return late;
  }

  /** Follows the life of a source's trade through its accepted events. */
  private void follow(String source, List<TradeEntry> entries) {
    List<Place> places = places(entries.stream());
    accepted.put(source, places);
    boolean known = false;
    boolean live = false;
    boolean cancelled = false;
    for (Place place : places) {
      switch (place.type()) {
        case NEW -> {
          if (live) {
            replacing.add(place);
          }
          known = true;
          live = true;
          cancelled = false;
        }
        // What has ended may still be corrected, and may turn out never to have been.
        case CORRECT, CANCEL -> {
          if (!known || cancelled) {
            unmatched.add(place);
          }
          cancelled |= place.type() == EventType.CANCEL;
          live &= !cancelled;
        }
        case ALLOCATION, GIVE_UP, NOVATION, TERMINATION, EXERCISE -> {
          if (!live) {
            unmatched.add(place);
          }
          live &= place.partial();
        }
      }
    }
  }

  /** In their total order, each event once. */
  private static List<Place> places(Stream<TradeEntry> entries) {
    return entries.flatMap(entry -> entry.acceptedPlace().stream()).distinct().sorted().toList();
  }

  private RecordLine.Place place(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    return new RecordLine.Place(
        marks(record),
        Optional.ofNullable(states.bySource().get(entry.tradeSource())).map(TradeState::status));
  }

  private Set<Mark> marks(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    List<ComplianceRecord> moment = byMoment.getOrDefault(Moment.of(record), List.of());
    List<TradeEntry> others =
        moment.stream()
            .map(ComplianceRecord::entry)
            .filter(other -> !other.isSameEvent(entry))
            .toList();
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (late.contains(record)) {
      marks.add(Mark.LATE);
    }
    if (!others.isEmpty()) {
      marks.add(Mark.SAME_TIME);
    }
    if (moment.size() - others.size() > 1) {
      marks.add(Mark.RECORDED_TWICE);
    }
    Optional<Place> place = entry.acceptedPlace();
    if (place.isPresent()) {
      addAccepted(record, place.get(), others, marks);
    } else if (others.stream().anyMatch(other -> repairs(other, entry))) {
      marks.add(Mark.REPAIRED);
    }
    if (place.isEmpty() && reviewed.contains(entry.hashes().eventHash())) {
      marks.add(Mark.ACCEPTED_BY_REVIEW);
    }
    return marks;
  }

  private void addAccepted(
      ComplianceRecord record, Place place, List<TradeEntry> others, Set<Mark> marks) {
    TradeEntry entry = record.entry();
    if (states.of(entry.tradeSource()).terms().equals(Optional.of(place))) {
      marks.add(Mark.IN_FORCE);
    }
    if (accepted.getOrDefault(entry.tradeSource(), List.of()).stream()
        .anyMatch(place::contradicts)) {
      marks.add(Mark.CONFLICT);
    }
    if (others.stream().anyMatch(other -> repairs(entry, other))) {
      marks.add(Mark.REPAIRS);
    }
    if (unmatched.contains(place)) {
      marks.add(Mark.UNMATCHED);
    } else if (record.flags().unmatched()) {
      marks.add(Mark.UNMATCHED_ON_ARRIVAL);
    }
    if (replacing.contains(place)) {
      marks.add(Mark.REPLACES);
    } else if (record.flags().replaces()) {
      marks.add(Mark.REPLACED_ON_ARRIVAL);
    }
  }

  private static boolean repairs(TradeEntry version, TradeEntry rejected) {
    return Settlement.by(version).filter(settlement -> settlement.repairs(rejected)).isPresent();
  }
}
