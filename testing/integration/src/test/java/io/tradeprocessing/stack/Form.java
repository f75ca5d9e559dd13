package io.tradeprocessing.stack;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The body of a request in AWS's query protocol. */
final class Form {

  private Form() {}

  static Map<String, String> parse(String body) {
    Map<String, String> fields = new HashMap<>();
    for (String field : body.split("&", -1)) {
      String[] parts = field.split("=", 2);
      if (parts.length == 2) {
        fields.put(decode(parts[0]), decode(parts[1]));
      }
    }
    return fields;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
