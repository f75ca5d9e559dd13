package io.tradeprocessing.common.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recomputes a trade: each record's hashes, the chain of each Region, what the chains say of each
 * other, the flags and the heads. It works on any replica of the table; what another Region wrote
 * may not have arrived there yet. {@code docs/integrity.md} says what that proves and what it does
 * not.
 */
public final class ChainVerifier {

  private static final Comparator<ComplianceRecord> BY_PLACE =
      Comparator.<ComplianceRecord>comparingInt(record -> record.region().slot())
          .thenComparingLong(record -> record.link().sequence());

  private final TradeHistory trade;
  private final String here;
  private final SortedMap<Integer, Chain> chains = new TreeMap<>();
  private final List<Break> breaks = new ArrayList<>();

  /** The records of one Region, and what names records of it. */
  private static final class Chain {
    private final NavigableMap<Long, ComplianceRecord> records = new TreeMap<>();
    private final NavigableMap<Long, Name> names = new TreeMap<>();

    /** States by the chain's first records, of index 0 by none, of 1 by the first, … */
    private final List<TradeStates> states = new ArrayList<>(List.of(TradeStates.NONE));

    private Optional<Region> region = Optional.empty();
    private Optional<TradeHead> head = Optional.empty();

    /** Whether all records up to this one are here; a forged one may have any sequence. */
    private boolean has(long sequence) {
      return sequence >= 0 && sequence < states.size();
    }
  }

  /**
   * What an item says of a record: that it is there, and its hash.
   *
   * @param timestamp sort key of the item that says so
   */
  private record Name(String hash, SortKey timestamp, Instant at) {}

  private ChainVerifier(TradeHistory trade, String here) {
    this.trade = trade;
    this.here = here;
  }

  /**
   * Whatever does not hold, the most telling first; nothing for a sound trade.
   *
   * @param here name of the Region in which the trade was read: its own records must all be there
   */
  public static List<Break> breaks(TradeHistory trade, String here) {
    return new ChainVerifier(trade, here).verify();
  }

  private List<Break> verify() {
    trade.unreadable().forEach(item -> add(item.timestamp(), Break.Flaw.UNREADABLE, item.reason()));
    List<ComplianceRecord> records = trade.records().stream().sorted(BY_PLACE).toList();
    records.forEach(record -> flaw(record).ifPresent(breaks::add));
    if (!breaks.isEmpty()) {
      // Whatever else such a record seems to say would only hide the cause.
      return breaks;
    }
    records.forEach(this::place);
    trade.heads().forEach(this::place);
    records.forEach(this::collectNames);
    trade.heads().forEach(this::collectNames);
    chains.values().forEach(ChainVerifier::foldStates);
    chains.values().forEach(this::checkChain);
    chains.forEach(this::checkHead);
    chains.forEach(this::findAbsent);
    return breaks;
  }

  /**
   * What does not hold of a record in itself, without its trade: its hashes, and the key that
   * follows from it.
   */
  public static Optional<Break> flaw(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    Hashes hashes = Hashes.of(entry.content());
    Hashes stored = entry.hashes();
    String recordHash = record.recomputedHash();
    if (!hashes.eventHash().equals(stored.eventHash())) {
      return flaw(
          record,
          Break.Flaw.CONTENT_CHANGED,
          "the trade's eventHash is " + hashes.eventHash() + ", recorded is " + stored.eventHash());
    }
    if (!hashes.contentHash().equals(stored.contentHash())) {
      return flaw(
          record,
          Break.Flaw.CONTENT_CHANGED,
          "the contentHash of trade, verdict and enrichment is "
              + hashes.contentHash()
              + ", recorded is "
              + stored.contentHash());
    }
    if (!recordHash.equals(record.link().recordHash())) {
      return flaw(
          record,
          Break.Flaw.RECORD_CHANGED,
          "the attributes' recordHash is "
              + recordHash
              + ", recorded is "
              + record.link().recordHash());
    }
    return entry.key(record.region()).equals(record.key())
        ? Optional.empty()
        : flaw(
            record,
            Break.Flaw.RECORD_CHANGED,
            "its timestamp does not follow from time, Region, source and eventHash");
  }

  private static Optional<Break> flaw(ComplianceRecord record, Break.Flaw flaw, String message) {
    return Optional.of(
        new Break(
            record.key().tradeId(),
            record.key().timestamp().toString(),
            flaw,
            message,
            Optional.empty()));
  }

  private void place(ComplianceRecord record) {
    Chain chain = chain(record.region().slot());
    long sequence = record.link().sequence();
    if (chain.records.putIfAbsent(sequence, record) != null) {
      add(
          record,
          Break.Flaw.SEQUENCE_TAKEN_TWICE,
          "another record of " + record.region() + " has sequence " + sequence);
    }
    checkRegion(chain, record.region(), record.key().timestamp());
  }

  private void place(TradeHead head) {
    Chain chain = chain(head.region().slot());
    chain.head = Optional.of(head);
    checkRegion(chain, head.region(), head.key().timestamp());
  }

  private Chain chain(int slot) {
    return chains.computeIfAbsent(slot, _ -> new Chain());
  }

  private void checkRegion(Chain chain, Region region, SortKey timestamp) {
    if (!chain.region.map(region::equals).orElse(true)) {
      add(
          timestamp.toString(),
          Break.Flaw.NOT_CHAINED,
          "it is of " + region + "; the chain is of " + chain.region.orElseThrow());
    }
    chain.region = chain.region.or(() -> Optional.of(region));
  }

  private void collectNames(ComplianceRecord record) {
    long sequence = record.link().sequence();
    SortKey timestamp = record.key().timestamp();
    Instant at = record.entry().provenance().recordedAt();
    if (sequence < 1 || record.link().previousHash().isPresent() != sequence > 1) {
      add(
          record,
          Break.Flaw.NOT_CHAINED,
          "record " + sequence + " does not say what it follows as the first or a later one does");
    }
    Chain own = chain(record.region().slot());
    record
        .link()
        .previousHash()
        .ifPresent(
            hash -> name(own, sequence - 1, new Name(hash, timestamp, at), Break.Flaw.NOT_CHAINED));
    collectSeen(record.region().slot(), record.seen(), timestamp, at);
  }

  private void collectNames(TradeHead head) {
    SortKey timestamp = head.key().timestamp();
    head.last()
        .ifPresent(
            last -> {
              Name name = new Name(last.hash(), timestamp, last.recordedAt());
              name(chain(head.region().slot()), last.sequence(), name, Break.Flaw.HEAD_CHANGED);
              collectSeen(head.region().slot(), head.seen(), timestamp, last.recordedAt());
            });
  }

  private void collectSeen(int slot, SortedMap<Integer, Seen> seen, SortKey timestamp, Instant at) {
    seen.forEach(
        (other, end) -> {
          Name name = new Name(end.hash(), timestamp, at);
          if (other == slot) {
            add(timestamp.toString(), Break.Flaw.SEEN_DIFFERS, "it has seen its own chain");
          } else {
            name(chain(other), end.sequence(), name, Break.Flaw.SEEN_DIFFERS);
          }
        });
  }

  /** Compares what an item says of a record with the record, or with what another item says. */
  private void name(Chain chain, long sequence, Name name, Break.Flaw flaw) {
    ComplianceRecord record = chain.records.get(sequence);
    Name known = chain.names.putIfAbsent(sequence, name);
    String hash =
        record != null ? record.link().recordHash() : known != null ? known.hash() : name.hash();
    if (!hash.equals(name.hash())) {
      add(
          name.timestamp().toString(),
          flaw,
          "it names record %d with hash %s, which has %s".formatted(sequence, name.hash(), hash));
    }
  }

  private static void foldStates(Chain chain) {
    for (ComplianceRecord record = chain.records.get(1L);
        record != null;
        record = chain.records.get((long) chain.states.size())) {
      chain.states.add(chain.states.getLast().with(record.entry()));
    }
  }

  private void checkChain(Chain chain) {
    SortedMap<Integer, Seen> seenBefore = new TreeMap<>();
    for (ComplianceRecord record : chain.records.values()) {
      if (!Seen.join(seenBefore, record.seen()).equals(record.seen())) {
        add(
            record,
            Break.Flaw.NOT_CHAINED,
            "it has seen less of another Region than the record before it");
      }
      seenBefore = record.seen();
      long before = record.link().sequence() - 1;
      TradeEntry entry = record.entry();
      known(chain, before, record.seen())
          .map(states -> Flags.of(entry.acceptedPlace(), states.of(entry.tradeSource())))
          .filter(flags -> !flags.equals(record.flags()))
          .ifPresent(
              flags ->
                  add(
                      record,
                      Break.Flaw.NOT_CHAINED,
                      "its flags are %s; by the records before it they are %s"
                          .formatted(record.flags(), flags)));
    }
  }

  /** The states by the first records of a chain and what was seen; nothing if one is not here. */
  private Optional<TradeStates> known(Chain chain, long sequence, SortedMap<Integer, Seen> seen) {
    if (!chain.has(sequence)) {
      return Optional.empty();
    }
    TradeStates states = chain.states.get((int) sequence);
    for (Map.Entry<Integer, Seen> other : seen.entrySet()) {
      Chain theirs = chains.get(other.getKey());
      if (theirs == null || !theirs.has(other.getValue().sequence())) {
        return Optional.empty();
      }
      states = states.join(theirs.states.get((int) other.getValue().sequence()));
    }
    return Optional.of(states);
  }

  private void checkHead(int slot, Chain chain) {
    boolean own = isOwn(chain);
    if (chain.head.isEmpty()) {
      if (own) {
        add(
            SortKey.head(slot).toString(),
            Break.Flaw.HEAD_MISSING,
            "there are records, but no head");
      }
      return;
    }
    TradeHead head = chain.head.get();
    String timestamp = head.key().timestamp().toString();
    long top = chain.records.isEmpty() ? 0 : chain.records.lastKey();
    if (own && head.sequence() < top) {
      add(
          timestamp,
          Break.Flaw.HEAD_CHANGED,
          "the head follows record " + head.sequence() + "; the last one is " + top);
    }
    ComplianceRecord last = chain.records.get(head.sequence());
    if (last == null) {
      return;
    }
    if (!head.seen().equals(last.seen())
        || !head.last()
            .map(TradeHead.Last::recordedAt)
            .equals(Optional.of(last.entry().provenance().recordedAt()))) {
      add(timestamp, Break.Flaw.HEAD_CHANGED, "the head differs from its last record");
    }
    known(chain, head.sequence(), head.seen())
        .filter(states -> !states.equals(head.states()))
        .ifPresent(
            states ->
                add(
                    timestamp,
                    Break.Flaw.HEAD_CHANGED,
                    "the head's states are "
                        + head.states().bySource()
                        + "; the records add up to "
                        + states.bySource()));
  }

  private void findAbsent(int slot, Chain chain) {
    long next = 1;
    for (long sequence : chain.records.keySet()) {
      if (sequence > next) {
        addAbsent(slot, chain, next, sequence - 1);
      }
      next = Math.max(next, sequence + 1);
    }
    if (!chain.names.isEmpty() && chain.names.lastKey() >= next) {
      addAbsent(slot, chain, next, chain.names.lastKey());
    }
  }

  private void addAbsent(int slot, Chain chain, long first, long last) {
    Map.Entry<Long, Name> name = chain.names.floorEntry(last);
    if (name == null || name.getKey() < first) {
      // What follows the gap does not name it, which is reported as such.
      return;
    }
    boolean own = isOwn(chain);
    String records = first == last ? "record " + first : "records " + first + " to " + last;
    String region = chain.region.map(Region::toString).orElse("the Region in slot " + slot);
    breaks.add(
        new Break(
            trade.tradeId(),
            name.getValue().timestamp().toString(),
            own ? Break.Flaw.RECORD_MISSING : Break.Flaw.NOT_ARRIVED,
            records + " of " + region + " not found here",
            Optional.of(new Break.Absent(slot, first, last, name.getValue().at()))));
  }

  private boolean isOwn(Chain chain) {
    return chain.region.map(region -> region.name().equals(here)).orElse(false);
  }

  private void add(ComplianceRecord record, Break.Flaw flaw, String message) {
    add(record.key().timestamp().toString(), flaw, message);
  }

  private void add(String timestamp, Break.Flaw flaw, String message) {
    breaks.add(new Break(trade.tradeId(), timestamp, flaw, message, Optional.empty()));
  }
}
