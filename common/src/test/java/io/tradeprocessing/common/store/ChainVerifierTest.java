package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.trade.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ChainVerifierTest {

  private static final TradeHead NONE = TradeHead.none("T1", Region.LOCAL);

  private static final TradeHistory SOUND =
      chain(
          Entries.accepted("T1", 1),
          Entries.accepted("T1", EventType.CORRECT, 3),
          Entries.rejected("T1", EventType.CANCEL, 2));

  @Test
  void findsNothingInASoundTradeInAnyOrder() {
    List<ComplianceRecord> reversed = new ArrayList<>(SOUND.records());
    Collections.reverse(reversed);

    assertThat(ChainVerifier.breaks(SOUND, "local")).isEmpty();
    assertThat(ChainVerifier.breaks(with(reversed, SOUND.heads()), "local")).isEmpty();
  }

  @Test
  void findsAChangedTrade() {
    assertBreak(
        tampered(1, record -> withEvent(record, "{\"detail\":{\"price\":1}}")),
        Break.Flaw.CONTENT_CHANGED,
        3);
  }

  @Test
  void findsAChangedVerdict() {
    assertBreak(
        tampered(
            0,
            record -> {
              Content content = record.entry().content();
              Content changed =
                  new Content(
                      content.event(), Entries.object("{\"valid\":false}"), content.enrichment());
              return with(record, Entries.with(record.entry(), changed, record.entry().hashes()));
            }),
        Break.Flaw.CONTENT_CHANGED,
        1);
  }

  @Test
  void findsAnotherChangedAttribute() {
    assertBreak(
        tampered(
            0,
            record ->
                with(
                    record,
                    new TradeEntry(
                        "T1",
                        record.entry().time(),
                        "system2",
                        0,
                        record.entry().status(),
                        record.entry().eventType(),
                        record.entry().content(),
                        record.entry().provenance(),
                        record.entry().hashes()))),
        Break.Flaw.RECORD_CHANGED,
        1);
  }

  /** The first broken record of a chain is where somebody began, whatever the time of its event. */
  @Test
  void namesBrokenRecordsInTheOrderOfTheirChain() {
    List<ComplianceRecord> records = new ArrayList<>();
    for (ComplianceRecord record : SOUND.records()) {
      records.add(withEvent(record, "{\"detail\":{\"price\":1}}"));
    }
    records.sort(Comparator.comparing(record -> record.key().timestamp()));

    assertThat(ChainVerifier.breaks(with(records, SOUND.heads()), "local"))
        .extracting(found -> SortKey.parse(found.timestamp()).orElseThrow().time().microseconds())
        .containsExactly(1L, 3L, 2L);
  }

  @Test
  void findsATradeWhoseHashesWereForgedAlong() {
    TradeHistory forged =
        tampered(
            1,
            record -> {
              Content content =
                  new Content(
                      Entries.object("{\"detail\":{\"price\":1}}"),
                      record.entry().content().verdict(),
                      record.entry().content().enrichment());
              TradeEntry entry = Entries.with(record.entry(), content);
              return chained(entry, NONE.with(SOUND.records().get(0)));
            });

    assertBreak(forged, Break.Flaw.NOT_CHAINED, 2);
  }

  @Test
  void findsARemovedRecord() {
    List<ComplianceRecord> records = new ArrayList<>(SOUND.records());
    records.remove(1);

    assertBreak(with(records, SOUND.heads()), Break.Flaw.RECORD_MISSING, 2);
  }

  @Test
  void findsTheLastRecordRemoved() {
    assertBreak(with(SOUND.records().subList(0, 2), SOUND.heads()), Break.Flaw.RECORD_MISSING, 0);
  }

  @Test
  void findsEveryRecordRemoved() {
    assertBreak(with(List.of(), SOUND.heads()), Break.Flaw.RECORD_MISSING, 0);
  }

  @Test
  void findsTwoRecordsInOnePlace() {
    List<ComplianceRecord> records = new ArrayList<>(SOUND.records());
    records.add(chained(Entries.accepted("T1", 9), NONE.with(SOUND.records().get(0))));

    assertBreak(with(records, SOUND.heads()), Break.Flaw.SEQUENCE_TAKEN_TWICE, 9);
  }

  @Test
  void findsSwappedRecords() {
    TradeHistory swapped =
        chain(
            Entries.accepted("T1", EventType.CORRECT, 3),
            Entries.accepted("T1", 1),
            Entries.rejected("T1", EventType.CANCEL, 2));
    List<ComplianceRecord> records = new ArrayList<>(swapped.records());
    records.set(2, SOUND.records().get(2));

    assertBreak(with(records, SOUND.heads()), Break.Flaw.NOT_CHAINED, 2);
  }

  @Test
  void findsAMissingAndAnEditedHead() {
    TradeHead head = SOUND.heads().getFirst();
    TradeHead cancelled = head.with(chained(Entries.accepted("T1", EventType.CANCEL, 9), head));
    TradeHead edited =
        new TradeHead("T1", Region.LOCAL, head.last(), head.seen(), cancelled.states());

    assertBreak(with(SOUND.records(), List.of()), Break.Flaw.HEAD_MISSING, 0);
    assertBreak(with(SOUND.records(), List.of(edited)), Break.Flaw.HEAD_CHANGED, 0);
  }

  @Test
  void findsAnItemThatIsNotOurs() {
    TradeHistory trade =
        new TradeHistory(
            "T1", SOUND.heads(), SOUND.records(), List.of(new UnreadableItem("T1", "7", "odd")));

    assertBreak(trade, Break.Flaw.UNREADABLE, 7);
  }

  private static ComplianceRecord chained(TradeEntry entry, TradeHead head) {
    return ChainedRecord.of(entry, head).record();
  }

  private static void assertBreak(TradeHistory trade, Break.Flaw flaw, long timestamp) {
    Break found = ChainVerifier.breaks(trade, "local").getFirst();
    assertThat(found.flaw()).isEqualTo(flaw);
    assertThat(found.tradeId()).isEqualTo("T1");
    assertThat(SortKey.parse(found.timestamp()).orElseThrow().microseconds()).isEqualTo(timestamp);
    assertThat(found.message()).isNotBlank();
  }

  private static TradeHistory chain(TradeEntry... entries) {
    TradeHead head = NONE;
    List<ComplianceRecord> records = new ArrayList<>();
    for (TradeEntry entry : entries) {
      records.add(chained(entry, head));
      head = head.with(records.getLast());
    }
    return with(records, List.of(head));
  }

  private static TradeHistory with(List<ComplianceRecord> records, List<TradeHead> heads) {
    return new TradeHistory("T1", heads, records, List.of());
  }

  private static TradeHistory tampered(int index, UnaryOperator<ComplianceRecord> change) {
    List<ComplianceRecord> records = new ArrayList<>(SOUND.records());
    records.set(index, change.apply(records.get(index)));
    return with(records, SOUND.heads());
  }

  private static ComplianceRecord withEvent(ComplianceRecord record, String event) {
    Content content = record.entry().content();
    Content changed = new Content(Entries.object(event), content.verdict(), content.enrichment());
    return with(record, Entries.with(record.entry(), changed, record.entry().hashes()));
  }

  private static ComplianceRecord with(ComplianceRecord record, TradeEntry entry) {
    return new ComplianceRecord(
        record.key(), entry, record.region(), record.flags(), record.seen(), record.link());
  }
}
