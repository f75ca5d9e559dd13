package io.tradeprocessing.cli.reconcile;

import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.TradeEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is on record of a source's day: each event once, in whichever Regions it was recorded. */
final class Day {

  /** The first record of an event. */
  private static final class Event {
    private final String tradeId;
    private final long sequence;
    private boolean accepted;

    Event(String tradeId, long sequence, boolean accepted) {
      this.tradeId = tradeId;
      this.sequence = sequence;
      this.accepted = accepted;
    }
  }

  private final Map<String, Event> events = new HashMap<>();
  private final Totals totals = new Totals();
  private long records;
  private long unnumbered;

  void add(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    boolean accepted = Totals.isAccepted(entry);
    records++;
    Event known = events.get(entry.hashes().eventHash());
    if (known == null) {
      events.put(
          entry.hashes().eventHash(), new Event(entry.tradeId(), entry.sourceSequence(), accepted));
      unnumbered += entry.sourceSequence() == 0 ? 1 : 0;
      totals.add(record);
    } else if (accepted && !known.accepted) {
      known.accepted = true;
      totals.addAcceptance(record);
    }
  }

  long records() {
    return records;
  }

  long events() {
    return events.size();
  }

  long accepted() {
    return events.values().stream().filter(event -> event.accepted).count();
  }

  long unnumbered() {
    return unnumbered;
  }

  Totals totals() {
    return totals;
  }

  /** The sequence numbers, in no order. */
  long[] numbers() {
    return events.values().stream()
        .mapToLong(event -> event.sequence)
        .filter(number -> number > 0)
        .toArray();
  }

  /**
   * A sequence number that more than one event has.
   *
   * @param tradeIds of the events
   */
  record Repeated(long number, List<String> tradeIds) {}

  List<Repeated> repeated() {
    Map<Long, List<String>> byNumber = new TreeMap<>();
    for (Event event : events.values()) {
      if (event.sequence > 0) {
        byNumber.computeIfAbsent(event.sequence, _ -> new ArrayList<>(1)).add(event.tradeId);
      }
    }
    return byNumber.entrySet().stream()
        .filter(each -> each.getValue().size() > 1)
        .map(each -> new Repeated(each.getKey(), each.getValue().stream().sorted().toList()))
        .toList();
  }
}
