package io.tradeprocessing.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.signature.SigningKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFolderTest {

  private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWO = "two".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path parent;

  private Path folder() {
    return parent.resolve("deep/archive");
  }

  @Test
  void aFileIsWrittenOnce() {
    try (ArchiveFolder archive = ArchiveFolder.open(folder())) {
      assertThat(archive.putIfAbsent("records/local/a.jsonl.gz", ONE)).isTrue();
      assertThat(archive.putIfAbsent("records/local/a.jsonl.gz", TWO)).isFalse();
      assertThat(archive.get("records/local/a.jsonl.gz")).hasValue(ONE);
      assertThat(archive.get("records/local/b.jsonl.gz")).isEmpty();
      assertThat(archive.objects("records/local")).isEqualTo(List.of("records/local/a.jsonl.gz"));
      assertThat(archive.objects("records/elsewhere")).isEmpty();
    }
    assertThat(folder().resolve("unfinished")).isEmptyDirectory();
  }

  @Test
  void whatAKilledProcessLeftUnfinishedIsDiscarded() throws IOException {
    ArchiveFolder.open(folder()).close();
    Files.write(folder().resolve("unfinished/a.jsonl.gz"), ONE);

    ArchiveFolder.open(folder()).close();

    assertThat(folder().resolve("unfinished")).isEmptyDirectory();
  }

  @Test
  void theFolderKeepsItsKeyAndOthersVerifyWithThePublicOne() throws IOException {
    byte[] signature;
    try (ArchiveFolder archive = ArchiveFolder.open(folder())) {
      signature = archive.signer().sign(ONE);
    }
    String published = Files.readString(folder().resolve("public-key.pem"));
    assertThat(SigningKeys.verifies(SigningKeys.publicKey(published), ONE, signature)).isTrue();
    assertThat(SigningKeys.verifies(SigningKeys.publicKey(published), TWO, signature)).isFalse();

    Files.delete(folder().resolve("public-key.pem"));
    ArchiveFolder.open(folder()).close();

    assertThat(folder().resolve("public-key.pem")).hasContent(published);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyTheOwnerReadsThePrivateKey() throws IOException {
    ArchiveFolder.open(folder()).close();

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder().resolve("private-key.pem"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aNewKeyIsNotPutBesideWhatAnotherOneSigned() throws IOException {
    try (ArchiveFolder archive = ArchiveFolder.open(folder())) {
      assertThat(archive.putIfAbsent("records/local/a.jsonl.gz", ONE)).isTrue();
    }
    Files.delete(folder().resolve("private-key.pem"));
    refused("has lost its private-key.pem, and a new key would not verify what is there");
    Files.delete(folder().resolve("public-key.pem"));
    refused("has lost its private-key.pem");
  }

  @Test
  void keysThatAreNoPairAreRefused() throws IOException {
    ArchiveFolder.open(folder()).close();
    String other = SigningKeys.pem(SigningKeys.generate().getPublic());
    Files.writeString(folder().resolve("public-key.pem"), other);
    refused("public-key.pem is not the public key of ");

    Path key = folder().resolve("private-key.pem");
    Files.writeString(
        key, Files.readString(key).replaceAll("(?s)-----BEGIN PUBLIC KEY.*", "") + other);
    refused("its two keys are not a pair");

    Files.writeString(key, "nothing");
    refused("private-key.pem is not the key of an archive folder (it has no -----BEGIN");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> ArchiveFolder.open(folder()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  @Test
  void oneCommandWritesAtATime() {
    try (ArchiveFolder _ = ArchiveFolder.open(folder())) {
      refused("the archive folder " + folder() + " is in use by another trades command");
    }
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> ArchiveFolder.open(parent.resolve("file/archive")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be made");

    Files.createDirectories(folder());
    Files.writeString(folder().resolve("unfinished"), "");
    refused("the archive folder " + folder() + " cannot be written to");
  }

  @Test
  void aFullDiskIsSaidWithWhatHoldsAndWhatToDo() {
    try (ArchiveFolder archive = ArchiveFolder.open(folder())) {
      assertThat(archive.unwritable(new IOException("No space left on device")))
          .hasMessageContaining("the disk of the archive folder " + folder() + " is full")
          .hasMessageContaining("Every result that was printed is on record in the store")
          .hasMessageContaining("run again with the same --store and --archive");
      assertThat(archive.unwritable(new IOException("Input/output error")))
          .hasMessageContaining("cannot be written to (Input/output error)");
    }
  }
}
