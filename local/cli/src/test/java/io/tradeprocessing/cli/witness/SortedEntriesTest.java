package io.tradeprocessing.cli.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.cli.witness.Entry.Inserted;
import io.tradeprocessing.cli.witness.Entry.Recorded;
import io.tradeprocessing.cli.witness.Entry.Tampered;
import io.tradeprocessing.cli.witness.Entry.Unreadable;
import io.tradeprocessing.cli.witness.Entry.Witnessed;
import io.tradeprocessing.common.store.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SortedEntriesTest {

  private static final String HASH = "0123456789abcdef".repeat(4);

  private static final Witnessed BY =
      new Witnessed(
          "us-east-1/trades/2026-01-12T00:00:00.000", "100000000000000000007", 17, 5, true);

  /** With what only somebody else than the recorder writes. */
  static Stream<Entry> entries() {
    return Stream.of(
        new Inserted("T-1", "5.25", 0, 1, "", HASH, true, new TreeMap<>(), BY),
        new Inserted(
            "\ud83d\ude00\0\ud800",
            "5",
            9,
            Long.MAX_VALUE,
            "Z\u00fcrich",
            HASH.toUpperCase(Locale.ROOT),
            false,
            new TreeMap<>(Map.of(1, new Seen(3, HASH), 9, new Seen(-4, ""))),
            BY),
        new Tampered("", "", "MODIFY", HASH, HASH, BY),
        new Tampered("T-1", "0", "REMOVE", HASH, "", BY),
        new Recorded("T-1", "5.25", "us-east-1", 3, 2, HASH, true, 1_768_228_200_000L),
        new Unreadable("T-1", "7"));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void anEntryIsReadAsItWasWritten(Entry entry) {
    assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry);
  }

  @Test
  void theEntriesOfATradeAreTogether() {
    List<String> ids = List.of("T-1", "T-10", "T", "", "T-1\0", "\0", "\ud800", "T-2");
    List<byte[]> sorted = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (String id : ids) {
        sorted.add(EntryCodec.encode(new Unreadable(id, Integer.toString(i))));
      }
    }
    sorted.sort(Arrays::compareUnsigned);

    List<String> order = new ArrayList<>();
    for (byte[] entry : sorted) {
      String id = EntryCodec.decode(entry).tradeId();
      if (order.isEmpty() || !order.getLast().equals(id)) {
        order.add(id);
      }
    }
    assertThat(order).containsExactlyInAnyOrderElementsOf(ids);
  }

  @ParameterizedTest
  @CsvSource({"1000000, 4", "400, 4", "40, 3", "1, 2"})
  void manyRunsAreMergedAFewAtATime(int runSize, int maxRuns) throws InterruptedException {
    Random random = new Random(7);
    List<String> all = new ArrayList<>();
    List<String> sorted = new ArrayList<>();
    try (SortedEntries entries = new SortedEntries(runSize, maxRuns)) {
      for (int i = 0; i < 50; i++) {
        Entry entry = new Unreadable("T-" + random.nextInt(10), Integer.toString(i));
        all.add(entry.toString());
        entries.add(EntryCodec.encode(entry));
      }
      entries.forEach(entry -> sorted.add(EntryCodec.decode(entry).toString()));
    }
    all.sort(null);
    List<String> same = new ArrayList<>(sorted);
    same.sort(null);
    assertThat(same).isEqualTo(all);
    assertThat(sorted.stream().map(text -> text.substring(0, text.indexOf(','))).toList())
        .isSorted();
  }

  @Test
  void nothingIsAnOrderOfNothing() throws InterruptedException {
    List<byte[]> sorted = new ArrayList<>();
    try (SortedEntries entries = new SortedEntries(100)) {
      entries.forEach(sorted::add);
    }
    assertThat(sorted).isEmpty();
  }

  /** More entries than are merged ahead, so that the merging thread waits when the other fails. */
  @Test
  void whatTheActionThrowsEndsTheMerging() {
    IllegalStateException failure = new IllegalStateException("the disk is full");
    try (SortedEntries entries = new SortedEntries(1_000)) {
      for (int i = 0; i < 10_000; i++) {
        entries.add(EntryCodec.encode(new Unreadable("T-" + i, "7")));
      }
      assertThatThrownBy(
              () ->
                  entries.forEach(
                      _ -> {
                        throw failure;
                      }))
          .isSameAs(failure);
    }
  }
}
