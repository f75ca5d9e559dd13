package io.tradeprocessing.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.archiver.ArchiveObject.Stored;
import io.tradeprocessing.archiver.Change;
import io.tradeprocessing.common.signature.SigningKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is in an archive folder. */
public final class ArchiveContents {

  private ArchiveContents() {}

  /** Every object, in the order of the names; each must have a signature by the folder's key. */
  public static List<ArchiveObject> objects(Path archive) {
    try (Stream<Path> files = Files.walk(archive)) {
      List<ArchiveObject> objects = new ArrayList<>();
      for (Path file : files.filter(file -> file.toString().endsWith(".gz")).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        assertThat(
                SigningKeys.verifies(
                    SigningKeys.publicKey(Files.readString(archive.resolve(FolderKey.PUBLIC))),
                    bytes,
                    Files.readAllBytes(file.resolveSibling(file.getFileName() + ".sig"))))
            .isTrue();
        String name = archive.relativize(file).toString().replace('\\', '/');
        objects.add(ArchiveObject.read(new Stored(name, bytes)));
      }
      return objects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hash of every record in the archive, in the archive's order. */
  public static List<String> recordHashes(Path archive) {
    return objects(archive).stream()
        .flatMap(object -> object.changes().stream())
        .map(Change::item)
        .map(item -> item.object("recordHash").orElseThrow().text("S").orElseThrow())
        .toList();
  }
}
