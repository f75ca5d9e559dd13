package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A pack is checked by the commands of its own page, and by nothing of this project. */
class ExportCommandTest {

  private static final String REBOOKED = "LDN:20260112:0002";
  private static final long CANCELLED = 1_768_211_100_000_000L;
  private static final Pattern COMMAND =
      Pattern.compile("<pre class=\"command\"[^>]*><code>(.*?)</code></pre>", Pattern.DOTALL);

  @TempDir private static Path folder;

  private static LocalStore store = new LocalStore(Path.of(""));
  private static Path archive = Path.of("");
  private static Path pack = Path.of("");
  private static Cli.Ended exported = new Cli.Ended(0, "", "");

  @BeforeAll
  static void exportSamples() {
    store = new LocalStore(folder.resolve("store"));
    archive = folder.resolve("archive");
    Cli.Ended run =
        store.call(
            "run",
            "--archive",
            archive.toString(),
            Project.file("samples/trades.jsonl").toString());
    assertThat(run.code()).as(run.err()).isZero();
    pack = folder.resolve("pack");
    exported = export(store, pack, "--archive", archive.toString());
  }

  private static Cli.Ended export(LocalStore from, Path to, String... options) {
    List<String> all = new ArrayList<>(List.of("--out", to.toString()));
    all.addAll(List.of(options));
    return from.call("export", all.toArray(String[]::new));
  }

  private static Path copy(String name) throws IOException {
    Path to = folder.resolve(name);
    try (Stream<Path> files = Files.walk(pack)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(pack.relativize(file)));
      }
    }
    return to;
  }

  /** The commands of the page, in order. */
  private static List<String> commands(Path of) throws IOException {
    List<String> commands = new ArrayList<>();
    Matcher matcher = COMMAND.matcher(Files.readString(of.resolve("index.html")));
    while (matcher.find()) {
      commands.add(
          matcher
              .group(1)
              .replace("&#39;", "'")
              .replace("&quot;", "\"")
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&amp;", "&"));
    }
    return commands;
  }

  /** How a command ended, and what it printed. */
  private record Ended(String command, int code, String out) {}

  private static List<Ended> checked(Path folder) throws IOException, InterruptedException {
    List<Ended> ended = new ArrayList<>();
    for (String command : commands(folder)) {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String out;
      try (InputStream in = process.getInputStream()) {
        out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      ended.add(new Ended(command, process.waitFor(), out));
    }
    return ended;
  }

  private static void assumeTools() throws IOException, InterruptedException {
    assumeTrue(
        new ProcessBuilder("sh", "-c", "command -v sha256sum openssl python3 xargs")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0);
  }

  @Test
  void theCommandsOfThePageFindAGoodPackGood() throws Exception {
    assumeTools();
    assertThat(exported.code()).as(exported.err()).isZero();

    List<Ended> checks = checked(pack);

    assertThat(checks).hasSize(5).allSatisfy(check -> assertThat(check.code()).isZero());
    assertThat(exported.out())
        .contains("67 records", "all sound", checks.getFirst().out().substring(0, 64));
    assertThat(checks.get(1).out()).isEmpty();
    assertThat(checks.get(2).out()).isEqualToIgnoringWhitespace("Verified OK");
    assertThat(checks.get(3).out())
        .contains("archive: 1 objects, which hold 67 of 67 records")
        .endsWith("all sound\n");
  }

  @Test
  void theyFindARecordThatWasChanged() throws Exception {
    assumeTools();
    Path changed = copy("changed");
    Path records = changed.resolve("records.jsonl");
    Files.writeString(records, Files.readString(records).replaceFirst("XNAS", "XNYS"));

    List<Ended> checks = checked(changed);
    assertThat(checks.get(1).code()).isNotZero();
    assertThat(checks.get(3).code()).isEqualTo(1);

    // Who makes the manifest anew changes the hash of the pack, and hashes and archive still
    // differ.
    remakeManifest(changed);
    checks = checked(changed);
    assertThat(exported.out()).doesNotContain(checks.getFirst().out().substring(0, 64));
    assertThat(checks.get(1).code()).isZero();
    assertThat(checks.get(3).code()).isEqualTo(1);
    assertThat(checks.get(3).out())
        .contains("CONTENT_CHANGED")
        .contains("differs from records.jsonl")
        .doesNotContain("is not the file of the manifest");
  }

  @Test
  void theyFindAFileThatIsMissingAndOneTooMany() throws Exception {
    assumeTools();
    Path missing = copy("missing");
    try (Stream<Path> files = Files.walk(missing)) {
      Files.delete(
          files.filter(file -> file.toString().endsWith(".sig")).findFirst().orElseThrow());
    }
    Files.writeString(missing.resolve("more.txt"), "more");

    List<Ended> checks = checked(missing);

    assertThat(checks.get(1).code()).isNotZero();
    assertThat(checks.get(2).code()).isNotZero();
    assertThat(checks.get(3).code()).isEqualTo(1);
    assertThat(checks.get(3).out())
        .contains("is in the manifest and not in the pack")
        .contains("more.txt is in the pack and not in the manifest")
        .contains("has no signature");
  }

  @Test
  void theyFindAForgedSignature() throws Exception {
    assumeTools();
    Path forged = copy("forged");
    Path other = folder.resolve("other-archive");
    Cli.Ended again = store.call("run", "--archive", other.toString(), empty().toString());
    assertThat(again.code()).isZero();
    Files.copy(
        other.resolve("public-key.pem"),
        forged.resolve("archive/public-key.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    remakeManifest(forged);

    List<Ended> checks = checked(forged);

    assertThat(checks.get(1).code()).isZero();
    assertThat(checks.get(2).code()).isNotZero();
    assertThat(checks.get(2).out()).contains("Verification failure");
    assertThat(checks.get(4).out()).isNotEqualTo(checked(pack).get(4).out());
  }

  private static Path empty() throws IOException {
    return Files.writeString(folder.resolve("empty.jsonl"), "");
  }

  private static void remakeManifest(Path of) throws IOException {
    StringBuilder manifest = new StringBuilder();
    try (Stream<Path> files = Files.walk(of)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = of.relativize(file).toString().replace('\\', '/');
        if (!name.equals("manifest.sha256")) {
          manifest
              .append(Sha256.hex(Files.readAllBytes(file)))
              .append("  ")
              .append(name)
              .append('\n');
        }
      }
    }
    Files.writeString(of.resolve("manifest.sha256"), manifest);
  }

  @Test
  void theSameStoreGivesTheSameZip() throws IOException {
    Path one = folder.resolve("one.zip");
    Path two = folder.resolve("two.zip");

    assertThat(export(store, one, "--archive", archive.toString()).code()).isZero();
    assertThat(export(store, two, "--archive", archive.toString()).code()).isZero();

    assertThat(one).hasSameBinaryContentAs(two);
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(one))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        assertThat(zip.readAllBytes())
            .as(entry.getName())
            .isEqualTo(Files.readAllBytes(pack.resolve(entry.getName())));
      }
    }
    assertThat(names)
        .contains("index.html", "records.jsonl", "verification.json", "manifest.sha256")
        .hasSize(9);
  }

  @Test
  void aTradeIsExportedWithTheObjectsThatHoldIt() throws Exception {
    Path to = folder.resolve("trade");

    Cli.Ended ended = export(store, to, "--trade", REBOOKED, "--archive", archive.toString());

    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(Files.readAllLines(to.resolve("records.jsonl")))
        .hasSizeGreaterThan(2)
        .allMatch(line -> line.contains(REBOOKED));
    JsonNode result = Project.parse(Files.readString(to.resolve("verification.json")));
    assertThat(result.path("trades").asInt()).isEqualTo(1);
    assertThat(result.at("/archive/objects").asInt()).isEqualTo(1);
    assumeTools();
    assertThat(checked(to)).allSatisfy(check -> assertThat(check.code()).as(check.out()).isZero());
  }

  @Test
  void severalKeysHaveAFolderEach() throws Exception {
    Path second = folder.resolve("second-archive");
    assertThat(store.call("run", "--archive", second.toString(), empty().toString()).code())
        .isZero();
    Path to = folder.resolve("two-keys");

    Cli.Ended ended =
        export(store, to, "--archive", archive.toString(), "--archive", second.toString());

    assertThat(ended.code()).as(ended.out()).isZero();
    JsonNode result = Project.parse(Files.readString(to.resolve("verification.json")));
    assertThat(result.at("/archive/objects").asInt()).isEqualTo(2);
    assertThat(result.at("/archive/keys/1/folder").asText()).isEqualTo("archive-2");
    assertThat(to.resolve("archive-2/public-key.pem"))
        .hasSameBinaryContentAs(second.resolve("public-key.pem"));
    assumeTools();
    assertThat(checked(to))
        .hasSize(7)
        .allSatisfy(check -> assertThat(check.code()).as(check.out()).isZero());

    // Each folder is checked: a signature of the other key is found.
    Files.copy(
        to.resolve("archive/public-key.pem"),
        to.resolve("archive-2/public-key.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(checked(to).get(3).out()).contains("Verification failure");
  }

  @Test
  void anArchiveThatIsGivenTwiceIsInThePackOnce() throws Exception {
    Path to = folder.resolve("twice");

    Cli.Ended ended =
        export(store, to, "--archive", archive.toString(), "--archive", archive.toString());

    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(Files.readString(to.resolve("manifest.sha256")))
        .isEqualTo(Files.readString(pack.resolve("manifest.sha256")));
  }

  @Test
  void aSourceAndPeriodAreExportedWithWholeTradesAndWithoutAnArchive() throws Exception {
    Path to = folder.resolve("source");

    Cli.Ended ended =
        export(store, to, "--source", "system2", "--from", "2026-01-12", "--to", "2026-01-13");

    assertThat(ended.code()).as(ended.out()).isZero();
    JsonNode result = Project.parse(Files.readString(to.resolve("verification.json")));
    assertThat(result.path("trades").asInt()).isPositive();
    assertThat(result.path("selection").asText()).contains("system2", "2026-01-12T00:00:00Z");
    assertThat(result.path("archive").isNull()).isTrue();
    assertThat(to.resolve("archive")).doesNotExist();
    assumeTools();
    assertThat(checked(to))
        .hasSize(3)
        .allSatisfy(check -> assertThat(check.code()).as(check.out()).isZero());
  }

  @Test
  void aTamperedStoreIsExportedAsEvidenceOfIt() throws Exception {
    LocalStore tampered = store.copy(folder.resolve("tampered"));
    tampered.tamper(items -> items.set(REBOOKED, CANCELLED, "verdict", AttributeValue.fromS("{}")));
    Path to = folder.resolve("tampered-pack");

    Cli.Ended ended = export(tampered, to, "--archive", archive.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out()).contains("NOT SOUND");
    JsonNode result = Project.parse(Files.readString(to.resolve("verification.json")));
    assertThat(result.at("/flaws/first/0/flaw").asText()).isEqualTo("CONTENT_CHANGED");
    assertThat(result.at("/archive/flaws/count").asInt()).isPositive();
    assertThat(Files.readString(to.resolve("index.html"))).contains("Not sound when it was made");
    assumeTools();
    assertThat(checked(to).get(3).out()).contains("CONTENT_CHANGED", "differs from records.jsonl");
  }

  @Test
  void whatCannotBeExportedIsSaidAndNothingIsLeft() throws IOException {
    Path to = folder.resolve("nowhere");

    refused(export(store, pack), "--out " + pack + " exists");
    refused(export(store, folder.resolve("no/pack")), "there is no folder");
    refused(export(store, to, "--trade", "NONE"), "there is no trade NONE in the store folder");
    refused(export(store, to, "--public-key", pack + "/archive/public-key.pem"), "need --archive");
    assertThat(to).doesNotExist();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  private static void refused(Cli.Ended ended, String message) {
    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains(message);
  }
}
