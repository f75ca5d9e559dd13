package io.tradeprocessing.embeddedtable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items in DynamoDB's JSON: {@code {"id": {"S": "T-1"}, "at": {"N": "0"}, …}}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html">data
 *     type descriptors</a>
 */
final class ItemText {

  /** An item has 400 KB at most, so a limit of a string would only get in the way. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final int TYPICAL = 4_096;
  private static final int EXPECTED_ATTRIBUTES = 32;
  private static final char FIRST_PRINTABLE = 0x20;

  private ItemText() {}

  static String write(Map<String, AttributeValue> item) {
    StringBuilder json = new StringBuilder(TYPICAL);
    map(item, json);
    return json.toString();
  }

  private static void map(Map<String, AttributeValue> map, StringBuilder json) {
    char before = '{';
    if (map.isEmpty()) {
      json.append(before);
    }
    for (Map.Entry<String, AttributeValue> entry : map.entrySet()) {
      json.append(before);
      text(entry.getKey(), json);
      json.append(':');
      value(entry.getValue(), json);
      before = ',';
    }
    json.append('}');
  }

  private static void value(AttributeValue value, StringBuilder json) {
    json.append("{\"");
    switch (value.type()) {
      case S -> {
        json.append("S\":");
        text(value.s(), json);
      }
      case N -> json.append("N\":\"").append(value.n()).append('"');
      case BOOL -> json.append("BOOL\":").append(value.bool());
      case NUL -> json.append("NULL\":true");
      case M -> {
        json.append("M\":");
        map(value.m(), json);
      }
      case B -> {
        json.append("B\":");
        binary(value.b(), json);
      }
      case L -> list("L", value.l(), ItemText::value, json);
      case SS -> list("SS", value.ss(), ItemText::text, json);
      case NS -> list("NS", value.ns(), ItemText::text, json);
      case BS -> list("BS", value.bs(), ItemText::binary, json);
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("no value: " + value);
    }
    json.append('}');
  }

  private static <T> void list(
      String type, List<T> elements, BiConsumer<T, StringBuilder> writer, StringBuilder json) {
    json.append(type).append("\":[");
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        json.append(',');
      }
      writer.accept(elements.get(i), json);
    }
    json.append(']');
  }

  private static void binary(SdkBytes bytes, StringBuilder json) {
    json.append('"')
        .append(Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()))
        .append('"');
  }

  /** Half a surrogate pair is escaped too, for UTF-8 has no bytes for it. */
  private static void text(String text, StringBuilder json) {
    json.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= FIRST_PRINTABLE && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      json.append(text, written, i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else {
        json.append("\\u").append(String.format("%04x", (int) c));
      }
      written = i + 1;
    }
    json.append(text, written, text.length()).append('"');
  }

  /**
   * Reads an item.
   *
   * @throws IOException if it is not one
   */
  static Map<String, AttributeValue> read(String text) throws IOException {
    try (JsonParser json = FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object");
      }
      Map<String, AttributeValue> item = map(json);
      if (json.nextToken() != null) {
        throw new IOException("text follows the object");
      }
      return item;
    }
  }

  private static Map<String, AttributeValue> map(JsonParser json) throws IOException {
    Map<String, AttributeValue> map = LinkedHashMap.newLinkedHashMap(EXPECTED_ATTRIBUTES);
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      mustBe(json.nextToken(), JsonToken.START_OBJECT);
      if (map.put(name, value(json)) != null) {
        throw new IOException("duplicate attribute " + name);
      }
    }
    mustBe(json.currentToken(), JsonToken.END_OBJECT);
    return map;
  }

  private static void mustBe(JsonToken found, JsonToken expected) throws IOException {
    if (found != expected) {
      throw new IOException(found + " in place of " + expected);
    }
  }

  /** An object of one field, whose name is the type. */
  private static AttributeValue value(JsonParser json) throws IOException {
    String type = String.valueOf(json.nextFieldName());
    JsonToken token = json.nextToken();
    AttributeValue value =
        switch (type) {
          case "S" -> AttributeValue.fromS(string(json, token));
          case "N" -> AttributeValue.fromN(string(json, token));
          case "BOOL" -> AttributeValue.fromBool(json.getBooleanValue());
          case "NULL" -> AttributeValue.fromNul(json.getBooleanValue());
          case "B" -> AttributeValue.fromB(binary(json));
          case "M" -> {
            mustBe(token, JsonToken.START_OBJECT);
            yield AttributeValue.fromM(map(json));
          }
          case "L" -> AttributeValue.fromL(list(json, token, ItemText::element));
          case "SS" -> AttributeValue.fromSs(list(json, token, JsonParser::getText));
          case "NS" -> AttributeValue.fromNs(list(json, token, JsonParser::getText));
          case "BS" -> AttributeValue.fromBs(list(json, token, ItemText::binary));
          default -> throw new IOException("unknown type " + type);
        };
    mustBe(json.nextToken(), JsonToken.END_OBJECT);
    return value;
  }

  private static AttributeValue element(JsonParser json) throws IOException {
    mustBe(json.currentToken(), JsonToken.START_OBJECT);
    return value(json);
  }

  private static String string(JsonParser json, JsonToken token) throws IOException {
    mustBe(token, JsonToken.VALUE_STRING);
    return json.getText();
  }

  private interface Reading<T> {
    T read(JsonParser json) throws IOException;
  }

  private static <T> List<T> list(JsonParser json, JsonToken token, Reading<T> element)
      throws IOException {
    mustBe(token, JsonToken.START_ARRAY);
    List<T> values = new ArrayList<>();
    for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
      if (next == null) {
        throw new IOException("a list without an end");
      }
      values.add(element.read(json));
    }
    return values;
  }

  private static SdkBytes binary(JsonParser json) throws IOException {
    return SdkBytes.fromByteArray(json.getBinaryValue());
  }
}
