package io.tradeprocessing.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.archiver.ArchiveObject.MalformedObjectException;
import io.tradeprocessing.archiver.ArchiveObject.Origin;
import io.tradeprocessing.archiver.ArchiveObject.Stored;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format of an object: what it holds comes back, and nothing else is taken for an object. */
class ArchiveObjectTest {

  private static final Origin ORIGIN =
      new Origin("us-east-1", "trade-records-dev", "2026-01-01T00:00:00.000");

  private static final ArchiveObject OBJECT =
      new ArchiveObject(
          ORIGIN,
          List.of(
              Changes.of(Stream.inserted(1, Stream.record("T-1", 1))),
              Changes.of(Stream.modified(2, Stream.record("T-1", 1), Stream.record("T-1", 2))),
              Changes.of(Stream.removed(3, Stream.record("T-1", 2)))));

  @Test
  void anObjectComesBackFromWhatIsStored() {
    assertThat(ArchiveObject.read(OBJECT.stored())).isEqualTo(OBJECT);
  }

  @Test
  void theSameChangesGiveTheSameNameAndBytes() {
    Stored again = new ArchiveObject(ORIGIN, OBJECT.changes()).stored();

    assertThat(again.name()).isEqualTo(OBJECT.stored().name());
    assertThat(again.bytes()).isEqualTo(OBJECT.stored().bytes());
  }

  /** The format is read by others, too, so a change of it is a new version. */
  @Test
  void theFirstLineSaysWhatTheObjectIs() throws IOException {
    assertThat(content(OBJECT.stored().bytes()).lines().findFirst())
        .hasValue(
            "{\"format\":\"trade-archive\",\"version\":\"1.0\",\"region\":\"us-east-1\","
                + "\"table\":\"trade-records-dev\",\"stream\":\"2026-01-01T00:00:00.000\","
                + "\"firstSequenceNumber\":\"100000000000000000001\","
                + "\"lastSequenceNumber\":\"100000000000000000003\",\"changes\":3}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "T-1|T-2|by its content, its name is",
        "\"version\":\"1.0\"|\"version\":\"2.0\"|not of the format trade-archive 1.0",
        "\"changes\":3|\"changes\":4|does not describe its changes",
        "INSERT|UPSERT|not a change",
        "newImage|otherImage|not a change",
        "\"sequenceNumber\":\"|\"sequence\":\"|no text sequenceNumber"
      })
  void whatWasEditedIsNotAnObject(String from, String to, String reason) throws IOException {
    String edited = content(OBJECT.stored().bytes()).replace(from, to);

    assertThatThrownBy(() -> ArchiveObject.read(new Stored(OBJECT.stored().name(), gzip(edited))))
        .isInstanceOf(MalformedObjectException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void neitherOtherBytesNorAnEmptyOrTruncatedObjectIsRead() throws IOException {
    String name = OBJECT.stored().name();
    String content = content(OBJECT.stored().bytes());
    for (byte[] bytes :
        List.of(
            new byte[] {1, 2, 3},
            gzip(""),
            gzip("not JSON\n"),
            gzip("[]\n"),
            gzip(content.lines().findFirst().orElseThrow() + "\n"),
            gzip(content.substring(0, content.length() - 1)))) {
      assertThatThrownBy(() -> ArchiveObject.read(new Stored(name, bytes)))
          .isInstanceOf(MalformedObjectException.class);
    }
  }

  @Test
  void anotherNameIsNotThatOfTheObject() {
    assertThatThrownBy(
            () ->
                ArchiveObject.read(
                    new Stored(
                        OBJECT.stored().name().replace("us-east-1", "eu-west-1"),
                        OBJECT.stored().bytes())))
        .hasMessageContaining("its name is records/us-east-1/");
  }

  private static String content(byte[] gzip) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
