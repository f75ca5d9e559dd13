package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.trade.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * All that is said of a trade that two Regions wrote, where something of it is missing or forged;
 * read in the second Region. Whoever forges knows the format, so a forged record has a fitting
 * hash.
 */
class ChainVerifierTwoRegionsTest {

  private static final Region FIRST = new Region("us-east-1", 0);
  private static final Region SECOND = new Region("eu-west-1", 1);
  private static final String HERE = "eu-west-1";

  /** NEW and CORRECT in the first Region. */
  private static final TradeHead A0 = TradeHead.none("T1", FIRST);

  private static final ComplianceRecord A1 = chained(Entries.accepted("T1", 1), A0);
  private static final TradeHead HEAD_A1 = A0.with(A1);
  private static final ComplianceRecord A2 =
      chained(Entries.accepted("T1", EventType.CORRECT, 2), HEAD_A1);
  private static final TradeHead HEAD_A2 = HEAD_A1.with(A2);

  /** Two CANCELs in the second, which has seen both. */
  private static final TradeHead B0 = TradeHead.none("T1", SECOND).seeing(List.of(HEAD_A2));

  private static final ComplianceRecord B1 =
      chained(Entries.accepted("T1", EventType.CANCEL, 3), B0);
  private static final TradeHead HEAD_B1 = B0.with(B1);
  private static final ComplianceRecord B2 =
      chained(Entries.accepted("T1", EventType.CANCEL, 4), HEAD_B1);
  private static final TradeHead HEAD_B2 = HEAD_B1.with(B2);

  private static final List<ComplianceRecord> RECORDS = List.of(A1, A2, B1, B2);
  private static final List<TradeHead> HEADS = List.of(HEAD_A2, HEAD_B2);

  @Test
  void aSoundTradeIsSoundOnBothReplicas() {
    assertThat(found(RECORDS, HEADS)).isEmpty();
    assertThat(ChainVerifier.breaks(trade(RECORDS, HEADS), "us-east-1")).isEmpty();
  }

  @Test
  void namesWhatHasNotArrivedByWhoeverNamesIt() {
    assertThat(found(List.of(B1, B2), List.of(HEAD_B2)))
        .containsExactly("NOT_ARRIVED 3: records 1 to 2 of the Region in slot 0 not found here");
    assertThat(found(List.of(A1, B1, B2), HEADS))
        .containsExactly("NOT_ARRIVED 3: record 2 of us-east-1 (slot 0) not found here");
    assertThat(found(List.of(A2, B1, B2), HEADS))
        .containsExactly("NOT_ARRIVED 2: record 1 of us-east-1 (slot 0) not found here");
    assertThat(ChainVerifier.breaks(trade(List.of(B1, B2), List.of(HEAD_B2)), HERE))
        .extracting(Break::absent)
        .containsExactly(Optional.of(new Break.Absent(0, 1, 2, Entries.NOW)));
  }

  @Test
  void whatHasNotArrivedMayStillComeAndAllElseIsDamage() {
    assertThat(ChainVerifier.breaks(trade(List.of(A1, B1, B2), HEADS), HERE))
        .singleElement()
        .returns(false, Break::isDamage);
    assertThat(ChainVerifier.breaks(trade(List.of(A1, A2, B1), HEADS), HERE))
        .singleElement()
        .returns(true, Break::isDamage);
  }

  @Test
  void itsOwnRecordsMustBeThere() {
    assertThat(found(List.of(A1, A2, B2), HEADS))
        .containsExactly("RECORD_MISSING 4: record 1 of eu-west-1 (slot 1) not found here");
    assertThat(found(List.of(A1, A2, B1), HEADS))
        .containsExactly("RECORD_MISSING 0: record 2 of eu-west-1 (slot 1) not found here");
    assertThat(found(List.of(A1, A2), HEADS))
        .containsExactly("RECORD_MISSING 0: records 1 to 2 of eu-west-1 (slot 1) not found here");
  }

  @Test
  void namesEachGapOfAChain() {
    List<ComplianceRecord> chain = new ArrayList<>();
    TradeHead head = A0;
    for (int time = 1; time <= 7; time++) {
      chain.add(chained(Entries.accepted("T1", EventType.CORRECT, time), head));
      head = head.with(chain.getLast());
    }

    assertThat(
            found(List.of(chain.get(0), chain.get(2), chain.get(5), chain.get(6)), List.of(head)))
        .containsExactly(
            "NOT_ARRIVED 3: record 2 of us-east-1 (slot 0) not found here",
            "NOT_ARRIVED 6: records 4 to 5 of us-east-1 (slot 0) not found here");
  }

  @Test
  void onlyTheOwnHeadHasToKeepUp() {
    assertThat(found(RECORDS, List.of(HEAD_A1, HEAD_B2))).isEmpty();
    assertThat(found(RECORDS, List.of(HEAD_B2))).isEmpty();
    assertThat(found(RECORDS, List.of(HEAD_A2, HEAD_B1)))
        .containsExactly("HEAD_CHANGED 0: the head follows record 1; the last one is 2");
    assertThat(found(RECORDS, List.of(HEAD_A2)))
        .containsExactly("HEAD_MISSING 0: there are records, but no head");
  }

  @Test
  void comparesWhatIsNamedWithWhatIsThere() {
    ComplianceRecord other = chained(Entries.accepted("T1", EventType.CANCEL, 2), HEAD_A1);

    assertThat(found(List.of(A1, other, B1, B2), List.of(HEAD_A1.with(other), HEAD_B2)))
        .startsWith(
            "SEEN_DIFFERS 3: it names record 2 with hash #, which has #",
            "SEEN_DIFFERS 4: it names record 2 with hash #, which has #");
    assertThat(found(List.of(A1, A2, B1, B2), List.of(HEAD_A1.with(other), HEAD_B2)))
        .startsWith("HEAD_CHANGED 0: it names record 2 with hash #, which has #");
  }

  @Test
  void comparesWhatTwoNameThatIsNotThere() {
    TradeHead unknown = head(HEAD_B2, new TreeMap<>(Map.of(0, new Seen(2, "0".repeat(64)))));

    assertThat(found(List.of(A1, B1, B2), List.of(HEAD_A1, unknown)))
        .contains("SEEN_DIFFERS 0: it names record 2 with hash #, which has #");
  }

  @Test
  void noRecordHasSeenItsOwnChainOrLessThanTheOneBefore() {
    assertThat(
            found(
                List.of(A1, A2, B1, forged(B2, new TreeMap<>(Map.of(1, new Seen(1, "ab"))))),
                HEADS))
        .contains("SEEN_DIFFERS 4: it has seen its own chain");
    assertThat(found(List.of(A1, A2, B1, forged(B2, new TreeMap<>())), HEADS))
        .contains("NOT_CHAINED 4: it has seen less of another Region than the record before it");
  }

  @Test
  void flagsFollowFromWhatWasKnown() {
    ComplianceRecord first = forged(A1, new Flags(false, true, false));
    assertThat(found(List.of(first), List.of(A0.with(first))))
        .as("nothing was known before the first record")
        .singleElement()
        .asString()
        .startsWith("NOT_CHAINED 1: its flags are Flags[unmatched=false, conflict=true");

    ComplianceRecord flagged = forged(B2, new Flags(true, true, false));

    assertThat(found(List.of(A1, A2, B1, flagged), List.of(HEAD_A2, HEAD_B1.with(flagged))))
        .containsExactly(
            "NOT_CHAINED 4: its flags are Flags[unmatched=true, conflict=true, replaces=false]; by"
                + " the records before it they are Flags[unmatched=true, conflict=false,"
                + " replaces=false]");
    assertThat(found(List.of(A1, B1, flagged), List.of(HEAD_A2, HEAD_B1.with(flagged))))
        .as("what has not arrived may be the reason")
        .containsExactly("NOT_ARRIVED 3: record 2 of us-east-1 (slot 0) not found here");
  }

  @Test
  void theFirstRecordFollowsNothingAndEachLaterOneFollowsOne() {
    assertThat(found(List.of(linked(A1, 1, Optional.of("ab"))), List.of()))
        .containsExactly(
            "NOT_CHAINED 1: record 1 does not say what it follows as the first or a later one"
                + " does");
    assertThat(found(List.of(linked(A1, 0, Optional.empty())), List.of()))
        .containsExactly(
            "NOT_CHAINED 1: record 0 does not say what it follows as the first or a later one"
                + " does");
    assertThat(found(List.of(A1, linked(A2, 3, Optional.empty())), List.of()))
        .as("nothing names what is between them")
        .containsExactly(
            "NOT_CHAINED 2: record 3 does not say what it follows as the first or a later one"
                + " does");
  }

  /** Even where its hash was forged along. */
  @Test
  void aKeyFollowsFromItsEventAndItsRegion() {
    ComplianceRecord moved =
        hashed(
            new ComplianceRecord(
                new RecordKey("T1", SortKey.first(9)),
                A1.entry(),
                A1.region(),
                A1.flags(),
                A1.seen(),
                A1.link()));

    assertThat(found(List.of(moved), List.of()))
        .containsExactly(
            "RECORD_CHANGED 9: its timestamp does not follow from time, Region, source and"
                + " eventHash");
  }

  @Test
  void brokenRecordsOfTheFirstRegionAreNamedFirst() {
    List<ComplianceRecord> changed =
        Stream.of(B1, A2)
            .map(record -> forged(record, new Flags(true, true, true)))
            .map(record -> record.withHash("0".repeat(64)))
            .toList();

    assertThat(found(changed, List.of()))
        .extracting(found -> found.replaceFirst(":.*", ""))
        .containsExactly("RECORD_CHANGED 2", "RECORD_CHANGED 3");
  }

  @Test
  void oneSlotIsOfOneRegion() {
    Region impostor = new Region("us-west-2", 1);
    TradeHead head =
        new TradeHead("T1", impostor, HEAD_B2.last(), HEAD_B2.seen(), HEAD_B2.states());

    assertThat(found(RECORDS, List.of(HEAD_A2, head)))
        .containsExactly(
            "NOT_CHAINED 0: it is of us-west-2 (slot 1); the chain is of eu-west-1 (slot 1)");
  }

  @Test
  void theHeadIsThatOfItsLastRecord() {
    String differs = "HEAD_CHANGED 0: the head differs from its last record";
    TradeHead.Last last = HEAD_B2.last().orElseThrow();
    TradeHead later =
        new TradeHead(
            "T1",
            SECOND,
            Optional.of(
                new TradeHead.Last(
                    last.sequence(), last.hash(), Instant.parse("2026-01-12T14:30:06Z"))),
            HEAD_B2.seen(),
            HEAD_B2.states());
    TradeHead wrong = new TradeHead("T1", SECOND, HEAD_B2.last(), HEAD_B2.seen(), HEAD_A2.states());

    assertThat(found(RECORDS, List.of(HEAD_A2, later))).containsExactly(differs);
    assertThat(found(RECORDS, List.of(HEAD_A2, head(HEAD_B2, new TreeMap<>())))).contains(differs);
    assertThat(found(RECORDS, List.of(HEAD_A2, wrong)))
        .singleElement()
        .asString()
        .startsWith("HEAD_CHANGED 0: the head's states are {system1=")
        .contains("; the records add up to {system1=");
  }

  private static ComplianceRecord chained(TradeEntry entry, TradeHead head) {
    return ChainedRecord.of(entry, head).record();
  }

  private static TradeHead head(TradeHead head, SortedMap<Integer, Seen> seen) {
    return new TradeHead(head.tradeId(), head.region(), head.last(), seen, head.states());
  }

  private static ComplianceRecord forged(ComplianceRecord record, SortedMap<Integer, Seen> seen) {
    return hashed(
        new ComplianceRecord(
            record.key(), record.entry(), record.region(), record.flags(), seen, record.link()));
  }

  private static ComplianceRecord forged(ComplianceRecord record, Flags flags) {
    return hashed(
        new ComplianceRecord(
            record.key(), record.entry(), record.region(), flags, record.seen(), record.link()));
  }

  private static ComplianceRecord linked(
      ComplianceRecord record, long sequence, Optional<String> previousHash) {
    return hashed(
        new ComplianceRecord(
            record.key(),
            record.entry(),
            record.region(),
            record.flags(),
            record.seen(),
            new ChainLink(sequence, previousHash, "")));
  }

  private static ComplianceRecord hashed(ComplianceRecord record) {
    return record.withHash(record.recomputedHash());
  }

  private static TradeHistory trade(List<ComplianceRecord> records, List<TradeHead> heads) {
    return new TradeHistory("T1", heads, records, List.of());
  }

  /** Each flaw with its microsecond and message, in which # stands for a hash. */
  private static List<String> found(List<ComplianceRecord> records, List<TradeHead> heads) {
    return ChainVerifier.breaks(trade(records, heads), HERE).stream()
        .map(
            found ->
                "%s %d: %s"
                    .formatted(
                        found.flaw(),
                        SortKey.parse(found.timestamp()).orElseThrow().microseconds(),
                        found.message().replaceAll("[0-9a-f]{64}", "#")))
        .toList();
  }
}
