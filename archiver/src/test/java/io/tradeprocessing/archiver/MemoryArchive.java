package io.tradeprocessing.archiver;

import io.tradeprocessing.archiver.ArchiveObject.Stored;
import io.tradeprocessing.common.signature.Signer;
import io.tradeprocessing.common.signature.SigningKeys;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** An archive in memory that can fail before or after it has done what it was asked for. */
final class MemoryArchive implements Archive {

  static final KeyPair KEYS = SigningKeys.generate();
  static final Signer SIGNER = SigningKeys.signer(KEYS.getPrivate());

  final Map<String, byte[]> objects = new TreeMap<>();
  private BooleanSupplier failsBefore = () -> false;
  private BooleanSupplier failsAfter = () -> false;

  void failing(BooleanSupplier before, BooleanSupplier after) {
    failsBefore = before;
    failsAfter = after;
  }

  void repaired() {
    failing(() -> false, () -> false);
  }

  @Override
  public boolean putIfAbsent(String name, byte[] bytes) {
    failIf(failsBefore);
    boolean written = objects.putIfAbsent(name, bytes.clone()) == null;
    failIf(failsAfter);
    return written;
  }

  @Override
  public Optional<byte[]> get(String name) {
    failIf(failsBefore);
    return Optional.ofNullable(objects.get(name));
  }

  private static void failIf(BooleanSupplier fails) {
    if (fails.getAsBoolean()) {
      throw new ArchiveUnavailableException("planned", new IllegalStateException());
    }
  }

  List<String> names() {
    return objects.keySet().stream().filter(ArchiveObject::isName).toList();
  }

  /**
   * Every signed object, read back. A batch that failed before its signature and was then cut in
   * another way leaves an object without one; what it holds is in others.
   */
  List<ArchiveObject> read() {
    List<ArchiveObject> read = new ArrayList<>();
    for (String name : names()) {
      if (!objects.containsKey(name + ArchiveObject.SIGNATURE_SUFFIX)) {
        continue;
      }
      byte[] bytes = bytes(name);
      if (!SigningKeys.verifies(
          KEYS.getPublic(), bytes, bytes(name + ArchiveObject.SIGNATURE_SUFFIX))) {
        throw new AssertionError("bad signature of " + name);
      }
      read.add(ArchiveObject.read(new Stored(name, bytes)));
    }
    return read;
  }

  byte[] bytes(String name) {
    byte[] bytes = objects.get(name);
    if (bytes == null) {
      throw new AssertionError("there is no " + name + " among " + objects.keySet());
    }
    return bytes;
  }

  /** The changes that all objects hold, each once, in the order of the stream. */
  List<Change> changes() {
    Map<String, Change> bySequenceNumber = new TreeMap<>();
    for (ArchiveObject object : read()) {
      for (Change change : object.changes()) {
        Change known = bySequenceNumber.putIfAbsent(change.sequenceNumber(), change);
        if (known != null && !known.equals(change)) {
          throw new AssertionError("two changes have the number " + change.sequenceNumber());
        }
      }
    }
    return bySequenceNumber.values().stream()
        .sorted(Comparator.comparing(Change::sequenceNumber))
        .toList();
  }
}
