package io.tradeprocessing.archiver;

import static io.tradeprocessing.archiver.Stream.batch;
import static io.tradeprocessing.archiver.Stream.head;
import static io.tradeprocessing.archiver.Stream.inserted;
import static io.tradeprocessing.archiver.Stream.modified;
import static io.tradeprocessing.archiver.Stream.record;
import static io.tradeprocessing.archiver.Stream.removed;
import static io.tradeprocessing.archiver.Stream.sequenceNumber;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.testkit.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handler with an archive in memory. */
class ArchiveRecordsHandlerTest {

  private static final Instant NOW = Instant.parse("2026-01-12T14:30:08Z");
  private static final Context CONTEXT = new TestContext();

  private final MemoryArchive archive = new MemoryArchive();
  private final List<String> reported = new ArrayList<>();
  private final ArchiveRecordsHandler handler =
      new ArchiveRecordsHandler(
          archive,
          MemoryArchive.SIGNER,
          FunctionRuntime.local(Clock.fixed(NOW, ZoneOffset.UTC), new Recording()));

  private final class Recording implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {
      reported.add(level + " " + message + " " + new TreeMap<>(fields));
    }

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
      reported.add(name + "=" + value + " " + unit);
    }
  }

  private StreamsEventResponse handle(DynamodbStreamRecord... records) {
    return handler.handleRequest(batch(List.of(records)), CONTEXT);
  }

  private static List<String> failures(StreamsEventResponse response) {
    return response.getBatchItemFailures().stream()
        .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  @Test
  void aBatchBecomesOneSignedObjectNamedByItsNumbersAndContent() {
    StreamsEventResponse response =
        handle(
            inserted(1, record("T-1", 1)),
            inserted(2, head("T-1", 1)),
            inserted(3, record("T-2", 1)));

    assertThat(failures(response)).isEmpty();
    assertThat(archive.names())
        .singleElement()
        .asString()
        .matches(
            "records/us-east-1/20260101T000000000/2026-01-12/%s-%s-[0-9a-f]{64}\\.jsonl\\.gz"
                .formatted(sequenceNumber(1), sequenceNumber(3)));
    assertThat(archive.read())
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.origin().table()).isEqualTo("trade-records-dev");
              assertThat(object.changes())
                  .extracting(Change::tradeId)
                  .containsExactly("T-1", "T-2");
            });
  }

  @Test
  void everyAttributeIsKeptWithItsTypeAndEveryDigit() {
    handle(inserted(1, record("T-1", 1)));

    assertThat(archive.changes().getFirst().item())
        .hasToString(
            "{\"conflict\":{\"BOOL\":false},"
                + "\"event\":{\"S\":\"{\\\"note\\\":\\\"a \\\\\\\"quoted\\\\\\\" Zürich €\\\"}\"},"
                + "\"recordedAt\":{\"S\":\"2026-01-12T14:30:05.250Z\"},"
                + "\"region\":{\"S\":\"us-east-1\"},"
                + "\"seen\":{\"M\":{\"1\":{\"M\":{\"sequence\":{\"N\":\"3\"}}}}},"
                + "\"sequence\":{\"N\":\"1\"},"
                + "\"timestamp\":{\"N\":\"1768228200000001.0123456789\"},"
                + "\"tradeId\":{\"S\":\"T-1\"}}");
  }

  @Test
  void whatTamperingAddsIsKeptWhateverItsType() {
    Map<String, AttributeValue> junk = new TreeMap<>(record("T-1", 1));
    junk.put("list", new AttributeValue().withL(new AttributeValue("x")));
    junk.put("null", new AttributeValue().withNULL(true));
    junk.put("bytes", new AttributeValue().withB(ByteBuffer.wrap(new byte[] {1, 2})));
    junk.put("texts", new AttributeValue().withSS("b", "a"));
    junk.put("numbers", new AttributeValue().withNS("2", "1"));
    junk.put("blobs", new AttributeValue().withBS(ByteBuffer.wrap(new byte[] {3})));
    handle(inserted(1, junk));

    assertThat(archive.changes().getFirst().item().toString())
        .contains(
            "\"list\":{\"L\":[{\"S\":\"x\"}]}",
            "\"null\":{\"NULL\":true}",
            "\"bytes\":{\"B\":\"AQI=\"}",
            "\"texts\":{\"SS\":[\"a\",\"b\"]}",
            "\"numbers\":{\"NS\":[\"1\",\"2\"]}",
            "\"blobs\":{\"BS\":[\"Aw==\"]}");
  }

  @Test
  void aRepeatedBatchMakesNoSecondObject() {
    handle(inserted(1, record("T-1", 1)), inserted(2, record("T-2", 1)));
    Map<String, byte[]> first = Map.copyOf(archive.objects);

    assertThat(failures(handle(inserted(1, record("T-1", 1)), inserted(2, record("T-2", 1)))))
        .isEmpty();
    assertThat(archive.objects).isEqualTo(first);
  }

  @Test
  void aSignatureThatIsMissingIsWrittenWhenTheBatchComesAgain() {
    archive.failing(
        () -> false, () -> archive.objects.size() == 1); // the object is there, its answer is lost
    assertThat(failures(handle(inserted(1, record("T-1", 1))))).containsExactly(sequenceNumber(1));
    assertThat(archive.objects).hasSize(1);

    archive.repaired();
    assertThat(failures(handle(inserted(1, record("T-1", 1))))).isEmpty();
    assertThat(archive.read()).hasSize(1);
    assertThat(archive.objects).hasSize(2);
  }

  @Test
  void anObjectThatAnotherZlibCompressedIsTheSameObject() {
    handle(inserted(1, record("T-1", 1)));
    String name = archive.names().getFirst();
    byte[] other = recompressed(archive.bytes(name));
    archive.objects.clear();
    archive.objects.put(name, other);

    assertThat(failures(handle(inserted(1, record("T-1", 1))))).isEmpty();
    assertThat(archive.bytes(name)).isEqualTo(other);
    assertThat(archive.read()).hasSize(1); // with a signature over the bytes that are there
  }

  private static byte[] recompressed(byte[] gzip) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      byte[] content = in.readAllBytes();
      var bytes = new ByteArrayOutputStream();
      try (var out =
          new GZIPOutputStream(bytes) {
            {
              def.setLevel(Deflater.NO_COMPRESSION);
            }
          }) {
        out.write(content);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anotherObjectUnderTheNameIsAnErrorThatARetryDoesNotHide() {
    handle(inserted(1, record("T-1", 1)));
    String name = archive.names().getFirst();
    archive.objects.put(name, new byte[] {1});

    assertThatThrownBy(() -> handle(inserted(1, record("T-1", 1))))
        .isInstanceOf(ArchiveConflictException.class)
        .hasMessageContaining(name);
  }

  @Test
  void anArchiveThatCannotBeReachedFailsTheWholeBatch() {
    archive.failing(() -> true, () -> false);

    assertThat(failures(handle(inserted(5, record("T-1", 1)), inserted(6, record("T-2", 1)))))
        .containsExactly(sequenceNumber(5));
    assertThat(archive.objects).isEmpty();
    assertThat(reported)
        .anyMatch(line -> line.startsWith("ERROR batch not archived") && line.contains("planned"));
  }

  @Test
  void whatComesBeforeAnUnreadableChangeIsKept() {
    DynamodbStreamRecord unreadable = inserted(2, record("T-2", 1));
    unreadable.getDynamodb().setNewImage(Map.of());

    assertThat(
            failures(
                handle(inserted(1, record("T-1", 1)), unreadable, inserted(3, record("T-3", 1)))))
        .containsExactly(sequenceNumber(2));
    assertThat(archive.changes()).extracting(Change::tradeId).containsExactly("T-1");
    // Alone at the front it is an exception, so that Lambda bisects the batch down to it.
    assertThatThrownBy(() -> handle(unreadable, inserted(3, record("T-3", 1))))
        .isInstanceOf(UnreadableChangeException.class)
        .hasMessageContaining(sequenceNumber(2));
  }

  @Test
  void recordsOfAnotherRegionAreLeftToItsOwnArchive() {
    assertThat(failures(handle(inserted(1, record("T-1", 1, "eu-west-1"))))).isEmpty();

    assertThat(archive.objects).isEmpty();
    assertThat(reported).noneMatch(line -> line.startsWith("TamperedRecords"));
  }

  @Test
  void probesAreNoRecords() {
    handle(
        inserted(1, record("probe:us-east-1", 1)),
        modified(2, record("probe:us-east-1", 1), record("probe:us-east-1", 2)));

    assertThat(archive.objects).isEmpty();
    assertThat(reported).noneMatch(line -> line.startsWith("TamperedRecords"));
  }

  @Test
  void aHeadThatGoesForwardIsNothingToKeep() {
    handle(inserted(1, head("T-1", 1)), modified(2, head("T-1", 1), head("T-1", 2)));

    assertThat(archive.objects).isEmpty();
    assertThat(reported).noneMatch(line -> line.startsWith("TamperedRecords"));
  }

  @ParameterizedTest
  @CsvSource({"2,1", "2,2"})
  void aHeadThatDoesNotGoForwardIsTampering(long before, long after) {
    handle(modified(1, head("T-1", before), head("T-1", after)));

    assertThat(reported).contains("TamperedRecords=1.0 COUNT");
    assertThat(archive.changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.oldImage()).isPresent();
              assertThat(change.newImage()).isPresent();
            });
  }

  @Test
  void aChangedOrRemovedRecordOfAnyRegionIsTamperingAndKeptWithBothImages() {
    handle(
        modified(1, record("T-1", 1), record("T-1", 9)),
        removed(2, record("T-2", 1, "eu-west-1")),
        removed(3, head("T-3", 1)));

    assertThat(reported.stream().filter(line -> line.startsWith("TamperedRecords"))).hasSize(3);
    assertThat(reported)
        .anyMatch(
            line ->
                line.startsWith("ERROR an item that is never changed was changed")
                    && line.contains("tradeId=T-1")
                    && line.contains("change=MODIFY"));
    assertThat(archive.changes())
        .extracting(Change::kind)
        .containsExactly(Change.Kind.MODIFY, Change.Kind.REMOVE, Change.Kind.REMOVE);
    assertThat(archive.changes().getFirst().oldImage()).isPresent();
  }

  @Test
  void theAlarmOfTamperingDoesNotDependOnTheArchive() {
    archive.failing(() -> true, () -> false);

    handle(removed(1, record("T-1", 1)));

    assertThat(reported).contains("TamperedRecords=1.0 COUNT");
  }

  @Test
  void theDelayIsThatOfTheOldestRecordByTheRecordersClock() {
    handle(inserted(1, record("T-1", 1)), inserted(2, record("T-2", 1)));

    assertThat(reported).contains("ArchiveDelay=2750.0 MILLISECONDS", "RecordsArchived=2.0 COUNT");
  }

  @Test
  void anEmptyBatchIsAnsweredWithoutWork() {
    assertThat(failures(handler.handleRequest(batch(List.of()), CONTEXT))).isEmpty();
    assertThat(reported).isEmpty();
  }
}
