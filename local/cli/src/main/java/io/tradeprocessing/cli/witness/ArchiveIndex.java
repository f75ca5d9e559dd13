package io.tradeprocessing.cli.witness;

import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.archiver.Change;
import io.tradeprocessing.cli.archive.ArchiveReader;
import io.tradeprocessing.cli.archive.ArchiveReader.Flaw;
import io.tradeprocessing.cli.archive.ArchiveReader.SignedObject;
import io.tradeprocessing.cli.witness.Discrepancy.Kind;
import io.tradeprocessing.cli.witness.Entry.Inserted;
import io.tradeprocessing.cli.witness.Entry.Tampered;
import io.tradeprocessing.cli.witness.Entry.Witnessed;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.store.Break;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.RecordOutline;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TypedItem;
import io.tradeprocessing.common.store.UnreadableItem;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes an entry of each change that archives have. Thread-safe. */
final class ArchiveIndex implements ArchiveReader.Visitor {

  private final Consumer<Entry> entries;
  private final Consumer<Discrepancy> found;
  private final FileNames names;
  private final Predicate<String> trades;
  private final Optional<Consumer<ComplianceRecord>> whole;

  private final AtomicLong objects = new AtomicLong();
  private final AtomicLong changes = new AtomicLong();
  private final Set<String> regions = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Boolean> slots = new ConcurrentHashMap<>();

  /**
   * @param names of the objects
   * @param trades to be looked at
   * @param whole is given each record of a signed object, whose content is verified, too; nothing
   *     where a table is read, whose records are verified there
   */
  ArchiveIndex(
      Consumer<Entry> entries,
      Consumer<Discrepancy> found,
      FileNames names,
      Predicate<String> trades,
      Optional<Consumer<ComplianceRecord>> whole) {
    this.entries = entries;
    this.found = found;
    this.names = names;
    this.trades = trades;
    this.whole = whole;
  }

  /** Objects that are as the archiver writes them. */
  long objects() {
    return objects.get();
  }

  /** Changes in them, those counted twice that two objects have. */
  long changes() {
    return changes.get();
  }

  /** The Regions whose records the archives have. */
  Set<String> regions() {
    return Collections.unmodifiableSet(regions);
  }

  /** Whether the archives have records of a slot's Region. */
  boolean hasSlot(int slot) {
    return slots.containsKey(slot);
  }

  @Override
  public void flaw(Flaw flaw, String file, String message) {
    Kind kind =
        switch (flaw) {
          case MALFORMED -> Kind.OBJECT_MALFORMED;
          case OBJECT_MISSING -> Kind.OBJECT_MISSING;
          case REPLACED -> Kind.OBJECT_REPLACED;
          case DELETED -> Kind.OBJECT_DELETED;
          case BAD_SIGNATURE -> Kind.BAD_SIGNATURE;
          case UNKNOWN_FILE -> Kind.UNKNOWN_FILE;
        };
    found.accept(Discrepancy.ofFile(kind, file, message));
  }

  @Override
  public void object(SignedObject object) {
    ArchiveObject content = object.content();
    String name = object.stored().name();
    long file = names.add(name);
    boolean signed = object.signature().isPresent();
    objects.incrementAndGet();
    changes.addAndGet(content.changes().size());
    if (signed) {
      regions.add(content.origin().region());
    }
    String stream =
        content.origin().region()
            + '/'
            + content.origin().table()
            + '/'
            + content.origin().stream();
    for (Change change : content.changes()) {
      if (trades.test(change.tradeId())) {
        Witnessed by =
            new Witnessed(
                stream, change.sequenceNumber(), change.createdAt().getEpochSecond(), file, signed);
        switch (change.meaning(content.origin().region())) {
          case RECORD -> entries.accept(inserted(change, name, by));
          case TAMPERING -> entries.accept(tampered(change, by));
          case NOTHING ->
              found.accept(
                  new Discrepancy(
                      Kind.OBJECT_MALFORMED,
                      change.tradeId(),
                      change.timestampText(),
                      List.of(name),
                      "it has a change that the archiver does not keep: the "
                          + change.kind()
                          + " with sequence number "
                          + change.sequenceNumber()));
        }
      }
    }
  }

  private static Tampered tampered(Change change, Witnessed by) {
    return new Tampered(
        change.tradeId(),
        change.timestampText(),
        change.kind().name(),
        change.oldImage().map(ArchiveIndex::hash).orElse(""),
        change.newImage().map(ArchiveIndex::hash).orElse(""),
        by);
  }

  /** Of an image as the object has it. */
  private static String hash(JsonObject image) {
    return Sha256.hex(JsonWriter.toString(image).getBytes(StandardCharsets.UTF_8));
  }

  private Inserted inserted(Change change, String name, Witnessed by) {
    JsonObject item = change.item();
    Optional<RecordOutline> outline = RecordOutline.of(item);
    if (whole.isPresent() || outline.isEmpty()) {
      checkContent(change, item, name, by.signed());
    } else if (!outline.get().intact()) {
      broken(
          change, name, Break.Flaw.RECORD_CHANGED, "its recordHash is not that of its attributes");
    }
    if (outline.isEmpty()) {
      return new Inserted(
          change.tradeId(),
          change.timestampText(),
          0,
          0,
          "",
          "",
          false,
          Collections.emptySortedMap(),
          by);
    }
    RecordOutline record = outline.get();
    if (by.signed()) {
      slots.put(record.region().slot(), true);
    }
    return new Inserted(
        change.tradeId(),
        change.timestampText(),
        record.region().slot(),
        record.link().sequence(),
        record.link().previousHash().orElse(""),
        record.link().recordHash(),
        record.intact(),
        record.seen(),
        by);
  }

  private void checkContent(Change change, JsonObject item, String name, boolean signed) {
    StoredItem read = TypedItem.read(item);
    switch (read) {
      case ComplianceRecord record -> {
        ChainVerifier.flaw(record)
            .ifPresent(flaw -> broken(change, name, flaw.flaw(), flaw.message()));
        if (signed) {
          whole.ifPresent(reader -> reader.accept(record));
        }
      }
      case UnreadableItem unreadable ->
          broken(change, name, Break.Flaw.UNREADABLE, unreadable.reason());
      case TradeHead _ -> broken(change, name, Break.Flaw.UNREADABLE, "it is a head");
    }
  }

  private void broken(Change change, String name, Break.Flaw flaw, String message) {
    found.accept(
        new Discrepancy(
            Kind.ARCHIVED_RECORD_BROKEN,
            change.tradeId(),
            change.timestampText(),
            List.of(name),
            flaw + ": " + message));
  }
}
