package io.tradeprocessing.cli.archive;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.tradeprocessing.embeddedtable.Change;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/** The commits of an embedded table as a stream of DynamoDB has them, and Lambda delivers them. */
public final class StreamRecords {

  private StreamRecords() {}

  /**
   * A change as a record of a stream with new and old images.
   *
   * @param sequenceNumber greater than that of the change before
   * @param createdAt when it was committed; DynamoDB says it to the second
   * @param region of the table
   * @param streamArn {@code arn:aws:dynamodb:<Region>:<account>:table/<name>/stream/<label>}
   */
  public static DynamodbStreamRecord of(
      Change change, String sequenceNumber, Instant createdAt, String region, String streamArn) {
    StreamRecord stream = new StreamRecord();
    stream.setSequenceNumber(sequenceNumber);
    stream.setApproximateCreationDateTime(
        Date.from(Instant.ofEpochSecond(createdAt.getEpochSecond())));
    stream.setKeys(item(change.key()));
    change.newImage().ifPresent(image -> stream.setNewImage(item(image)));
    change.oldImage().ifPresent(image -> stream.setOldImage(item(image)));
    DynamodbStreamRecord record = new DynamodbStreamRecord();
    record.setEventName(change.kind().name());
    record.setEventSource("aws:dynamodb");
    record.setEventSourceARN(streamArn);
    record.setAwsRegion(region);
    record.setDynamodb(stream);
    return record;
  }

  private static Map<String, AttributeValue> item(
      Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item) {
    Map<String, AttributeValue> values = LinkedHashMap.newLinkedHashMap(item.size());
    item.forEach((name, value) -> values.put(name, value(value)));
    return values;
  }

  private static AttributeValue value(
      software.amazon.awssdk.services.dynamodb.model.AttributeValue value) {
    return switch (value.type()) {
      case S -> new AttributeValue(value.s());
      case N -> new AttributeValue().withN(value.n());
      case BOOL -> new AttributeValue().withBOOL(value.bool());
      case M -> new AttributeValue().withM(item(value.m()));
      case NUL -> new AttributeValue().withNULL(value.nul());
      case L -> new AttributeValue().withL(value.l().stream().map(StreamRecords::value).toList());
      case SS -> new AttributeValue().withSS(value.ss());
      case NS -> new AttributeValue().withNS(value.ns());
      case B -> new AttributeValue().withB(value.b().asByteBuffer());
      case BS ->
          new AttributeValue()
              .withBS(value.bs().stream().map(bytes -> bytes.asByteBuffer()).toList());
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("an attribute has none of DynamoDB's types");
    };
  }
}
