package io.tradeprocessing.cli.exceptions;

import io.tradeprocessing.cli.records.Mark;
import io.tradeprocessing.cli.records.RecordLine;
import io.tradeprocessing.cli.records.Settlement;
import io.tradeprocessing.cli.records.TradeLife;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Place;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.trade.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What waits of a trade, by all of its records that are there now; the flags of a record say what
 * its writer knew. An event that two Regions recorded waits once.
 */
final class TradeExceptions {

  /** Violations that a reason names. */
  private static final int NAMED = 3;

  private final String command;
  private final Predicate<ComplianceRecord> selected;
  private final List<RecordLine> lines;
  private final List<Settlement> settlements;
  private final Map<List<Object>, Instant> since = new HashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();

  private TradeExceptions(
      TradeHistory trade, Predicate<ComplianceRecord> selected, String command) {
    this.command = command;
    this.selected = selected;
    this.lines = TradeLife.lines(trade, TradeLife.Order.TIME);
    this.settlements =
        lines.stream().flatMap(line -> Settlement.by(line.record().entry()).stream()).toList();
  }

  /**
   * Finds them.
   *
   * @param selected of which records; what settles them may be any
   * @param command what shows the trade, for a shell
   */
  static List<Waiting> of(
      TradeHistory trade, Predicate<ComplianceRecord> selected, String command) {
    return new TradeExceptions(trade, selected, command).find();
  }

  private List<Waiting> find() {
    Map<List<Object>, RecordLine> events = new LinkedHashMap<>();
    for (RecordLine line : lines) {
      TradeEntry entry = line.record().entry();
      events.merge(
          event(entry), line, (a, b) -> b.record().entry().acceptedPlace().isPresent() ? b : a);
      since.merge(event(entry), entry.provenance().recordedAt(), (a, b) -> a.isBefore(b) ? a : b);
    }
    events.values().stream().filter(line -> selected.test(line.record())).forEach(this::judge);
    return waiting;
  }

  /** A re-send of an event without a time has another time, and is another event on record. */
  private static List<Object> event(TradeEntry entry) {
    return List.of(entry.sourceSystem(), entry.hashes().eventHash(), entry.time());
  }

  private void judge(RecordLine line) {
    TradeEntry entry = line.record().entry();
    Optional<Place> place = entry.acceptedPlace();
    // A review waits for nobody: what it is about does, as long as it is not settled.
    if (entry.review().isPresent() || settlements.stream().anyMatch(by -> by.decides(entry))) {
      return;
    }
    if (entry.status() == RecordStatus.REJECTED) {
      if (settlements.stream().noneMatch(by -> by.settles(entry))) {
        add(Kind.REJECTED, line, rejection(entry), codes(entry));
      }
      return;
    }
    if (line.marks().contains(Mark.UNMATCHED)) {
      add(Kind.UNMATCHED, line, "the trade was not live at that time", List.of());
    }
    if (place.isEmpty()) {
      return;
    }
    if (line.marks().contains(Mark.CONFLICT) && !isFollowed(entry)) {
      add(Kind.CONFLICT, line, conflict(entry, place.get()), List.of());
    }
    if (line.marks().contains(Mark.REPLACES)
        && wasLiveBefore(entry)
        && !isCancelled(entry, place.get())) {
      add(Kind.REPLACES, line, "the trade was live at that time", List.of());
    }
  }

  /** Whether the source said later what counts: then neither of the two does. */
  private boolean isFollowed(TradeEntry entry) {
    return lines.stream()
        .filter(line -> !line.marks().contains(Mark.UNMATCHED))
        .flatMap(line -> Settlement.by(line.record().entry()).stream())
        .anyMatch(
            later ->
                later.source().equals(entry.sourceSystem())
                    && later.place().time().compareTo(entry.time()) > 0);
  }

  /** A NEW over another of its own time is a conflict, and waits as that. */
  private boolean wasLiveBefore(TradeEntry entry) {
    return settlements.stream()
        .filter(before -> before.source().equals(entry.sourceSystem()))
        .map(Settlement::place)
        .filter(before -> before.type() != EventType.CORRECT && !before.partial())
        .filter(before -> before.time().compareTo(entry.time()) < 0)
        .max(Comparator.naturalOrder())
        .filter(last -> last.type() == EventType.NEW)
        .isPresent();
  }

  private boolean isCancelled(TradeEntry entry, Place place) {
    return settlements.stream()
        .anyMatch(
            later ->
                later.source().equals(entry.sourceSystem())
                    && later.place().type() == EventType.CANCEL
                    && later.place().compareTo(place) > 0);
  }

  private String conflict(TradeEntry entry, Place place) {
    List<Place> others =
        settlements.stream()
            .filter(other -> other.source().equals(entry.sourceSystem()))
            .map(Settlement::place)
            .filter(place::contradicts)
            .toList();
    boolean counts =
        others.stream()
            .max(Comparator.naturalOrder())
            .map(o -> o.compareTo(place) < 0)
            .orElse(true);
    return "another accepted %s of this time says something else, and %s counts"
        .formatted(entry.eventTypeName(), counts ? "this one" : "the other");
  }

  private static String rejection(TradeEntry entry) {
    List<JsonObject> errors = Settlement.errors(entry).toList();
    String named =
        errors.stream()
            .limit(NAMED)
            .map(
                error ->
                    Stream.of("code", "field", "message")
                        .flatMap(part -> error.text(part).stream())
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" ")))
            .collect(Collectors.joining("; "));
    int more = errors.size() - NAMED;
    return named.isEmpty()
        ? "its verdict names no error"
        : named + (more > 0 ? "; and " + more + " more" : "");
  }

  private static List<String> codes(TradeEntry entry) {
    return Settlement.errors(entry)
        .flatMap(error -> error.text("code").stream())
        .distinct()
        .toList();
  }

  private void add(Kind kind, RecordLine line, String why, List<String> codes) {
    ComplianceRecord record = line.record();
    TradeEntry entry = record.entry();
    waiting.add(
        new Waiting(
            kind,
            since.getOrDefault(event(entry), entry.provenance().recordedAt()),
            entry.sourceSystem(),
            entry.tradeId(),
            Waiting.Subject.OfRecord.of(record),
            Value.of(entry.content().enrichment()),
            codes,
            "%s of %s: %s".formatted(entry.eventTypeName(), entry.time(), why),
            command));
  }
}
