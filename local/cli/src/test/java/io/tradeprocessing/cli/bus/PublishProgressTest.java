package io.tradeprocessing.cli.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishProgressTest {

  private static final String HEADER =
      "{\"resume\":1,\"input\":\"digest\",\"to\":\"default in us-east-1\"}\n";

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("sent");
  }

  private PublishProgress open() {
    return PublishProgress.open(file, "digest", "default in us-east-1");
  }

  private void write(Integer... places) {
    try (PublishProgress progress = open()) {
      progress.add(List.of(places));
    }
  }

  @Test
  void whatWasTakenIsKnownToTheNextCall() {
    write(1, 2, 5);
    write(3);

    try (PublishProgress progress = open()) {
      assertThat(List.of(1, 2, 3, 4, 5, 6).stream().filter(progress::isTaken))
          .containsExactly(1, 2, 3, 5);
    }
  }

  @Test
  void aFileThatWasCutOffAnywhereLosesItsLastBatchAtMost() throws IOException {
    write(1, 2, 3);
    write(4, 5);
    byte[] whole = Files.readAllBytes(file);
    int header = Files.readAllLines(file).getFirst().length() + 1;
    int first = header + Files.readAllLines(file).get(1).length() + 1;

    for (int cut = 0; cut < whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      try (PublishProgress progress = open()) {
        assertThat(progress.isTaken(3)).as("cut at %d", cut).isEqualTo(cut >= first);
        assertThat(progress.isTaken(5)).as("cut at %d", cut).isFalse();
        progress.add(List.of(9));
      }
      try (PublishProgress progress = open()) {
        assertThat(progress.isTaken(3)).as("cut at %d", cut).isEqualTo(cut >= first);
        assertThat(progress.isTaken(9)).as("cut at %d", cut).isTrue();
      }
    }
  }

  @Test
  void anotherInputIsRefused() {
    write(1);

    assertThatThrownBy(() -> PublishProgress.open(file, "other", "default in us-east-1"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("belongs to another input, or the input has changed");
  }

  @Test
  void anotherBusIsRefused() {
    write(1);

    assertThatThrownBy(() -> PublishProgress.open(file, "digest", "default in eu-west-1"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "belongs to the bus default in us-east-1, not to default in eu-west-1");
  }

  @Test
  void twoCallsCannotUseOneFile() {
    try (PublishProgress _ = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("is in use");
    }
    open().close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not ours\n",
        "not ours",
        "{\"resume\":2}\n",
        "[]\n",
        HEADER + "{\"taken\":7}\n",
        HEADER + "{\"taken\":[0]}\n",
        HEADER + "{\"tak\n{}\n",
      })
  void aFileThatIsBrokenOrNoneOfOursIsRefusedAndLeftAsItIs(String content) throws IOException {
    Files.writeString(file, content);

    assertThatThrownBy(this::open)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not a resume file of trades publish");
    assertThat(file).hasContent(content);
  }

  @Test
  void aFileThatCannotBeOpenedIsRefused() {
    assertThatThrownBy(() -> PublishProgress.open(folder, "digest", "b"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void aFileThatCannotBeWrittenEndsTheWork() {
    PublishProgress progress = open();
    progress.close();

    assertThatThrownBy(() -> progress.add(List.of(1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void isGoneOnceEverythingIsSent() throws IOException {
    write(1);
    Files.writeString(file, "", StandardOpenOption.APPEND);

    open().delete();

    assertThat(file).doesNotExist();
  }
}
