package io.tradeprocessing.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.tradeprocessing.embeddedtable.Change;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class StreamRecordsTest {

  private static final String ARN =
      "arn:aws:dynamodb:us-east-1:111122223333:table/trades/stream/2026-01-01T00:00:00.000";

  private static final Map<String, AttributeValue> KEY =
      Map.of("tradeId", AttributeValue.fromS("T-1"), "timestamp", AttributeValue.fromN("1.25"));

  private static DynamodbStreamRecord record(
      Optional<Map<String, AttributeValue>> before, Optional<Map<String, AttributeValue>> after) {
    return StreamRecords.of(
        new Change(Change.Origin.REQUEST, KEY, before, after),
        "000000000000000000007",
        Instant.parse("2026-01-12T14:30:06.789Z"),
        "us-east-1",
        ARN);
  }

  private static <V> V at(Map<String, V> image, String name) {
    return Objects.requireNonNull(image.get(name));
  }

  @Test
  void hasWhatLambdaDelivers() {
    DynamodbStreamRecord record = record(Optional.empty(), Optional.of(KEY));

    assertThat(record.getEventName()).isEqualTo("INSERT");
    assertThat(record.getAwsRegion()).isEqualTo("us-east-1");
    assertThat(record.getEventSourceARN()).isEqualTo(ARN);
    assertThat(record.getDynamodb().getSequenceNumber()).isEqualTo("000000000000000000007");
    assertThat(record.getDynamodb().getApproximateCreationDateTime())
        .isEqualTo("2026-01-12T14:30:06Z");
    assertThat(at(record.getDynamodb().getNewImage(), "timestamp").getN()).isEqualTo("1.25");
    assertThat(record.getDynamodb().getOldImage()).isNull();
  }

  @Test
  void hasTheImagesOfAChangeAndOfARemoval() {
    Map<String, AttributeValue> before = Map.of("status", AttributeValue.fromS("ACCEPTED"));
    Map<String, AttributeValue> after = Map.of("status", AttributeValue.fromS("REJECTED"));

    DynamodbStreamRecord changed = record(Optional.of(before), Optional.of(after));
    assertThat(changed.getEventName()).isEqualTo("MODIFY");
    assertThat(at(changed.getDynamodb().getOldImage(), "status").getS()).isEqualTo("ACCEPTED");
    assertThat(at(changed.getDynamodb().getNewImage(), "status").getS()).isEqualTo("REJECTED");

    DynamodbStreamRecord removed = record(Optional.of(before), Optional.empty());
    assertThat(removed.getEventName()).isEqualTo("REMOVE");
    assertThat(removed.getDynamodb().getNewImage()).isNull();
  }

  @Test
  void keepsEveryTypeThatDynamoDbHas() {
    SdkBytes bytes = SdkBytes.fromByteArray(new byte[] {1, 2});
    var image =
        record(
                Optional.empty(),
                Optional.of(
                    Map.of(
                        "bool", AttributeValue.fromBool(true),
                        "null", AttributeValue.fromNul(true),
                        "map", AttributeValue.fromM(Map.of("n", AttributeValue.fromN("1"))),
                        "list", AttributeValue.fromL(List.of(AttributeValue.fromS("x"))),
                        "texts", AttributeValue.fromSs(List.of("a", "b")),
                        "numbers", AttributeValue.fromNs(List.of("1", "2")),
                        "bytes", AttributeValue.fromB(bytes),
                        "blobs", AttributeValue.fromBs(List.of(bytes)))))
            .getDynamodb()
            .getNewImage();

    assertThat(at(image, "bool").getBOOL()).isTrue();
    assertThat(at(image, "null").getNULL()).isTrue();
    assertThat(at(at(image, "map").getM(), "n").getN()).isEqualTo("1");
    assertThat(at(image, "list").getL().getFirst().getS()).isEqualTo("x");
    assertThat(at(image, "texts").getSS()).containsExactly("a", "b");
    assertThat(at(image, "numbers").getNS()).containsExactly("1", "2");
    assertThat(at(image, "bytes").getB()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(at(image, "blobs").getBS()).containsExactly(ByteBuffer.wrap(new byte[] {1, 2}));
  }
}
