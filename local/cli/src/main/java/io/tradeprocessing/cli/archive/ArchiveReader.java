package io.tradeprocessing.cli.archive;

import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.archiver.ArchiveObject.MalformedObjectException;
import io.tradeprocessing.archiver.ArchiveObject.Stored;
import io.tradeprocessing.cli.archive.ArchiveOptions.OpenArchive;
import io.tradeprocessing.cli.archive.ArchiveSource.ArchivedFile;
import io.tradeprocessing.cli.archive.ArchiveSource.Version;
import io.tradeprocessing.cli.console.Workers;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads every object of an archive with its signature, and names whatever else is there. */
public final class ArchiveReader {

  private final ArchiveSource source;
  private final VerificationKeys keys;
  private final Visitor visitor;
  private final Iterator<ArchivedFile> files;
  private @Nullable ArchivedFile ahead;

  /** Is told what there is, by several threads. */
  public interface Visitor {

    /** An object that is as the archiver writes it. */
    void object(SignedObject object);

    /** Something that an archive which nobody touched does not have. */
    void flaw(Flaw flaw, String file, String message);
  }

  /**
   * An object.
   *
   * @param stored its name and bytes
   * @param content what the bytes say
   * @param signature the one that a key verifies; without it, the object counts for nothing
   */
  public record SignedObject(Stored stored, ArchiveObject content, Optional<byte[]> signature) {}

  /** What can be wrong with a file. */
  public enum Flaw {
    /** Not as the archiver writes an object, or not named by its content. */
    MALFORMED,
    /** A signature without its object. */
    OBJECT_MISSING,
    /** More than one version; the first counts. */
    REPLACED,
    /** A delete marker over the version that counts. */
    DELETED,
    /** A signature that no key verifies. */
    BAD_SIGNATURE,
    /** Neither an object nor a signature. */
    UNKNOWN_FILE
  }

  /** An object and the signature that follows it in the list; one of them may not be there. */
  private record Pair(Optional<ArchivedFile> object, Optional<ArchivedFile> signature) {}

  private ArchiveReader(OpenArchive archive, Visitor visitor) {
    this.source = archive.source();
    this.keys = archive.keys();
    this.visitor = visitor;
    this.files = source.files();
  }

  /** Reads all of an archive, in several threads. */
  public static void read(OpenArchive archive, int threads, Visitor visitor)
      throws InterruptedException {
    ArchiveReader reader = new ArchiveReader(archive, visitor);
    Workers.run(
        threads,
        _ -> {
          for (Pair pair = reader.next(); pair != null; pair = reader.next()) {
            reader.read(pair);
          }
        });
  }

  private synchronized @Nullable Pair next() {
    ArchivedFile file = nextFile();
    while (file != null) {
      if (ArchiveObject.isName(file.name())) {
        ArchivedFile follower = nextFile();
        if (follower != null
            && follower.name().equals(file.name() + ArchiveObject.SIGNATURE_SUFFIX)) {
          return new Pair(Optional.of(file), Optional.of(follower));
        }
        ahead = follower;
        return new Pair(Optional.of(file), Optional.empty());
      }
      if (ArchiveObject.isSignatureName(file.name())) {
        return new Pair(Optional.empty(), Optional.of(file));
      }
      visitor.flaw(Flaw.UNKNOWN_FILE, file.name(), "it is neither an object nor a signature");
      file = nextFile();
    }
    return null;
  }

  private @Nullable ArchivedFile nextFile() {
    ArchivedFile file = ahead;
    ahead = null;
    if (file == null && files.hasNext()) {
      file = files.next();
    }
    return file;
  }

  private void read(Pair pair) {
    pair.object().ifPresent(this::checkVersions);
    pair.signature().ifPresent(this::checkVersions);
    Optional<Version> first = pair.object().flatMap(ArchivedFile::first);
    if (pair.object().isPresent() && first.isPresent()) {
      readObject(pair.object().get().name(), first.get(), pair.signature());
    } else if (pair.object().isEmpty()) {
      pair.signature()
          .ifPresent(
              signature ->
                  visitor.flaw(
                      Flaw.OBJECT_MISSING,
                      signature.name(),
                      "there is a signature, and not the object that was signed"));
    }
  }

  private void checkVersions(ArchivedFile file) {
    long written = file.versions().stream().filter(version -> !version.isDeletion()).count();
    if (written < file.versions().size()) {
      visitor.flaw(
          Flaw.DELETED,
          file.name(),
          written > 0
              ? "a delete marker hides it; its version is still there and counts"
              : "a delete marker is all that is left of it");
    }
    if (written > 1) {
      visitor.flaw(
          Flaw.REPLACED,
          file.name(),
          "it was written "
              + written
              + " times, and the archiver writes it once; the first version counts, the others have"
              + " "
              + (isRepetition(file) ? "the same content" : "another content"));
    }
  }

  private boolean isRepetition(ArchivedFile file) {
    byte[] first = file.first().map(version -> source.read(file.name(), version)).orElseThrow();
    return file.versions().stream()
        .filter(version -> !version.isDeletion())
        .allMatch(version -> Arrays.equals(source.read(file.name(), version), first));
  }

  private void readObject(String name, Version version, Optional<ArchivedFile> signature) {
    Stored stored = new Stored(name, source.read(name, version));
    Optional<byte[]> good = signature.flatMap(file -> good(stored, file));
    if (signature.isEmpty()) {
      // The list may be older than the signature.
      good =
          source
              .find(name + ArchiveObject.SIGNATURE_SUFFIX)
              .filter(bytes -> keys.verify(stored.bytes(), bytes));
    } else if (good.isEmpty()) {
      visitor.flaw(
          Flaw.BAD_SIGNATURE, name, "its signature is not one of the key: " + keys.origin());
    }
    ArchiveObject content;
    try {
      content = ArchiveObject.read(stored);
    } catch (MalformedObjectException e) {
      visitor.flaw(Flaw.MALFORMED, name, String.valueOf(e.getMessage()));
      return;
    }
    visitor.object(new SignedObject(stored, content, good));
  }

  /** Any version of the signature will do: only the key's owner can make one. */
  private Optional<byte[]> good(Stored stored, ArchivedFile signature) {
    return signature.versions().stream()
        .filter(version -> !version.isDeletion())
        .map(version -> source.read(signature.name(), version))
        .filter(bytes -> keys.verify(stored.bytes(), bytes))
        .findFirst();
  }
}
