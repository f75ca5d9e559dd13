package io.tradeprocessing.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.SqliteStorage;
import io.tradeprocessing.embeddedtable.TableSchema;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FillStoreCommandTest {

  private static final int RECORDS = 19;

  @TempDir private Path folder;

  @Test
  void fillsAStoreWithSoundTradesOfOneToFourRecords() throws Exception {
    assertThat(new FillStoreCommand().fill(folder, RECORDS)).isEqualTo(10);

    TableSchema schema = TableSchema.of(TradeTable.definition(FillStoreCommand.TABLE));
    try (EmbeddedTable table =
        EmbeddedTable.of(
            schema,
            SqliteStorage.readOnly(folder.resolve(FillStoreCommand.DATABASE), schema),
            InstantSource.system())) {
      TradeStore store =
          new TradeStore(table.client(), FillStoreCommand.TABLE, Backoff.standard(new Random(1)));
      List<Integer> sizes = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        TradeHistory trade = store.history("S1-20260302-%09d".formatted(i));
        assertThat(ChainVerifier.breaks(trade, "local")).isEmpty();
        sizes.add(trade.records().size());
      }
      assertThat(sizes).containsExactly(1, 2, 1, 2, 1, 3, 1, 4, 1, 3);
      assertThat(table.count()).isEqualTo(RECORDS + 10);
    }
  }

  @Test
  void archivesWhatItWrites() throws Exception {
    Path archive = folder.resolve("archive");

    assertThat(
            new CommandLine(new FillStoreCommand())
                .execute(folder.resolve("store").toString(), "19", "--archive", archive.toString()))
        .isZero();

    try (Stream<Path> files = Files.walk(archive)) {
      List<String> names =
          files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
      assertThat(names)
          .contains("public-key.pem")
          .filteredOn(name -> name.endsWith(".jsonl.gz"))
          .singleElement()
          .satisfies(object -> assertThat(names).contains(object + ".sig"));
    }
  }

  @Test
  void aFolderThatHoldsAStoreIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve(FillStoreCommand.DATABASE), "mine");

    assertThatThrownBy(() -> new FillStoreCommand().fill(folder, RECORDS))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(folder.resolve(FillStoreCommand.DATABASE)).hasContent("mine");
  }
}
