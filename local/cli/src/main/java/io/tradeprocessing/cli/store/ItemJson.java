package io.tradeprocessing.cli.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items in DynamoDB's JSON: {@code {"tradeId": {"S": "T-1"}, "timestamp": {"N": "0"}, …}}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html">data
 *     type descriptors</a>
 */
final class ItemJson {

  /** An item has 400 KB at most, so a limit of a string would only get in the way. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private ItemJson() {}

  /**
   * Reads an item.
   *
   * @throws IOException if it is none
   */
  static Map<String, AttributeValue> read(byte[] utf8) throws IOException {
    try (JsonParser json = FACTORY.createParser(utf8)) {
      json.nextToken();
      return map(json);
    }
  }

  private static Map<String, AttributeValue> map(JsonParser json) throws IOException {
    Map<String, AttributeValue> map = new LinkedHashMap<>(32);
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      map.put(name, value(json));
    }
    return map;
  }

  /** An object of one field, whose name is the type. */
  private static AttributeValue value(JsonParser json) throws IOException {
    String type = String.valueOf(json.nextFieldName());
    json.nextToken();
    AttributeValue value =
        switch (type) {
          case "S" -> AttributeValue.fromS(json.getText());
          case "N" -> AttributeValue.fromN(json.getText());
          case "BOOL" -> AttributeValue.fromBool(json.getBooleanValue());
          case "M" -> AttributeValue.fromM(map(json));
          case "L" -> AttributeValue.fromL(list(json, ItemJson::value));
          case "NULL" -> AttributeValue.fromNul(true);
          case "B" -> AttributeValue.fromB(binary(json));
          case "SS" -> AttributeValue.fromSs(list(json, JsonParser::getText));
          case "NS" -> AttributeValue.fromNs(list(json, JsonParser::getText));
          case "BS" -> AttributeValue.fromBs(list(json, ItemJson::binary));
          default -> throw new IOException("no type of attribute: " + type);
        };
    json.nextToken();
    return value;
  }

  private interface Reading<T> {
    T read(JsonParser json) throws IOException;
  }

  private static <T> List<T> list(JsonParser json, Reading<T> element) throws IOException {
    List<T> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(element.read(json));
    }
    return values;
  }

  private static SdkBytes binary(JsonParser json) throws IOException {
    return SdkBytes.fromByteArray(json.getBinaryValue());
  }
}
