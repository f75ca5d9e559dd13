package io.tradeprocessing.cli.archive;

import io.tradeprocessing.cli.console.UserError;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * An archive that is read: a bucket or a folder. Reading does not trust it, so every version of
 * every file is listed.
 */
public interface ArchiveSource extends AutoCloseable {

  /**
   * A file and what became of it. An archive that nobody touched has one version of each.
   *
   * @param name in the archive, such as {@code records/us-east-1/…/….jsonl.gz}
   * @param versions at least one, the latest first
   */
  record ArchivedFile(String name, List<Version> versions) {

    public ArchivedFile {
      versions = List.copyOf(versions);
    }

    /** The version that was there before all others; nothing where only delete markers are left. */
    public Optional<Version> first() {
      return versions.reversed().stream().filter(version -> !version.isDeletion()).findFirst();
    }
  }

  /**
   * A version of a file.
   *
   * @param id what the archive calls it; empty in a folder
   * @param isDeletion whether it only says that the file was deleted
   */
  record Version(String id, boolean isDeletion) {}

  /** The archive's name in messages, such as {@code s3://bucket}. */
  String name();

  /**
   * Every file under {@code records/}, in the order of the names' UTF-8, so that a signature
   * follows its object.
   *
   * @throws UserError from here or from the iterator, if the archive cannot be read
   */
  Iterator<ArchivedFile> files();

  /**
   * Reads a version.
   *
   * @throws UserError if it cannot be read
   */
  byte[] read(String name, Version version);

  /**
   * Reads the latest version of a file, which need not be under {@code records/}; nothing where
   * there is none.
   *
   * @throws UserError if it is not known whether there is one
   */
  Optional<byte[]> find(String name);

  @Override
  void close();
}
