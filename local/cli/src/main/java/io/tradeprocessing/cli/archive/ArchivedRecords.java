package io.tradeprocessing.cli.archive;

import io.tradeprocessing.archiver.Change;
import io.tradeprocessing.cli.archive.ArchiveOptions.OpenArchive;
import io.tradeprocessing.cli.archive.ArchiveReader.Flaw;
import io.tradeprocessing.cli.archive.ArchiveReader.SignedObject;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TypedItem;
import io.tradeprocessing.common.store.UnreadableItem;
import java.util.function.Consumer;

/**
 * The records that an archive has: those of its signed objects, for what is not signed counts for
 * nothing. One that two objects have comes twice.
 */
public final class ArchivedRecords implements ArchiveReader.Visitor {

  private final Consumer<ComplianceRecord> records;
  private final Consumer<UnreadableItem> damaged;
  private final Consumer<String> problems;

  private ArchivedRecords(
      Consumer<ComplianceRecord> records,
      Consumer<UnreadableItem> damaged,
      Consumer<String> problems) {
    this.records = records;
    this.damaged = damaged;
    this.problems = problems;
  }

  /**
   * Passes on every record, in no order, one at a time. An object is in memory for each thread.
   *
   * @param damaged is told of what a signed object has in place of a record
   * @param problems is told of everything else that an archive should not have, a sentence each
   */
  public static void forEach(
      OpenArchive archive,
      int threads,
      Consumer<ComplianceRecord> records,
      Consumer<UnreadableItem> damaged,
      Consumer<String> problems)
      throws InterruptedException {
    ArchiveReader.read(archive, threads, new ArchivedRecords(records, damaged, problems));
  }

  @Override
  public synchronized void flaw(Flaw flaw, String file, String message) {
    problems.accept(flaw + " " + file + ": " + message);
  }

  @Override
  public synchronized void object(SignedObject object) {
    if (object.signature().isEmpty()) {
      problems.accept(object.stored().name() + " is not signed: its records are left out");
      return;
    }
    for (Change change : object.content().changes()) {
      switch (change.meaning(object.content().origin().region())) {
        case RECORD -> item(TypedItem.read(change.item()));
        case TAMPERING ->
            problems.accept(
                "%s of %s at %s: nothing in this system does that; trades verify --archive says more"
                    .formatted(change.kind(), change.tradeId(), change.timestampText()));
        case NOTHING -> {}
      }
    }
  }

  private void item(StoredItem item) {
    switch (item) {
      case ComplianceRecord record -> records.accept(record);
      case UnreadableItem unreadable -> damaged.accept(unreadable);
      case TradeHead head ->
          damaged.accept(
              new UnreadableItem(
                  head.tradeId(), head.key().timestamp().toString(), "it is a head"));
    }
  }
}
