package io.tradeprocessing.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;

/**
 * JSON as CBOR (RFC 8949), as far as answers of services need it: maps and arrays of indefinite
 * length, texts, truth values, and all numbers as doubles.
 */
final class Cbor {

  private static final int MAP = 0xBF;
  private static final int ARRAY = 0x9F;
  private static final int END = 0xFF;
  private static final int TEXT_OF_INT_LENGTH = 0x7A;
  private static final int DOUBLE = 0xFB;
  private static final int FALSE = 0xF4;
  private static final int TRUE = 0xF5;

  private Cbor() {}

  static SdkBytes of(JsonNode json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(json, out);
    return SdkBytes.fromByteArray(out.toByteArray());
  }

  private static void write(JsonNode json, ByteArrayOutputStream out) {
    switch (json.getNodeType()) {
      case OBJECT -> {
        out.write(MAP);
        json.properties()
            .forEach(
                field -> {
                  text(field.getKey(), out);
                  write(field.getValue(), out);
                });
        out.write(END);
      }
      case ARRAY -> {
        out.write(ARRAY);
        json.forEach(element -> write(element, out));
        out.write(END);
      }
      case BOOLEAN -> out.write(json.booleanValue() ? TRUE : FALSE);
      case NUMBER -> {
        out.write(DOUBLE);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(json.doubleValue()).array());
      }
      case STRING -> text(json.textValue(), out);
      default -> throw new IllegalArgumentException("cannot write " + json);
    }
  }

  private static void text(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(TEXT_OF_INT_LENGTH);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }
}
