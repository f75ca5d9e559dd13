package io.tradeprocessing.cli.witness;

import java.util.List;

/**
 * Something that is not as it would be if nobody had touched archive and table.
 *
 * @param kind what it is
 * @param tradeId of the item; empty where it is a file of an archive
 * @param timestamp sort key of the item, as text; empty where it is a trade or a file
 * @param files names in the archives that show it
 * @param message what was found, and on which side
 */
public record Discrepancy(
    Kind kind, String tradeId, String timestamp, List<String> files, String message) {

  /** What can be wrong; docs/runbook.md says what to do with each. */
  public enum Kind {
    /** An archive holds no object. */
    ARCHIVE_EMPTY,
    /** An object is not as the archiver writes it, or its name is not that of its content. */
    OBJECT_MALFORMED,
    /** A signature is there without its object. */
    OBJECT_MISSING,
    /** An object or a signature was written over; the first version still counts. */
    OBJECT_REPLACED,
    /** An object or a signature was hidden by a delete marker; its version still counts. */
    OBJECT_DELETED,
    /** No key verifies the signature of an object, which counts for nothing. */
    BAD_SIGNATURE,
    /** An object has changes that no signed object has. */
    NOT_SIGNED,
    /** A file among the objects is neither an object nor a signature. */
    UNKNOWN_FILE,
    /** Objects say different things of the same change, or of the same record. */
    CONTRADICTION,
    /** Somebody changed or removed an item of the table; the archive has what it was. */
    TAMPERING,
    /** An archived item is not a record, or its hashes do not fit it. */
    ARCHIVED_RECORD_BROKEN,
    /** Archived records of a trade do not follow each other. */
    ARCHIVED_CHAIN_BROKEN,
    /** A record that another archived one names is not in the archive. */
    NOT_ARCHIVED,
    /** A record is in the table, old enough to be archived, and not in the archive. */
    ONLY_IN_TABLE,
    /** A record is in the archive and not in the table. */
    ONLY_IN_ARCHIVE,
    /** A record is in both, and they differ. */
    DIFFERS
  }

  public Discrepancy {
    files = List.copyOf(files);
  }

  /** Of a file of an archive. */
  static Discrepancy ofFile(Kind kind, String file, String message) {
    return new Discrepancy(kind, "", "", List.of(file), message);
  }
}
