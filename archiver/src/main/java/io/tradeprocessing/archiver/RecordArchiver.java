package io.tradeprocessing.archiver;

import io.tradeprocessing.archiver.ArchiveObject.Origin;
import io.tradeprocessing.archiver.ArchiveObject.Stored;
import io.tradeprocessing.common.signature.Signer;
import java.util.List;
import java.util.Optional;

/**
 * Keeps batches of changes: one signed object each. Whatever fails on the way, the same batch can
 * come again: what is there already is compared, and only what is missing is written.
 */
final class RecordArchiver {

  private final Archive archive;
  private final Signer signer;

  RecordArchiver(Archive archive, Signer signer) {
    this.archive = archive;
    this.signer = signer;
  }

  /**
   * Keeps what a batch has to be kept of.
   *
   * @return the name of the object; nothing for a batch of which nothing has to be kept
   * @throws ArchiveUnavailableException if object and signature may not both be there
   */
  Optional<String> archive(Origin origin, List<Change> changes) {
    List<Change> kept =
        changes.stream()
            .filter(change -> change.meaning(origin.region()) != Change.Meaning.NOTHING)
            .toList();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Stored stored = new ArchiveObject(origin, kept).stored();
    String signature = stored.name() + ArchiveObject.SIGNATURE_SUFFIX;
    if (archive.putIfAbsent(stored.name(), stored.bytes())) {
      sign(signature, stored.bytes());
    } else {
      byte[] there = existing(stored);
      if (archive.get(signature).isEmpty()) {
        sign(signature, there);
      }
    }
    return Optional.of(stored.name());
  }

  /** The signature covers the bytes that are there, which another zlib may have compressed. */
  private byte[] existing(Stored stored) {
    byte[] there =
        archive
            .get(stored.name())
            .orElseThrow(
                () ->
                    new ArchiveConflictException(
                        "the archive has and has not an object " + stored.name()));
    if (!ArchiveObject.isSame(there, stored.bytes())) {
      throw new ArchiveConflictException(
          "the archive has another object under the name " + stored.name());
    }
    return there;
  }

  /** Two signatures of the same bytes differ and are both good: the first one stays. */
  private void sign(String name, byte[] bytes) {
    boolean _ = archive.putIfAbsent(name, signer.sign(bytes));
  }
}
