package io.tradeprocessing.cli.witness;

import io.tradeprocessing.cli.console.Counted;
import io.tradeprocessing.cli.witness.Discrepancy.Kind;
import io.tradeprocessing.cli.witness.Entry.Archived;
import io.tradeprocessing.cli.witness.Entry.Inserted;
import io.tradeprocessing.cli.witness.Entry.Recorded;
import io.tradeprocessing.cli.witness.Entry.Tampered;
import io.tradeprocessing.cli.witness.Entry.Unreadable;
import io.tradeprocessing.cli.witness.Entry.Witnessed;
import io.tradeprocessing.common.store.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Judges one trade by all that archives and table say of it: what the archives have more than once
 * is the same; their records follow each other; and table and archives have the same records.
 */
final class TradeWitness {

  private static final Comparator<Witnessed> IN_STREAM =
      Comparator.comparingLong(Witnessed::createdAt)
          .thenComparing(Witnessed::stream)
          .thenComparingInt(by -> by.sequenceNumber().length())
          .thenComparing(Witnessed::sequenceNumber);

  private final Scope scope;
  private final FileNames names;
  private final Consumer<Discrepancy> found;
  private final WitnessTally tally;

  /** Objects without a signature that were named already. */
  private final Set<Long> unsigned = new HashSet<>();

  /**
   * What is compared.
   *
   * @param table whether the table was read, too
   * @param here name of the Region in which the table was read; its records are all there
   * @param regions whose archives were read
   * @param slots the slots of these Regions
   * @param now when the reading began
   * @param settled what was recorded later may still be on its way
   * @param since what was recorded earlier is not in the archive, which did not exist
   */
  record Scope(
      boolean table,
      String here,
      Set<String> regions,
      Set<Integer> slots,
      Instant now,
      Instant settled,
      Optional<Instant> since) {

    /** Whether something of this time may be on its way; the future is not a time of anything. */
    private boolean isYoung(Instant time) {
      return time.isAfter(settled) && !time.isAfter(now.plusSeconds(SKEW));
    }

    private boolean isBefore(Instant time) {
      return since.map(time::isBefore).orElse(false);
    }
  }

  /** Seconds by which clocks may differ. */
  private static final long SKEW = 60;

  TradeWitness(Scope scope, FileNames names, Consumer<Discrepancy> found, WitnessTally tally) {
    this.scope = scope;
    this.names = names;
    this.found = found;
    this.tally = tally;
  }

  /** Judges a trade by all its entries, in any order. */
  void judge(String tradeId, List<Entry> entries) {
    Trade trade = new Trade(tradeId);
    List<Archived> archived = new ArrayList<>();
    for (Entry entry : entries) {
      switch (entry) {
        case Archived change -> archived.add(change);
        case Recorded record -> trade.table.put(record.timestamp(), record);
        case Unreadable item -> trade.unreadable.add(item.timestamp());
      }
    }
    for (List<Archived> copies : byChange(archived)) {
      trade.take(copies);
    }
    trade.inserted.values().forEach(trade::first);
    trade.chains().forEach(trade::checkChain);
    trade.findAbsent();
    if (scope.table) {
      trade.compare();
    }
    if (!trade.archive.isEmpty()) {
      tally.trades++;
      tally.records += trade.archive.size();
    }
  }

  /** The copies of each change, in the order of the stream. */
  private static Collection<List<Archived>> byChange(List<Archived> archived) {
    archived.sort(Comparator.comparing(Archived::by, IN_STREAM));
    Map<List<String>, List<Archived>> copies = new LinkedHashMap<>();
    for (Archived change : archived) {
      copies
          .computeIfAbsent(
              List.of(change.by().stream(), change.by().sequenceNumber()), _ -> new ArrayList<>())
          .add(change);
    }
    return copies.values();
  }

  /** What a change says, without where it is said. */
  private static List<Object> content(Archived change) {
    return switch (change) {
      case Inserted insert -> List.of(insert.timestamp(), insert.recordHash(), insert.intact());
      case Tampered other ->
          List.of(other.timestamp(), other.kind(), other.oldHash(), other.newHash());
    };
  }

  /** One trade. */
  private final class Trade {
    private final String id;

    /** The signed INSERTs of each key, in the order of the stream. */
    private final Map<String, List<Inserted>> inserted = new LinkedHashMap<>();

    /** The record that each key had first. */
    private final Map<String, Inserted> archive = new LinkedHashMap<>();

    private final Map<String, Recorded> table = new TreeMap<>();
    private final Set<String> unreadable = new HashSet<>();

    /** Keys that only unsigned objects have, which are named instead. */
    private final Set<String> unsignedKeys = new HashSet<>();

    private Trade(String id) {
      this.id = id;
    }

    /** Takes a change that one or several objects have. */
    private void take(List<Archived> copies) {
      List<Archived> signed = copies.stream().filter(copy -> copy.by().signed()).toList();
      Set<List<Object>> said = new HashSet<>(signed.stream().map(TradeWitness::content).toList());
      for (Archived copy : copies) {
        if (!copy.by().signed() && !said.contains(content(copy))) {
          unsignedKeys.add(copy.timestamp());
          reportUnsigned(copy);
        }
      }
      if (signed.isEmpty()) {
        return;
      }
      tally.repeated += signed.size() - 1;
      Archived first = signed.getFirst();
      if (said.size() > 1) {
        add(
            Kind.CONTRADICTION,
            first.timestamp(),
            signed,
            "objects say different things of the change with sequence number "
                + first.by().sequenceNumber());
      }
      switch (first) {
        case Inserted insert ->
            inserted.computeIfAbsent(insert.timestamp(), _ -> new ArrayList<>()).add(insert);
        case Tampered tampered -> report(tampered);
      }
    }

    private void reportUnsigned(Archived copy) {
      if (unsigned.add(copy.by().file())) {
        String name = names.get(copy.by().file());
        found.accept(
            Discrepancy.ofFile(
                Kind.NOT_SIGNED,
                name,
                "it has no good signature, and changes that no signed object has, such as that of "
                    + id
                    + " with sequence number "
                    + copy.by().sequenceNumber()));
      }
    }

    private void report(Tampered change) {
      add(
          Kind.TAMPERING,
          change.timestamp(),
          List.of(change),
          "the table's item was %s at %s; the archive has it before, with SHA-256 %s%s"
              .formatted(
                  change.newHash().isEmpty() ? "removed" : "changed",
                  Instant.ofEpochSecond(change.by().createdAt()),
                  change.oldHash(),
                  change.newHash().isEmpty() ? "" : ", and after, with " + change.newHash()));
    }

    /** A key gets a record once; what somebody put there later is not the record. */
    private void first(List<Inserted> inserts) {
      Inserted first = inserts.getFirst();
      archive.put(first.timestamp(), first);
      if (inserts.stream().anyMatch(insert -> !insert.isSame(first))) {
        add(
            Kind.CONTRADICTION,
            first.timestamp(),
            inserts,
            "the record was written "
                + inserts.size()
                + " times with different content; the first counts");
      }
    }

    /** The archived records of each slot; those that cannot be read are in none. */
    private Map<Integer, List<Inserted>> chains() {
      Map<Integer, List<Inserted>> chains = new TreeMap<>();
      for (Inserted record : archive.values()) {
        if (record.sequence() > 0) {
          chains.computeIfAbsent(record.slot(), _ -> new ArrayList<>()).add(record);
        }
      }
      return chains;
    }

    private void checkChain(int slot, List<Inserted> records) {
      NavigableMap<Long, Inserted> chain = new TreeMap<>();
      for (Inserted record : records) {
        Inserted other = chain.putIfAbsent(record.sequence(), record);
        if (other != null) {
          add(
              Kind.ARCHIVED_CHAIN_BROKEN,
              record.timestamp(),
              List.of(other, record),
              "it claims sequence " + record.sequence() + ", which another record has");
        }
      }
      for (Inserted record : chain.values()) {
        Inserted before = chain.get(record.sequence() - 1);
        if (record.previousHash().isEmpty() != (record.sequence() == 1)
            || (before != null && !before.recordHash().equals(record.previousHash()))) {
          add(
              Kind.ARCHIVED_CHAIN_BROKEN,
              record.timestamp(),
              List.of(record),
              "record " + record.sequence() + " does not follow the one before it");
        }
      }
    }

    /** What an archived record says of another one: its hash. */
    private record Name(String hash, Inserted by) {}

    /** What each archived record names and the archive does not have. */
    private void findAbsent() {
      Map<Integer, NavigableMap<Long, Name>> named = new TreeMap<>();
      Map<List<Number>, Inserted> present = new HashMap<>();
      for (Inserted record : archive.values()) {
        present.putIfAbsent(List.of(record.slot(), record.sequence()), record);
        if (record.sequence() > 1) {
          name(named, record.slot(), record.sequence() - 1, record.previousHash(), record);
        }
        record
            .seen()
            .forEach((slot, seen) -> name(named, slot, seen.sequence(), seen.hash(), record));
      }
      named.forEach(
          (slot, names) -> {
            if (scope.slots.contains(slot)) {
              names.forEach((sequence, name) -> checkSeen(slot, sequence, name, present));
              findGaps(slot, names, present);
            }
          });
    }

    private void name(
        Map<Integer, NavigableMap<Long, Name>> named,
        int slot,
        long sequence,
        String hash,
        Inserted by) {
      named.computeIfAbsent(slot, _ -> new TreeMap<>()).putIfAbsent(sequence, new Name(hash, by));
    }

    private void checkSeen(
        int slot, long sequence, Name name, Map<List<Number>, Inserted> present) {
      Inserted record = present.get(List.<Number>of(slot, sequence));
      Seen seen = name.by.seen().get(slot);
      if (record != null && seen != null && !record.recordHash().equals(name.hash)) {
        add(
            Kind.ARCHIVED_CHAIN_BROKEN,
            name.by.timestamp(),
            List.of(name.by, record),
            "it has seen another record " + sequence + " of slot " + slot);
      }
    }

    /** However long a gap is: a forged record may claim any sequence. */
    private void findGaps(
        int slot, NavigableMap<Long, Name> names, Map<List<Number>, Inserted> present) {
      NavigableSet<Long> known = new TreeSet<>();
      present.keySet().stream()
          .filter(place -> place.getFirst().intValue() == slot)
          .forEach(place -> known.add(place.getLast().longValue()));
      table.values().stream()
          .filter(record -> record.slot() == slot)
          .forEach(record -> known.add(record.sequence()));
      long next = 1;
      for (Map.Entry<Long, Name> name : names.tailMap(1L, true).entrySet()) {
        long last = name.getKey();
        for (long here : known.subSet(next, true, Math.max(next, last), true)) {
          reportGap(next, Math.min(here - 1, last), name.getValue().by);
          next = here + 1;
        }
        reportGap(next, last, name.getValue().by);
        next = Math.max(next, last + 1);
      }
    }

    private void reportGap(long first, long last, Inserted by) {
      if (first > last) {
        return;
      }
      if (scope.isYoung(Instant.ofEpochSecond(by.by().createdAt()))) {
        tally.young += last - first + 1;
      } else if (first == 1 && scope.since.isPresent() && !scope.table) {
        tally.before += last;
      } else {
        add(
            Kind.NOT_ARCHIVED,
            by.timestamp(),
            List.of(by),
            (first == last ? "record " + first : "records " + first + " to " + last)
                + " before it, which it follows or has seen, "
                + (first == last ? "is" : "are")
                + " not in the archive"
                + (scope.table ? ", nor in the table" : "; an object is missing"));
      }
    }

    private void compare() {
      List<Inserted> gone = new ArrayList<>();
      for (Inserted record : archive.values()) {
        Recorded here = table.get(record.timestamp());
        if (here != null) {
          compare(record, here);
        } else if (unreadable.contains(record.timestamp())) {
          if (record.sequence() > 0) {
            add(
                Kind.DIFFERS,
                record.timestamp(),
                List.of(record),
                "the archive has the record, with recordHash "
                    + record.recordHash()
                    + "; the table has something there that is not a record");
          }
        } else {
          gone.add(record);
        }
      }
      reportGone(gone);
      List<Recorded> added = table.values().stream().filter(record -> !isArchived(record)).toList();
      reportAdded(added);
    }

    private void compare(Inserted archived, Recorded here) {
      if (archived.intact() && here.intact() && archived.recordHash().equals(here.recordHash())) {
        tally.same++;
        return;
      }
      String message =
          "the archive has the record with recordHash %s%s; the table has it with %s%s"
              .formatted(
                  archived.recordHash(),
                  archived.intact() ? "" : " (which is not that of its attributes)",
                  here.recordHash(),
                  here.intact() ? "" : " (which is not that of its attributes)");
      add(Kind.DIFFERS, archived.timestamp(), List.of(archived), message);
    }

    private void reportGone(List<Inserted> gone) {
      List<Inserted> named = new ArrayList<>();
      for (Inserted record : gone) {
        boolean own = region(record).equals(scope.here);
        if (!own && scope.isYoung(Instant.ofEpochSecond(record.by().createdAt()))) {
          tally.young++;
        } else {
          named.add(record);
        }
      }
      if (named.size() > 1 && named.size() == archive.size() && table.isEmpty()) {
        add(
            Kind.ONLY_IN_ARCHIVE,
            "",
            named,
            "the archive has "
                + Counted.of(named.size(), "record")
                + " of the trade; the table has nothing of it");
      } else {
        for (Inserted record : named) {
          add(
              Kind.ONLY_IN_ARCHIVE,
              record.timestamp(),
              List.of(record),
              "the archive has the record, with recordHash "
                  + record.recordHash()
                  + "; the table does not");
        }
      }
    }

    private static String region(Inserted record) {
      return record.by().stream().substring(0, record.by().stream().indexOf('/'));
    }

    private boolean isArchived(Recorded record) {
      return archive.containsKey(record.timestamp()) || unsignedKeys.contains(record.timestamp());
    }

    private void reportAdded(List<Recorded> added) {
      List<Recorded> named = new ArrayList<>();
      for (Recorded record : added) {
        Instant recordedAt = Instant.ofEpochSecond(record.recordedAt());
        if (!scope.regions.contains(record.region())) {
          tally.countElsewhere(record.region());
        } else if (scope.isYoung(recordedAt)) {
          tally.young++;
        } else if (scope.isBefore(recordedAt)) {
          tally.before++;
        } else {
          named.add(record);
        }
      }
      if (named.size() > 1 && named.size() == table.size()) {
        add(
            Kind.ONLY_IN_TABLE,
            "",
            List.of(),
            "the table has "
                + Counted.of(named.size(), "record")
                + " of the trade; the archive has none of them");
      } else {
        for (Recorded record : named) {
          add(
              Kind.ONLY_IN_TABLE,
              record.timestamp(),
              List.of(),
              "the table has the record, of "
                  + Instant.ofEpochSecond(record.recordedAt())
                  + ", with recordHash "
                  + record.recordHash()
                  + "; the archive does not");
        }
      }
    }

    private void add(Kind kind, String timestamp, List<? extends Archived> shown, String message) {
      List<String> files =
          shown.stream().map(change -> names.get(change.by().file())).distinct().sorted().toList();
      found.accept(new Discrepancy(kind, id, timestamp, files, message));
    }
  }
}
