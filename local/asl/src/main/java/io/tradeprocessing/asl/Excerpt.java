package io.tradeprocessing.asl;

import com.fasterxml.jackson.databind.JsonNode;

/** Data in messages: enough to recognise it. */
final class Excerpt {

  private static final int MAX_CHARS = 256;

  private Excerpt() {}

  static String of(JsonNode value) {
    String text = ExactJson.write(value);
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
  }
}
