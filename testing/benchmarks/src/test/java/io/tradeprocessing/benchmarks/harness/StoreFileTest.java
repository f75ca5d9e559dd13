package io.tradeprocessing.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteStatement;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.SourcePage;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** Holds what is written against DynamoDB Local: how it reads it, and how it would write it. */
class StoreFileTest {

  private static final int RECORDS = 19;

  @TempDir private Path folder;

  @Test
  void dynamoDbLocalReadsSoundTradesOfOneToFourRecordsFromIt() throws Exception {
    assertThat(new FillStoreCommand().fill(folder, RECORDS)).isEqualTo(10);

    AmazonDynamoDBLocal local = DynamoDBEmbedded.create(file(folder), true);
    try {
      TradeStore store =
          new TradeStore(local.dynamoDbClient(), StoreFile.TABLE, Backoff.standard(new Random(1)));
      List<Integer> sizes = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        TradeHistory trade = store.history("S1-20260302-%09d".formatted(i));
        assertThat(ChainVerifier.breaks(trade, "local")).isEmpty();
        sizes.add(trade.records().size());
      }
      assertThat(sizes).containsExactly(1, 2, 1, 2, 1, 3, 1, 4, 1, 3);
      SourcePage page =
          store.bySource("system1", 0, SortKey.MAX_MICROSECONDS, Optional.empty(), 100);
      assertThat(page.entries()).hasSize(RECORDS);
      assertThat(store.read(page)).hasOnlyElementsOfType(ComplianceRecord.class).hasSize(RECORDS);
    } finally {
      local.shutdown();
    }
  }

  @Test
  void itsRowsAreThoseThatDynamoDbLocalWrites() throws Exception {
    long _ = new FillStoreCommand().fill(folder, RECORDS);
    Path other = Files.createDirectory(folder.resolve("other")).resolve("records.db");
    new DynamoDbLocalTable(other, StoreFile.TABLE).close();
    AmazonDynamoDBLocal local = DynamoDBEmbedded.create(file(folder), true);
    AmazonDynamoDBLocal copy = DynamoDBEmbedded.create(other.toFile(), true);
    try {
      for (Map<String, AttributeValue> item :
          local.dynamoDbClient().scan(scan -> scan.tableName(StoreFile.TABLE)).items()) {
        copy.dynamoDbClient().putItem(put -> put.tableName(StoreFile.TABLE).item(item));
      }
    } finally {
      local.shutdown();
      copy.shutdown();
    }

    assertThat(rows(folder)).hasSize(RECORDS + 10).isEqualTo(rows(other.resolveSibling("")));
  }

  @Test
  void aFolderThatHoldsAStoreIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("records.db"), "mine");

    assertThatThrownBy(() -> new FillStoreCommand().fill(folder, 1))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(folder.resolve("records.db")).hasContent("mine");
  }

  private static java.io.File file(Path folder) {
    return folder.resolve("records.db").toFile();
  }

  /** All columns but the item's size and its JSON, whose order of names says nothing. */
  private static List<List<String>> rows(Path folder) throws Exception {
    SQLiteConnection connection = new SQLiteConnection(file(folder));
    try {
      connection.openReadonly();
      SQLiteStatement statement =
          connection.prepare(
              "SELECT hashKey, rangeKey, hashValue, rangeValue, hashRangeValue, indexKey_0 FROM \""
                  + StoreFile.TABLE
                  + "\" ORDER BY hashKey, rangeKey");
      List<List<String>> rows = new ArrayList<>();
      while (statement.step()) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < statement.columnCount(); i++) {
          byte[] blob = statement.columnBlob(i);
          row.add(blob == null ? "" : HexFormat.of().formatHex(blob));
        }
        rows.add(row);
      }
      return rows;
    } finally {
      connection.dispose();
    }
  }
}
