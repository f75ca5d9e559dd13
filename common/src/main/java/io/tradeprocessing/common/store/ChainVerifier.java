package io.tradeprocessing.common.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Replays a trade: chains its records anew, in the order of their sequence, and compares what comes
 * out with what is stored. {@code docs/integrity.md} says what that proves and what it does not.
 */
public final class ChainVerifier {

  private ChainVerifier() {}

  /** The first place where the chain does not hold; nothing for a sound trade. */
  public static Optional<Break> firstBreak(TradeHistory trade) {
    if (!trade.unreadable().isEmpty()) {
      UnreadableItem item = trade.unreadable().getFirst();
      return Optional.of(
          new Break(item.tradeId(), item.timestamp(), Break.Flaw.UNREADABLE, item.reason()));
    }
    List<ComplianceRecord> records =
        trade.records().stream()
            .sorted(Comparator.comparingLong(record -> record.link().sequence()))
            .toList();
    TradeHead head = TradeHead.none(trade.tradeId());
    for (ComplianceRecord record : records) {
      Optional<Break> flaw = compare(record, head);
      if (flaw.isPresent()) {
        return flaw;
      }
      head = head.with(record);
    }
    return compareHead(trade, head);
  }

  private static Optional<Break> compare(ComplianceRecord record, TradeHead head) {
    Hashes hashes = Hashes.of(record.entry().content());
    Hashes stored = record.entry().hashes();
    if (!hashes.eventHash().equals(stored.eventHash())) {
      return found(
          record,
          Break.Flaw.CONTENT_CHANGED,
          "the trade's eventHash is " + hashes.eventHash() + ", recorded is " + stored.eventHash());
    }
    if (!hashes.contentHash().equals(stored.contentHash())) {
      return found(
          record,
          Break.Flaw.CONTENT_CHANGED,
          "the contentHash of trade, verdict and enrichment is "
              + hashes.contentHash()
              + ", recorded is "
              + stored.contentHash());
    }
    String recordHash = record.recomputedHash();
    ChainLink link = record.link();
    if (!recordHash.equals(link.recordHash())) {
      return found(
          record,
          Break.Flaw.RECORD_CHANGED,
          "the attributes' recordHash is " + recordHash + ", recorded is " + link.recordHash());
    }
    if (link.sequence() <= head.sequence()) {
      return found(
          record,
          Break.Flaw.SEQUENCE_TAKEN_TWICE,
          "sequence " + link.sequence() + " is not above " + head.sequence() + ", which is taken");
    }
    if (link.sequence() > head.sequence() + 1) {
      return found(
          record,
          Break.Flaw.RECORD_MISSING,
          "sequence " + (head.sequence() + 1) + " is not there; the next is " + link.sequence());
    }
    if (!follows(record, head)) {
      return found(
          record,
          Break.Flaw.NOT_CHAINED,
          "record " + link.sequence() + " does not follow from the records before it");
    }
    return Optional.empty();
  }

  /**
   * Whether chaining the record anew would give this record. Its hash is known to be right by now,
   * so what goes into it can be compared instead, which saves hashing every record twice.
   */
  private static boolean follows(ComplianceRecord record, TradeHead head) {
    return record.link().previousHash().equals(head.lastHash())
        && record.unmatched() == head.misses(record.entry());
  }

  private static Optional<Break> compareHead(TradeHistory trade, TradeHead replayed) {
    TradeHead none = TradeHead.none(trade.tradeId());
    TradeHead stored = trade.head().orElse(none);
    if (stored.equals(replayed)) {
      return Optional.empty();
    }
    if (stored.equals(none)) {
      return found(trade, Break.Flaw.HEAD_MISSING, "records are there, but no head");
    }
    if (stored.sequence() > replayed.sequence()) {
      return found(
          trade,
          Break.Flaw.RECORD_MISSING,
          "the head follows record "
              + stored.sequence()
              + "; the last that is there is "
              + replayed.sequence());
    }
    return found(
        trade,
        Break.Flaw.HEAD_CHANGED,
        "the head is " + stored + "; the records add up to " + replayed);
  }

  private static Optional<Break> found(TradeHistory trade, Break.Flaw flaw, String message) {
    return Optional.of(new Break(trade.tradeId(), RecordJson.HEAD_TIMESTAMP, flaw, message));
  }

  private static Optional<Break> found(ComplianceRecord record, Break.Flaw flaw, String message) {
    RecordKey key = record.key();
    return Optional.of(new Break(key.tradeId(), key.timestamp(), flaw, message));
  }
}
