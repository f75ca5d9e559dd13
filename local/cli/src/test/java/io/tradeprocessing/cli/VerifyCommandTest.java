package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.records.Checkpoint;
import io.tradeprocessing.cli.records.ScanProgress;
import io.tradeprocessing.cli.records.TableVerifier;
import io.tradeprocessing.cli.records.TradeVerifier;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.cli.store.StoreScan;
import io.tradeprocessing.cli.store.TableScan;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Each way to change what is on record, on a copy of the samples' store. */
class VerifyCommandTest {

  /** What samples/trades.jsonl leaves in a store. */
  private static final int TRADES = 62;

  private static final int RECORDS = 67;

  /** NEW, CANCEL, NEW of system2. */
  private static final String TRADE = "LDN:20260112:0002";

  private static final long FIRST = 1_768_208_400_000_000L;
  private static final long SECOND = 1_768_211_100_000_000L;
  private static final long THIRD = 1_768_211_400_000_000L;
  private static final long HEAD = 0;

  @TempDir private static Path folder;
  private static LocalStore sound = new LocalStore(Path.of(""));

  private LocalStore store = new LocalStore(Path.of(""));
  private Path file = Path.of("");

  @BeforeAll
  static void runSamples() {
    sound = LocalStore.of(folder.resolve("store"), Project.file("samples/trades.jsonl"));
  }

  @BeforeEach
  void copy(TestInfo test) {
    String name = Integer.toHexString(test.hashCode()) + "-" + test.getDisplayName().hashCode();
    store = sound.copy(folder.resolve(name));
    file = folder.resolve(name + ".file");
  }

  @Test
  void aSoundStoreIsSaidToBe() {
    Cli.Ended ended = store.call("verify");

    assertThat(ended.code()).isZero();
    assertThat(ended.lines())
        .singleElement()
        .asString()
        .matches(RECORDS + " records of " + TRADES + " trades verified in .* s: all sound");
  }

  @Test
  void aTradeAndWhatASourceSentCanBeVerifiedAlone() {
    assertThat(store.call("verify", "--trade", TRADE).out())
        .startsWith("3 records of 1 trade verified");
    Cli.Ended day =
        store.call(
            "verify",
            "--source",
            "system2",
            "--from",
            "2026-01-12T09:00:00Z",
            "--to",
            "2026-01-12T10:00:00Z");
    assertThat(day.code()).isZero();
    assertThat(day.out()).startsWith("3 records of 1 trade verified");
  }

  @Test
  void anUnknownTradeIsSaidSo() {
    Cli.Ended ended = store.call("verify", "--trade", "nobody");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err()).contains("there is no trade nobody");
  }

  @Test
  void aChangedTradeIsFound() {
    tamper(
        items -> {
          String event = event(items, SECOND);
          items.set(
              TRADE, SECOND, "event", AttributeValue.fromS(event.replace("CANCEL", "CORRECT")));
        });

    assertBroken("2026-01-12T09:45:00Z: CONTENT_CHANGED: the trade's eventHash is ");
  }

  @Test
  void aChangedAttributeIsFound() {
    tamper(items -> items.set(TRADE, SECOND, "functionVersion", AttributeValue.fromS("8")));

    assertBroken("2026-01-12T09:45:00Z: RECORD_CHANGED: the attributes' recordHash is ");
  }

  @Test
  void anAddedAttributeIsFound() {
    tamper(items -> items.set(TRADE, SECOND, "note", AttributeValue.fromS("x")));

    assertBroken("2026-01-12T09:45:00Z: UNREADABLE: attribute note is not one of ours");
  }

  @Test
  void aRemovedRecordIsFound() {
    tamper(items -> items.delete(TRADE, SECOND));

    assertBroken("2026-01-12T09:50:00Z: RECORD_MISSING: record 2 of local (slot 0) not found here");
  }

  @Test
  void theRemovedLastRecordIsFoundByTheHead() {
    tamper(items -> items.delete(TRADE, THIRD));

    assertBroken(" (head): RECORD_MISSING: record 3 of local (slot 0) not found here");
  }

  @Test
  void swappedOrderIsFoundThoughEachRecordFitsItsOwnHash() {
    tamper(
        items -> {
          AttributeValue second = AttributeValue.fromN("2");
          items.set(TRADE, SECOND, "sequence", AttributeValue.fromN("3"));
          items.set(TRADE, THIRD, "sequence", second);
          rehash(items, SECOND);
          rehash(items, THIRD);
        });

    assertBroken("2026-01-12T09:50:00Z: NOT_CHAINED: it names record 1 with hash ");
  }

  @Test
  void aRecordForgedWithAllItsHashesIsFoundByTheNext() {
    tamper(
        items -> {
          forge(items, FIRST);
          assertThat(event(items, FIRST)).contains("99.999");
        });

    assertBroken("2026-01-12T09:45:00Z: NOT_CHAINED: it names record 1 with hash ");
  }

  @Test
  void theForgedLastRecordIsFoundByTheHead() {
    tamper(items -> forge(items, THIRD));

    assertBroken(" (head): HEAD_CHANGED: it names record 3 with hash ");
  }

  @Test
  void anEditedHeadIsFound() {
    tamper(items -> items.set(TRADE, HEAD, "states", AttributeValue.fromM(Map.of())));

    assertBroken(" (head): HEAD_CHANGED: the head's states are ");
  }

  @Test
  void aRemovedHeadIsFound() {
    tamper(items -> items.delete(TRADE, HEAD));

    assertBroken(" (head): HEAD_MISSING: there are records, but no head");
  }

  @Test
  void onlyACheckpointFindsALastRecordRemovedWithAFittingHead() {
    assertThat(store.call("verify", "--checkpoint", file.toString()).code()).isZero();
    tamper(this::removeLastWithTrace);

    assertThat(store.call("verify").code()).isZero();
    Cli.Ended ended = store.call("verify", "--checkpoint", file.toString());
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("BROKEN " + TRADE + ": NOT_AS_IN_CHECKPOINT: record 3 with hash ")
                    .endsWith(" is not in the chain any more; the head is at 2"),
            line -> assertThat(line).endsWith("of " + TRADES + " trades, 1 changed or missing"),
            line -> assertThat(line).endsWith("all sound"));
  }

  @Test
  void onlyACheckpointFindsATradeRemovedAltogether() {
    assertThat(store.call("verify", "--checkpoint", file.toString()).code()).isZero();
    tamper(items -> List.of(HEAD, FIRST, SECOND, THIRD).forEach(time -> items.delete(TRADE, time)));

    assertThat(store.call("verify").code()).isZero();
    Cli.Ended ended = store.call("verify", "--checkpoint", file.toString());
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out())
        .contains(TRADE + ": NOT_AS_IN_CHECKPOINT")
        .contains("head is at nothing");
  }

  @Test
  void aCheckpointStillHoldsWhenTradesHaveGoneOn() {
    tamper(this::removeLastWithTrace);
    assertThat(store.call("verify", "--checkpoint", file.toString()).code()).isZero();
    // The same events again: all but the removed one end as DUPLICATE.
    Cli.run("run", "--store", store.folder().toString(), Project.file("samples/trades.jsonl") + "");

    Cli.Ended ended = store.call("verify", "--checkpoint", file.toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("all are unchanged")
        .contains(RECORDS + " records of " + TRADES + " trades");
  }

  @Test
  void theWrittenCheckpointNamesEachHeadAndTheDigestToSign() throws IOException {
    Cli.Ended ended = store.call("verify", "--checkpoint", file.toString());

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(TRADES + 2);
    assertThat(lines.getFirst()).startsWith("{\"checkpoint\":1,\"takenAt\":\"");
    assertThat(lines)
        .anyMatch(
            line ->
                line.startsWith(
                    "{\"tradeId\":\"" + TRADE + "\",\"region\":\"local\",\"sequence\":3"));
    assertThat(lines.getLast()).isEqualTo("{\"trades\":" + TRADES + "}");
    assertThat(ended.lines().getFirst()).endsWith(" is " + Checkpoint.digest(file));
  }

  @Test
  void noCheckpointIsWrittenOfABrokenStore() {
    tamper(items -> items.delete(TRADE, HEAD));

    Cli.Ended ended = store.call("verify", "--checkpoint", file.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err()).contains("no checkpoint was written");
    assertThat(file).doesNotExist();
    assertThat(file.resolveSibling(file.getFileName() + ".part")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"checkpoint\":1,\"takenAt\":\"t\"}                | cut off after line 1",
        "{\"checkpoint\":2}                                  | does not name a checkpoint of"
            + " version 1",
        "{\"checkpoint\":1};{\"trades\":5}                   | it has 0 trades",
        "{\"checkpoint\":1};{\"trades\":0}                   | it names no trade",
        "{\"checkpoint\":1};{\"tradeId\":\"T\"}              | line 2 is not a head",
        "{\"checkpoint\":1};HEAD0;{\"trades\":1}             | line 2 is not a head",
        "{\"checkpoint\":1};HEAD1;HEAD1;{\"trades\":2}       | line 3 is a second head of T in"
            + " local",
        "{\"checkpoint\":1};HEAD1;HEAD2;{\"trades\":2}       | line 3 is a second head of T in"
            + " local",
        "{\"checkpoint\":1};HEAD1;{\"trades\":2}             | it has 1 trades, and its last line"
            + " names another number",
        "{\"checkpoint\":1};HEAD1;{\"trades\":1};HEAD1       | text follows its last line",
        "{\"checkpoint\":1};HEAD1;{\"trades\":1};            | text follows its last line",
        "{\"checkpoint\":1};HEAD1;{\"trades\":1} signed      | line 3 is not a JSON object",
        "{\"checkpoint\":1};HEAD1;{\"trades\":\"1\"}         | its last line names another number",
        "hello                                               | line 1 is not a JSON object",
        "[]                                                  | line 1 is not a JSON object",
      })
  void aFileThatIsNoWholeCheckpointIsRefused(String lines, String expected) throws IOException {
    Files.writeString(
        file,
        lines
                .replace(';', '\n')
                .replaceAll(
                    "HEAD([0-9])",
                    "{\"tradeId\":\"T\",\"region\":\"local\",\"sequence\":$1,\"lastHash\":\"ab\"}")
            + "\n");

    Cli.Ended ended = store.call("verify", "--checkpoint", file.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.out()).as("nothing is verified before").isEmpty();
    assertThat(ended.err().lines()).singleElement().asString().contains(expected);
  }

  @Test
  void noCheckpointIsWrittenOfAnEmptyStore() throws IOException {
    LocalStore empty = new LocalStore(Files.createDirectory(folder.resolve("empty")));
    LocalStore.table(empty.folder()).close();

    Cli.Ended ended = empty.call("verify", "--checkpoint", file.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains("holds no trades, and a checkpoint of nothing proves nothing");
    assertThat(file).doesNotExist();
    assertThat(file.resolveSibling(file.getFileName() + ".part")).doesNotExist();
  }

  @Test
  void moreBrokenTradesThanAreNamedAreCounted() throws IOException {
    assertThat(store.call("verify", "--checkpoint", file.toString()).code()).isZero();
    List<String> ids =
        Files.readAllLines(file).stream()
            .map(line -> Project.parse(line).path("tradeId").asText())
            .filter(id -> !id.isEmpty())
            .toList();
    tamper(items -> ids.forEach(id -> items.delete(id, HEAD)));

    Cli.Ended ended = store.call("verify");

    assertThat(ended.lines().stream().filter(line -> line.startsWith("BROKEN "))).hasSize(20);
    assertThat(ended.out())
        .contains("and " + (TRADES - 20) + " more")
        .contains(TRADES + " trades broken");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aScanThatFailedGoesOnAtTheFirstTradeThatWasNotVerified(int segments)
      throws InterruptedException {
    List<String> seen = new ArrayList<>();
    ScanProgress progress = ScanProgress.start("here", segments);
    try (LocalTable opened = LocalTable.existing(store.folder())) {
      TradeStore records =
          new TradeStore(opened.client(), LocalTable.TABLE, Backoff.standard(new Random(1)));
      TableScan scan = new StoreScan(records, opened.client(), LocalTable.TABLE);
      Consumer<TradeVerifier.Verified> failingAtTheTenth =
          trade -> {
            if (seen.size() == 9) {
              throw new IllegalStateException("the tenth");
            }
            seen.add(trade.trade().tradeId());
          };

      assertThatThrownBy(() -> verifier(scan, records, failingAtTheTenth).run(progress, 1))
          .hasMessage("the tenth");
      progress.save(file);
      ScanProgress resumed = ScanProgress.resume(file, "here");
      verifier(scan, records, trade -> seen.add(trade.trade().tradeId())).run(resumed, 2);

      assertThat(seen).hasSize(TRADES).doesNotHaveDuplicates();
      assertThat(resumed.total())
          .isEqualTo(new ScanProgress.Segment(Optional.empty(), true, TRADES, RECORDS, RECORDS, 0));
    }
  }

  private static TableVerifier verifier(
      TableScan scan, TradeStore records, Consumer<TradeVerifier.Verified> verified) {
    return new TableVerifier(
        scan,
        TradeVerifier.of(records),
        RateLimit.of(Double.POSITIVE_INFINITY),
        // From two threads.
        trade -> {
          synchronized (records) {
            verified.accept(trade);
          }
        },
        () -> {});
  }

  @Test
  void aResumedRunCountsWhatTheEarlierOneFoundAndRemovesTheFile() throws IOException {
    Files.writeString(
        file,
        """
        {"resume":1,"store":"the store folder %s","segments":[
         {"done":true,"trades":7,"records":9,"events":8,"broken":1},
         {"done":true,"trades":30,"records":30,"events":30,"broken":0}]}
        """
            .formatted(store.folder()));

    Cli.Ended ended = store.call("verify", "--resume", file.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out())
        .startsWith("39 records (38 events) of 37 trades")
        .contains("1 trade broken");
    assertThat(file).doesNotExist();
  }

  @Test
  void aRunThatIsNotInterruptedLeavesNoResumeFile() {
    assertThat(store.call("verify", "--resume", file.toString()).code()).isZero();
    assertThat(file).doesNotExist();
  }

  @Test
  void aLargeTableIsReadInMoreSegmentsThanThreads() {
    assertThat(TableVerifier.segments(2_000_000, 4)).isEqualTo(2_000);
    assertThat(TableVerifier.segments(100, 4)).isEqualTo(4);
    assertThat(TableVerifier.segments(Double.NaN, 4)).isEqualTo(4);
    assertThat(TableVerifier.segments(1e12, 4)).isEqualTo(10_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello                                       | is not a resume file of trades verify",
        "{\"resume\":1}                              | is not a resume file of trades verify",
        "{\"resume\":1,\"store\":\"x\",\"segments\":[]} | belongs to x, not to the store folder",
      })
  void aFileThatIsNoResumeFileOfTheStoreIsRefused(String text, String expected) throws IOException {
    Files.writeString(file, text);

    Cli.Ended ended = store.call("verify", "--resume", file.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines()).singleElement().asString().contains(expected);
    assertThat(file).hasContent(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rate 0                             | --rate must be above 0",
        "--parallel 0                         | --parallel must be from 1 to 256",
        "--trade T --resume f                 | --checkpoint and --resume cannot be used with",
        "--checkpoint a --resume b            | give --checkpoint or --resume, not both",
      })
  void wrongUseIsOneSentence(String arguments, String expected) {
    Cli.Ended ended = store.call("verify", arguments.split(" "));

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines()).singleElement().asString().contains(expected);
  }

  /** By each of the three ways of reading, the trade is named once. */
  private void assertBroken(String expected) {
    for (List<String> arguments :
        List.of(List.<String>of(), List.of("--trade", TRADE), List.of("--source", "system2"))) {
      Cli.Ended ended = store.call("verify", arguments.toArray(String[]::new));

      assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
      assertThat(ended.lines()).hasSize(2);
      assertThat(ended.lines().getFirst()).startsWith("BROKEN " + TRADE).contains(expected);
      assertThat(ended.lines().getLast()).endsWith(": 1 trade broken");
    }
  }

  private void tamper(Consumer<LocalStore.Items> change) {
    store.tamper(change);
  }

  /** Another price, with all hashes of the record as they have to be for it. */
  private static void forge(LocalStore.Items items, long time) {
    String event = event(items, time);
    items.set(
        TRADE, time, "event", AttributeValue.fromS(event.replace("\"11.862\"", "\"99.999\"")));
    Content content = record(items, time).entry().content();
    items.set(TRADE, time, "eventHash", AttributeValue.fromS(content.eventHash()));
    items.set(TRADE, time, "contentHash", AttributeValue.fromS(Hashes.of(content).contentHash()));
    SortKey key = record(items, time).entry().key(Region.LOCAL).timestamp();
    Map<String, AttributeValue> item = items.get(TRADE, time);
    items.delete(TRADE, time);
    item.put("timestamp", AttributeValue.fromN(key.toString()));
    items.put(item);
    rehash(items, time);
  }

  private static String event(LocalStore.Items items, long time) {
    return Objects.requireNonNull(items.get(TRADE, time).get("event")).s();
  }

  private static void rehash(LocalStore.Items items, long time) {
    String hash = record(items, time).recomputedHash();
    items.set(TRADE, time, "recordHash", AttributeValue.fromS(hash));
  }

  /** As somebody would who knows how heads are made. */
  private void removeLastWithTrace(LocalStore.Items items) {
    Map<String, AttributeValue> head = items.get(TRADE, HEAD);
    head.put("sequence", AttributeValue.fromN("2"));
    head.put("lastHash", items.get(TRADE, SECOND).get("recordHash"));
    head.put("recordedAt", items.get(TRADE, SECOND).get("recordedAt"));
    head.put(
        "states",
        AttributeValue.fromM(
            Map.of(
                "system2",
                AttributeValue.fromM(
                    Map.of(
                        "status",
                        AttributeValue.fromS("CANCELLED"),
                        "firstNew",
                        place(items, FIRST),
                        "lastNew",
                        place(items, FIRST),
                        "lastCancel",
                        place(items, SECOND))))));
    items.put(head);
    items.delete(TRADE, THIRD);
  }

  private static AttributeValue place(LocalStore.Items items, long time) {
    return AttributeValue.fromM(
        Map.of(
            "time",
            AttributeValue.fromN(Long.toString(time)),
            "eventHash",
            Objects.requireNonNull(items.get(TRADE, time).get("eventHash"))));
  }

  private static ComplianceRecord record(LocalStore.Items items, long time) {
    return new TradeStore(items.client(), LocalTable.TABLE, Backoff.standard(new Random(1)))
        .history(TRADE).records().stream()
            .filter(record -> record.entry().time().microseconds() == time)
            .findFirst()
            .orElseThrow();
  }
}
