package io.tradeprocessing.cli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import io.tradeprocessing.cli.Cli;
import io.tradeprocessing.cli.LocalStore;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.Page;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.testkit.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Holds the scan of the file against DynamoDB Local's own, on records and on what is none. */
class FolderScanTest {

  private static final String TRADE = "LDN:20260112:0002";

  @TempDir private static Path folder;
  private static LocalStore store = new LocalStore(Path.of(""));

  @BeforeAll
  static void fill() {
    store = LocalStore.of(folder.resolve("store"), Project.file("samples/trades.jsonl"));
    store.tamper(
        items -> {
          for (String sortKey :
              List.of("-7.5", "0.001", "1E+30", "-1E-20", "99999999999999999999")) {
            items.put(Map.of("tradeId", text(TRADE), "timestamp", AttributeValue.fromN(sortKey)));
          }
          Map<String, AttributeValue> odd = new HashMap<>();
          odd.put("tradeId", text("ödd \"quoted\" \uD83D\uDCC8"));
          odd.put("timestamp", AttributeValue.fromN("1"));
          odd.put("s", text("line\nfeed \u0000 \u2028"));
          odd.put("bool", AttributeValue.fromBool(false));
          odd.put("nul", AttributeValue.fromNul(true));
          odd.put("b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 7})));
          odd.put("ss", AttributeValue.fromSs(List.of("a", "b")));
          odd.put("ns", AttributeValue.fromNs(List.of("1", "2.5")));
          odd.put("bs", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("x"))));
          odd.put(
              "l",
              AttributeValue.fromL(
                  List.of(text("in"), AttributeValue.fromL(List.of()), AttributeValue.fromN("3"))));
          odd.put("m", AttributeValue.fromM(Map.of("e", AttributeValue.fromM(Map.of()))));
          items.put(odd);
        });
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private interface Reading {
    void read(TableScan file, TableScan own) throws Exception;
  }

  /** Gives both scans of an open store. */
  private static void open(Path folder, Reading reading) throws Exception {
    try (EmbeddedDynamoDb opened = EmbeddedDynamoDb.existing(folder)) {
      TableScan own = own(opened);
      TableScan file = FolderScan.of(folder, own);
      assertThat(file).isInstanceOf(FolderScan.class);
      reading.read(file, own);
    }
  }

  private static TableScan own(EmbeddedDynamoDb opened) {
    String table = EmbeddedDynamoDb.TABLE;
    return new StoreScan(
        new TradeStore(opened.client(), table, Backoff.standard(new Random(1))),
        opened.client(),
        table);
  }

  private static List<StoredItem> all(
      TableScan scan, int segment, int segments, Optional<Cursor> from, int limit) {
    List<StoredItem> items = new ArrayList<>();
    Optional<Cursor> after = from;
    do {
      Page page = scan.page(segment, segments, after, limit);
      assertThat(page.items().size()).isLessThanOrEqualTo(limit);
      items.addAll(page.items());
      after = page.next();
    } while (after.isPresent());
    return items;
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "1, 1", "1, 7", "2, 5", "3, 1000", "16, 3", "1000, 10"})
  void itReadsTheSameItemsInTheSameOrderWhateverTheSegmentsAndPages(int segments, int limit)
      throws Exception {
    open(
        store.folder(),
        (file, own) -> {
          List<StoredItem> total = new ArrayList<>();
          for (int segment = 0; segment < segments; segment++) {
            List<StoredItem> items = all(file, segment, segments, Optional.empty(), limit);
            assertThat(items).isEqualTo(all(own, segment, segments, Optional.empty(), 1_000));
            total.addAll(items);
          }
          assertThat(total).hasSizeGreaterThan(90);
        });
  }

  @Test
  void itGoesOnBeforeATradeWhetherItIsThereOrNot() throws Exception {
    open(
        store.folder(),
        (file, own) -> {
          for (String tradeId :
              IntStream.range(0, 20).mapToObj(i -> i == 0 ? TRADE : "not there " + i).toList()) {
            Optional<Cursor> before = Optional.of(Cursor.before(tradeId));
            assertThat(all(file, 0, 1, before, 9)).isEqualTo(all(own, 0, 1, before, 1_000));
          }
        });
  }

  @Test
  void aPageOfLargeItemsEndsBeforeItsLimit() throws Exception {
    Path large = folder.resolve("large");
    LocalStore copy = store.copy(large);
    copy.tamper(
        items ->
            IntStream.range(0, 12)
                .forEach(
                    i ->
                        items.put(
                            Map.of(
                                "tradeId",
                                text("large"),
                                "timestamp",
                                AttributeValue.fromN(Integer.toString(i)),
                                "s",
                                text("x".repeat(300_000))))));
    open(
        large,
        (file, own) -> {
          assertThat(file.page(0, 1, Optional.of(Cursor.before("large")), 1_000).items())
              .hasSize(1);
          assertThat(all(file, 0, 1, Optional.empty(), 1_000))
              .isEqualTo(all(own, 0, 1, Optional.empty(), 1_000));
        });
  }

  @Test
  void theFolderIsStillThisProcessesAfterAScan() throws Exception {
    open(
        store.folder(),
        (file, _) -> {
          assertThat(all(file, 0, 1, Optional.empty(), 1_000)).isNotEmpty();

          assertThatThrownBy(() -> EmbeddedDynamoDb.existing(store.folder()))
              .hasMessageContaining("is in use by another trades command");
        });
  }

  @Test
  void aRowThatHoldsNoItemEndsTheScanWithTheNameOfTheFile() throws Exception {
    LocalStore damaged = store.copy(folder.resolve("damaged"));
    execute(damaged, "UPDATE \"trade-records\" SET ObjectJSON = CAST('{\"tradeId\": 5' AS BLOB)");

    Cli.Ended ended = damaged.call("verify");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err()).contains("records.db cannot be read");
  }

  @Test
  void aFileOfAnotherLayoutIsLeftToDynamoDbLocal() throws Exception {
    LocalStore other = store.copy(folder.resolve("other"));
    execute(other, "UPDATE cf SET version = 'v9.9.9'");

    try (EmbeddedDynamoDb opened = EmbeddedDynamoDb.existing(other.folder())) {
      TableScan own = own(opened);
      assertThat(FolderScan.of(other.folder(), own)).isSameAs(own);
      assertThat(FolderScan.of(folder.resolve("missing"), own)).isSameAs(own);
    }
    assertThat(named(other.call("verify"))).isNotEmpty().isEqualTo(named(store.call("verify")));
  }

  /** What is broken; the summary has the time in it. */
  private static List<String> named(Cli.Ended ended) {
    return ended.lines().stream().filter(line -> line.startsWith("BROKEN ")).sorted().toList();
  }

  @Test
  void theNumberOfItemsIsKnownToBothScans() throws Exception {
    open(
        store.folder(),
        (file, own) -> assertThat(file.approximateItems()).isEqualTo(own.approximateItems()));
  }

  private static void execute(LocalStore store, String sql) throws SQLiteException {
    SQLiteConnection file =
        new SQLiteConnection(store.folder().resolve(EmbeddedDynamoDb.DATABASE).toFile());
    try {
      file.open(false).exec(sql);
    } finally {
      file.dispose();
    }
  }
}
