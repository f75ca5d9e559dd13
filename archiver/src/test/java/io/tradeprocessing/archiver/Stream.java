package io.tradeprocessing.archiver;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records of a table's stream, as Lambda delivers them. */
final class Stream {

  static final String REGION = "us-east-1";
  static final String ARN =
      "arn:aws:dynamodb:us-east-1:111122223333:table/trade-records-dev/stream/2026-01-01T00:00:00.000";

  private static final Instant CREATED_AT = Instant.parse("2026-01-12T14:30:06Z");

  private Stream() {}

  static DynamodbEvent batch(List<DynamodbStreamRecord> records) {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(records);
    return event;
  }

  static DynamodbStreamRecord inserted(int number, Map<String, AttributeValue> item) {
    return change("INSERT", number, item, null);
  }

  static DynamodbStreamRecord modified(
      int number, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
    return change("MODIFY", number, after, before);
  }

  static DynamodbStreamRecord removed(int number, Map<String, AttributeValue> item) {
    return change("REMOVE", number, null, item);
  }

  static DynamodbStreamRecord change(
      String kind,
      int number,
      @Nullable Map<String, AttributeValue> newImage,
      @Nullable Map<String, AttributeValue> oldImage) {
    StreamRecord stream = new StreamRecord();
    stream.setSequenceNumber(sequenceNumber(number));
    stream.setApproximateCreationDateTime(Date.from(CREATED_AT));
    if (newImage != null) {
      stream.setNewImage(newImage);
    }
    if (oldImage != null) {
      stream.setOldImage(oldImage);
    }
    DynamodbStreamRecord record = new DynamodbStreamRecord();
    record.setEventName(kind);
    record.setAwsRegion(REGION);
    record.setEventSourceARN(ARN);
    record.setDynamodb(stream);
    return record;
  }

  static String sequenceNumber(int number) {
    return "1%020d".formatted(number);
  }

  /** A record of a trade. */
  static Map<String, AttributeValue> record(String tradeId, long sequence) {
    return record(tradeId, sequence, REGION);
  }

  static Map<String, AttributeValue> record(String tradeId, long sequence, String region) {
    Map<String, AttributeValue> item = new TreeMap<>();
    item.put("tradeId", new AttributeValue(tradeId));
    item.put("timestamp", number(1_768_228_200_000_000L + sequence + ".0123456789"));
    item.put("region", new AttributeValue(region));
    item.put("event", new AttributeValue("{\"note\":\"a \\\"quoted\\\" Zürich \u20ac\"}"));
    item.put("recordedAt", new AttributeValue("2026-01-12T14:30:05.250Z"));
    item.put("sequence", number(Long.toString(sequence)));
    item.put("conflict", new AttributeValue().withBOOL(sequence % 2 == 0));
    item.put(
        "seen",
        new AttributeValue()
            .withM(Map.of("1", new AttributeValue().withM(Map.of("sequence", number("3"))))));
    return item;
  }

  static Map<String, AttributeValue> head(String tradeId, long sequence) {
    Map<String, AttributeValue> item = new TreeMap<>();
    item.put("tradeId", new AttributeValue(tradeId));
    item.put("timestamp", number("0"));
    item.put("region", new AttributeValue(REGION));
    item.put("sequence", number(Long.toString(sequence)));
    return item;
  }

  private static AttributeValue number(String digits) {
    return new AttributeValue().withN(digits);
  }
}
