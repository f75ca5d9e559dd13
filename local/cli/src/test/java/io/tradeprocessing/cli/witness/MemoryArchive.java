package io.tradeprocessing.cli.witness;

import io.tradeprocessing.archiver.Archive;
import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.cli.archive.ArchiveOptions.OpenArchive;
import io.tradeprocessing.cli.archive.ArchiveSource;
import io.tradeprocessing.cli.archive.VerificationKeys;
import io.tradeprocessing.common.signature.Signer;
import io.tradeprocessing.common.signature.SigningKeys;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** An archive with versions in memory, which the archiver writes and everybody else may damage. */
final class MemoryArchive implements Archive, ArchiveSource {

  private static final KeyPair KEYS = SigningKeys.generate();
  private static final KeyPair OTHER_KEYS = SigningKeys.generate();

  /** The archiver's. */
  static final Signer SIGNER = SigningKeys.signer(KEYS.getPrivate());

  /** Somebody else's. */
  static final Signer FORGER = SigningKeys.signer(OTHER_KEYS.getPrivate());

  /** Of each file the versions, the latest first; empty for a delete marker. */
  private final TreeMap<String, List<Optional<byte[]>>> files = new TreeMap<>();

  OpenArchive open() {
    return new OpenArchive(this, new VerificationKeys(List.of(KEYS.getPublic()), "the test", true));
  }

  /** The names of the objects. */
  List<String> objects() {
    return files.keySet().stream().filter(ArchiveObject::isName).toList();
  }

  byte[] bytes(String name) {
    return find(name).orElseThrow();
  }

  /** Writes over a file. */
  void put(String name, byte[] bytes) {
    files.computeIfAbsent(name, _ -> new ArrayList<>()).addFirst(Optional.of(bytes));
  }

  /** Hides a file, as S3 does it. */
  void delete(String name) {
    files.computeIfAbsent(name, _ -> new ArrayList<>()).addFirst(Optional.empty());
  }

  /** Takes a file away with all its versions, as if there were no Object Lock. */
  void lose(String name) {
    files.remove(name);
  }

  /** Loses an object and its signature. */
  void loseObject(String name) {
    lose(name);
    lose(name + ArchiveObject.SIGNATURE_SUFFIX);
  }

  @Override
  public boolean putIfAbsent(String name, byte[] bytes) {
    if (find(name).isPresent()) {
      return false;
    }
    put(name, bytes);
    return true;
  }

  @Override
  public Optional<byte[]> get(String name) {
    return find(name);
  }

  @Override
  public Optional<byte[]> find(String name) {
    return files.getOrDefault(name, List.of()).stream().findFirst().flatMap(latest -> latest);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Iterator<ArchivedFile> files() {
    List<ArchivedFile> all = new ArrayList<>();
    files.forEach(
        (name, versions) -> {
          List<Version> ids = new ArrayList<>();
          for (int i = 0; i < versions.size(); i++) {
            ids.add(new Version(Integer.toString(i), versions.get(i).isEmpty()));
          }
          all.add(new ArchivedFile(name, ids));
        });
    return all.iterator();
  }

  @Override
  public byte[] read(String name, Version version) {
    return files.getOrDefault(name, List.of()).get(Integer.parseInt(version.id())).orElseThrow();
  }

  @Override
  public void close() {
    // Holds nothing open.
  }
}
