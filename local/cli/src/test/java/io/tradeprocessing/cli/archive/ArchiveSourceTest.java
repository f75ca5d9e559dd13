package io.tradeprocessing.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.cli.archive.ArchiveSource.ArchivedFile;
import io.tradeprocessing.cli.archive.ArchiveSource.Version;
import io.tradeprocessing.cli.console.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in a folder or a bucket, whatever somebody did to it. */
class ArchiveSourceTest {

  /** In the order of their UTF-8, which is not that of Java's strings. */
  private static final List<String> NAMES =
      List.of(
          "records/a-b",
          "records/a/1.jsonl.gz",
          "records/a/1.jsonl.gz.sig",
          "records/a/2.jsonl.gz",
          "records/a0",
          "records/\uff5e",
          "records/\ud83d\ude00");

  @TempDir private Path folder = Path.of("");

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<ArchivedFile> files(ArchiveSource source) {
    List<ArchivedFile> files = new ArrayList<>();
    source.files().forEachRemaining(files::add);
    return files;
  }

  private static BucketArchive bucket(VersionedBucket bucket, String prefix) {
    return new BucketArchive(bucket, VersionedBucket.NAME, prefix);
  }

  private void write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, utf8(name));
  }

  @Test
  void aFolderIsListedInTheOrderOfItsNames() throws IOException {
    for (String name : NAMES.reversed()) {
      write(name);
    }
    write("public-key.pem");
    write("records/a/.half.tmp");

    try (FolderArchive archive = new FolderArchive(folder)) {
      assertThat(files(archive)).extracting(ArchivedFile::name).containsExactlyElementsOf(NAMES);
      assertThat(files(archive).getFirst().first().map(v -> archive.read(NAMES.getFirst(), v)))
          .contains(utf8(NAMES.getFirst()));
      assertThat(archive.find("public-key.pem")).contains(utf8("public-key.pem"));
      assertThat(archive.find("private-key.pem")).isEmpty();
    }
  }

  @Test
  void aFolderWithoutRecordsIsEmptyAndOneThatIsNotThereIsNot() {
    assertThat(files(new FolderArchive(folder))).isEmpty();
    assertThatThrownBy(() -> new FolderArchive(folder.resolve("other")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("other does not exist: give the folder");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void aBucketIsListedWithEveryVersionWhateverItsPages(int page) {
    VersionedBucket bucket = new VersionedBucket(page);
    NAMES.forEach(name -> bucket.put("eu/" + name, utf8(name)));
    bucket.put("eu/public-key.pem", utf8("key"));
    bucket.put("eu/records/a-b", utf8("other"));
    bucket.delete("eu/records/a-b");

    BucketArchive archive = bucket(bucket, "eu/");
    List<ArchivedFile> files = files(archive);

    assertThat(files).extracting(ArchivedFile::name).containsExactlyElementsOf(NAMES);
    ArchivedFile touched = files.getFirst();
    assertThat(touched.versions())
        .containsExactlyInAnyOrder(
            new Version("v0", false), new Version("v8", false), new Version("v9", true));
    assertThat(touched.first()).contains(new Version("v0", false));
    assertThat(touched.first().map(v -> archive.read(touched.name(), v)))
        .contains(utf8("records/a-b"));
    assertThat(files.get(1).versions()).containsExactly(new Version("v1", false));
    assertThat(archive.find("public-key.pem")).contains(utf8("key"));
    assertThat(archive.find("records/a-b")).isEmpty();
    assertThat(archive.name()).isEqualTo("s3://archive/eu/");
  }

  @Test
  void aFileOfWhichOnlyDeleteMarkersAreLeftHasNoFirstVersion() {
    VersionedBucket bucket = new VersionedBucket(10);
    bucket.delete("records/x");

    assertThat(files(bucket(bucket, "")))
        .singleElement()
        .extracting(ArchivedFile::first)
        .isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, 2, name another bucket",
    "404, NoSuchBucket, 2, name another bucket",
    "503, SlowDown, 1, try again later"
  })
  void aBucketThatCannotBeReadIsNoFinding(int status, String code, int exit, String advice) {
    VersionedBucket bucket = new VersionedBucket(10);
    bucket.put("records/x", utf8("x"));
    bucket.failWith(status, code);
    BucketArchive archive = bucket(bucket, "");

    assertThatThrownBy(archive::files)
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitCode()).isEqualTo(exit))
        .hasMessageContaining("the objects cannot be listed in the archive s3://archive")
        .hasMessageContaining(code)
        .hasMessageContaining(advice);
    assertThatThrownBy(() -> archive.read("records/x", new Version("v0", false)))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(() -> archive.find("records/x")).isInstanceOf(UserError.class);
  }
}
