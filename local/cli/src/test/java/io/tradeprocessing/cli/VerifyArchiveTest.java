package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.tradeprocessing.archiver.Archive;
import io.tradeprocessing.archiver.ArchiveRecordsHandler;
import io.tradeprocessing.cli.archive.StreamRecords;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.signature.SigningKeys;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.embeddedtable.Change;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.lambda.TestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code trades verify --archive} on a store folder, and on an archive alone. */
class VerifyArchiveTest {

  /** What samples/trades.jsonl leaves in a store. */
  private static final int TRADES = 62;

  private static final int RECORDS = 67;
  private static final String TRADE = "LDN:20260112:0002";
  private static final long SECOND = 1_768_211_100_000_000L;
  private static final KeyPair KEYS = SigningKeys.generate();

  @TempDir private static Path folder;
  private static LocalStore sound = new LocalStore(Path.of(""));
  private static Path soundArchive = Path.of("");

  private LocalStore store = new LocalStore(Path.of(""));
  private Path archive = Path.of("");

  @BeforeAll
  static void runSamples() throws IOException {
    sound = LocalStore.of(folder.resolve("store"), Project.file("samples/trades.jsonl"));
    soundArchive = folder.resolve("archive");
    archive(sound, soundArchive);
    Files.writeString(soundArchive.resolve("public-key.pem"), SigningKeys.pem(KEYS.getPublic()));
  }

  @BeforeEach
  void copy(TestInfo test) throws IOException {
    String name = Integer.toHexString(test.hashCode()) + "-" + test.getDisplayName().hashCode();
    store = sound.copy(folder.resolve(name));
    archive = folder.resolve(name + ".archive");
    try (Stream<Path> files = Files.walk(soundArchive)) {
      for (Path file : files.toList()) {
        Files.copy(file, archive.resolve(soundArchive.relativize(file).toString()));
      }
    }
  }

  private record Silent() implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {}

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
  }

  /** A folder that is written as a bucket is. */
  private record Folder(Path path) implements Archive {
    @Override
    public boolean putIfAbsent(String name, byte[] bytes) {
      Path file = path.resolve(name);
      try {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        if (Files.exists(file)) {
          return false;
        }
        Files.write(file, bytes);
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<byte[]> get(String name) {
      return Optional.empty();
    }
  }

  /** Archives all items of a store, ten at a time. */
  private static void archive(LocalStore from, Path to) {
    List<DynamodbStreamRecord> stream = new ArrayList<>();
    try (EmbeddedTable table = LocalStore.table(from.folder())) {
      for (Map<String, AttributeValue> item :
          table.client().scan(scan -> scan.tableName(LocalTable.TABLE)).items()) {
        stream.add(
            StreamRecords.of(
                new Change(Change.Origin.REQUEST, item, Optional.empty(), Optional.of(item)),
                "%021d".formatted(stream.size()),
                Instant.now(),
                "local",
                "arn:aws:dynamodb:local:0:table/trade-records/stream/2026-01-12T00:00:00.000"));
      }
    }
    ArchiveRecordsHandler handler =
        new ArchiveRecordsHandler(
            new Folder(to),
            SigningKeys.signer(KEYS.getPrivate()),
            FunctionRuntime.local(Clock.systemUTC(), new Silent()));
    for (int i = 0; i < stream.size(); i += 10) {
      DynamodbEvent event = new DynamodbEvent();
      event.setRecords(stream.subList(i, Math.min(stream.size(), i + 10)));
      assertThat(handler.handleRequest(event, new TestContext()).getBatchItemFailures()).isEmpty();
    }
  }

  private Cli.Ended verify(String... arguments) {
    return store.call(
        "verify",
        Stream.concat(Stream.of("--archive", archive.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private Cli.Ended verifyAlone(String... arguments) {
    return Cli.run(
        Stream.concat(Stream.of("verify", "--archive", archive.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private Path anObject() throws IOException {
    try (Stream<Path> files = Files.walk(archive)) {
      return files.filter(file -> file.toString().endsWith(".gz")).sorted().findFirst().get();
    }
  }

  @Test
  void aStoreAndItsArchiveAgree() {
    Cli.Ended ended = verify();

    assertThat(ended.out()).doesNotContain("BROKEN");
    assertThat(ended.code()).isZero();
    assertThat(ended.lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        RECORDS + " records of " + TRADES + " trades verified in .*: all sound"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "archive "
                            + archive
                            + ": signatures by public-key.pem of the archive itself"),
            line -> assertThat(line).contains("can replace that key", "--public-key"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        RECORDS
                            + " archived records of "
                            + TRADES
                            + " trades in 13 objects: "
                            + RECORDS
                            + " the same in the table"),
            line -> assertThat(line).matches("archive and table compared in .* s: they agree"));
  }

  @Test
  void anArchiveIsVerifiedAloneWithAKeyFromElsewhere() throws IOException {
    Path key = folder.resolve("key.pem");
    Files.writeString(key, SigningKeys.pem(KEYS.getPublic()));
    Files.delete(archive.resolve("public-key.pem"));

    Cli.Ended ended = verifyAlone("--public-key", key.toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("signatures by --public-key"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        RECORDS + " archived records of " + TRADES + " trades in 13 objects"),
            line -> assertThat(line).matches("archive verified in .* s: sound"));
  }

  @Test
  void aRemovedTradeIsFoundAndNamedWithItsObject() {
    store.tamper(
        items -> {
          for (int i = 0; i < 3; i++) {
            items.client().scan(scan -> scan.tableName(LocalTable.TABLE)).items().stream()
                .filter(
                    item ->
                        item.getOrDefault("tradeId", AttributeValue.fromS("")).s().equals(TRADE))
                .forEach(
                    item ->
                        items
                            .client()
                            .deleteItem(
                                request ->
                                    request
                                        .tableName(LocalTable.TABLE)
                                        .key(
                                            Map.of(
                                                "tradeId", AttributeValue.fromS(TRADE),
                                                "timestamp",
                                                    Objects.requireNonNull(
                                                        item.get("timestamp"))))));
          }
        });

    assertThat(store.call("verify").code()).as("the store alone does not show it").isZero();
    Cli.Ended ended = verify();
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.lines().getFirst())
        .startsWith(
            "BROKEN "
                + TRADE
                + ": ONLY_IN_ARCHIVE: the archive has 3 records of the trade; the table has nothing"
                + " of it (records/local/");
    assertThat(ended.out()).contains("compared in").endsWith(": 1 discrepancy\n");
  }

  @Test
  void findingsAndSummaryAreLinesOfJson() {
    store.tamper(items -> items.set(TRADE, SECOND, "functionVersion", AttributeValue.fromS("8")));

    Cli.Ended ended = verify("--json");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    List<JsonObject> lines =
        ended.lines().stream().map(line -> JsonReader.read(line).asObject().orElseThrow()).toList();
    assertThat(lines)
        .extracting(line -> line.text("flaw").orElse(""))
        .containsExactly("RECORD_CHANGED", "DIFFERS", "");
    assertThat(lines.get(1).text("tradeId")).contains(TRADE);
    assertThat(lines.get(1).text("timestamp"))
        .hasValueSatisfying(timestamp -> assertThat(timestamp).startsWith(SECOND + "."));
    assertThat(lines.get(1).has("files")).isTrue();
    JsonObject summary = lines.getLast().object("summary").orElseThrow();
    assertThat(summary.toString()).contains("\"sound\":false", "\"brokenTrades\":1");
    assertThat(summary.object("archive").orElseThrow().toString())
        .contains("\"same\":" + (RECORDS - 1), "\"discrepancies\":1", "\"independentKey\":false");
  }

  @Test
  void aStoreAloneHasASummaryInJsonToo() {
    assertThat(store.call("verify", "--json").lines())
        .singleElement()
        .asString()
        .startsWith("{\"summary\":{\"sound\":true,\"seconds\":")
        .contains("\"records\":" + RECORDS, "\"trades\":" + TRADES);
  }

  @Test
  void oneTradeIsComparedAlone() {
    store.tamper(items -> items.delete(TRADE, SECOND));

    Cli.Ended other = verify("--trade", "NYC-20260112-000001");
    Cli.Ended ended = verify("--trade", TRADE);
    Cli.Ended unknown = verify("--trade", "nobody");

    assertThat(other.out()).doesNotContain("BROKEN");
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out()).contains("ONLY_IN_ARCHIVE: the archive has the record");
    assertThat(unknown.code()).isEqualTo(ExitCode.FAILED);
    assertThat(unknown.err())
        .contains("there is no trade nobody in the store folder ", " or the archive");
  }

  @Test
  void aRecordThatWasNeverArchivedIsFoundAtOnce() throws IOException {
    Path object = anObject();
    Files.delete(object);
    Files.delete(object.resolveSibling(object.getFileName() + ".sig"));

    Cli.Ended ended = verify();
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out()).contains("ONLY_IN_TABLE: ");

    Cli.Ended later = verify("--settle", "PT1H");
    assertThat(later.code()).isZero();
    assertThat(later.out()).contains(" younger than PT1H not compared");
  }

  @Test
  void recordsFromBeforeTheArchiveAreCounted() throws IOException {
    Path object = anObject();
    Files.delete(object);
    Files.delete(object.resolveSibling(object.getFileName() + ".sig"));

    Cli.Ended ended = verify("--archive-since", Instant.now().toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains(" from before the archive was enabled");
  }

  @Test
  void aRegionWithoutAnArchiveIsSaid() throws IOException {
    Path two = folder.resolve("two-regions");
    LocalStore regions = TwoRegionStore.in(two);
    Path local = folder.resolve("two-regions.archive");
    archive(regions, local);
    Files.writeString(local.resolve("public-key.pem"), SigningKeys.pem(KEYS.getPublic()));

    Cli.Ended ended = regions.call("verify", "--archive", local.toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains(
            "4 records of Region eu-west-1, whose archive was not given",
            "4 records of Region us-east-1, whose archive was not given");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--source system1                 | cannot be used with --source",
        "--checkpoint c.jsonl             | cannot be used with --source, --checkpoint or --resume",
        "--public-key none.pem            | --public-key none.pem cannot be read",
        "--public-key pom.xml             | --public-key pom.xml is not a public key",
        "--archive s3://b                 | does not name a bucket: give s3://BUCKET",
        "--archive s3://bucket            | needs --public-key FILE: the bucket's name does not"
            + " say",
        "--archive nowhere                | --archive nowhere does not exist: give the folder",
        "--archive-since today            | today",
        "--region us-east-1               | --region and --endpoint need --table",
      })
  void wrongUseIsRefused(String arguments, String message) {
    Cli.Ended ended = verify(arguments.split(" "));

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains(message);
  }

  @Test
  void anArchiveWithoutAKeyIsRefused() throws IOException {
    Files.delete(archive.resolve("public-key.pem"));

    assertThat(verify().err()).contains("has no public-key.pem: give --public-key FILE");
    assertThat(Cli.run("verify", "--archive-since", "2026-01-12T00:00:00Z").err())
        .contains("--archive-since and --public-key need --archive");
  }
}
