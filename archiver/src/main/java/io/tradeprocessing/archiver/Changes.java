package io.tradeprocessing.archiver;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the stream's records as Lambda delivers them. */
final class Changes {

  private Changes() {}

  /**
   * Reads a record of the stream.
   *
   * @throws UnreadableChangeException if it lacks what every such record has
   */
  static Change of(DynamodbStreamRecord record) {
    StreamRecord stream = record.getDynamodb();
    if (stream == null || stream.getSequenceNumber() == null) {
      throw new UnreadableChangeException("a record of the stream has no sequence number");
    }
    String sequenceNumber = stream.getSequenceNumber();
    try {
      return new Change(
          Change.Kind.valueOf(String.valueOf(record.getEventName())),
          sequenceNumber,
          stream.getApproximateCreationDateTime().toInstant(),
          image(stream.getNewImage()),
          image(stream.getOldImage()));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new UnreadableChangeException(
          "record "
              + sequenceNumber
              + " of the stream is not a change with time and images: "
              + e.getMessage());
    }
  }

  private static Optional<JsonObject> image(@Nullable Map<String, AttributeValue> attributes) {
    return attributes == null || attributes.isEmpty()
        ? Optional.empty()
        : Optional.of(map(attributes));
  }

  /** Sorted by name, because the stream's order is not always the same. */
  private static JsonObject map(Map<String, AttributeValue> attributes) {
    JsonObject.Builder json = JsonObject.builder();
    new TreeMap<>(attributes).forEach((name, value) -> json.put(name, typed(value)));
    return json.build();
  }

  private static JsonObject typed(AttributeValue value) {
    if (value.getS() != null) {
      return type("S", Json.of(value.getS()));
    }
    if (value.getN() != null) {
      return type("N", Json.of(value.getN()));
    }
    if (value.getBOOL() != null) {
      return type("BOOL", Json.of(value.getBOOL()));
    }
    if (value.getM() != null) {
      return type("M", map(value.getM()));
    }
    if (value.getNULL() != null) {
      return type("NULL", Json.of(value.getNULL()));
    }
    if (value.getL() != null) {
      return type("L", new JsonArray(value.getL().stream().<Json>map(Changes::typed).toList()));
    }
    if (value.getSS() != null) {
      return type("SS", texts(value.getSS()));
    }
    if (value.getNS() != null) {
      return type("NS", texts(value.getNS()));
    }
    if (value.getB() != null) {
      return type("B", Json.of(base64(value.getB())));
    }
    if (value.getBS() != null) {
      return type("BS", texts(value.getBS().stream().map(Changes::base64).toList()));
    }
    throw new IllegalArgumentException("an attribute has none of DynamoDB's types");
  }

  private static JsonObject type(String type, Json value) {
    return JsonObject.builder().put(type, value).build();
  }

  /** Sets have no order of their own. */
  private static JsonArray texts(Collection<String> set) {
    return new JsonArray(set.stream().sorted().map(Json::of).toList());
  }

  private static String base64(ByteBuffer bytes) {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    return Base64.getEncoder().encodeToString(content);
  }
}
