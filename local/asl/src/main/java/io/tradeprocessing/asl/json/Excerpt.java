package io.tradeprocessing.asl.json;

import com.fasterxml.jackson.databind.JsonNode;

/** Data in messages: enough to recognise it. */
public final class Excerpt {

  private static final int MAX_CHARS = 256;

  private Excerpt() {}

  public static String of(JsonNode value) {
    String text = ExactJson.write(value);
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
  }
}
