package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A store in the hands of somebody who may read it, or not even that. */
@DisabledOnOs(OS.WINDOWS)
class OtherUserTest {

  @TempDir private Path folder;
  private Path store;
  private Path database;

  /** Permissions bind root only without these capabilities. */
  private static final List<String> WITHOUT_PRIVILEGES =
      System.getProperty("user.name").equals("root")
          ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search")
          : List.of();

  @BeforeEach
  void prepare() throws InterruptedException {
    assumeTrue(OwnProcess.works(WITHOUT_PRIVILEGES), "root cannot be bound by permissions here");
    store = folder.resolve("store");
    database = store.resolve(LocalTable.DATABASE);
    LocalStore _ = LocalStore.of(store, Project.file("samples/trades.jsonl"));
  }

  @AfterEach
  void allowDeletion() throws IOException {
    permit("rwxr-xr-x", store);
  }

  private static void permit(String permissions, Path path) throws IOException {
    Path _ = Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private record Ended(int code, String out, String err) {}

  private Ended call(String command, String... arguments) throws Exception {
    Path err = folder.resolve("err");
    Process process =
        OwnProcess.start(
            WITHOUT_PRIVILEGES,
            err,
            command,
            Stream.concat(Stream.of("--store", store.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void whoMayOnlyReadVerifiesAndListsAndLeavesNothing() throws Exception {
    for (Path file : files(store)) {
      permit("r--r--r--", file);
    }
    permit("r-xr-xr-x", store);
    List<Path> before = files(store);

    assertThat(call("verify")).extracting(Ended::code, Ended::err).containsExactly(0, "");
    Ended records = call("records", "--trade", "S1-20260112-0001");
    assertThat(records.code()).isZero();
    assertThat(records.out()).contains("S1-20260112-0001");
    assertThat(files(store)).isEqualTo(before);
  }

  @Test
  void whoMayOnlyReadIsToldThatARunNeedsMore() throws Exception {
    permit("r-xr-xr-x", store);

    Ended run = call("run", Project.file("samples/trades.jsonl").toString());

    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.out()).doesNotContain("ACCEPTED");
    assertThat(run.err())
        .contains("trades: ")
        .contains(store.toString())
        .contains("permission denied; reading");
  }

  @Test
  void whoMayNotReadTheFileIsToldSo() throws Exception {
    permit("---------", database);

    for (Ended ended : List.of(call("verify"), call("records", "--trade", "S1-20260112-0001"))) {
      assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .contains("trades: ")
          .contains("permission denied; reading")
          .hasLineCount(1);
    }
  }
}
