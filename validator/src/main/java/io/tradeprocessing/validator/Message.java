package io.tradeprocessing.validator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A template such as {@code '{value}' is unknown}, and the attributes that it names.
 *
 * @param attributes by name, fit to be shown: 64 characters of input at most
 */
record Message(String template, Map<String, String> attributes) {

  static Message of(String template) {
    return new Message(template, Map.of());
  }

  /** The same message with an attribute, of which only what {@link Shown} allows is kept. */
  Message with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.put(name, Shown.plain(value));
    return new Message(template, more);
  }

  /** The text for people. Attributes are filled in once, so their own braces stay as they are. */
  String text() {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', at)) {
      int close = template.indexOf('}', open);
      String name = template.substring(open + 1, close);
      String value = attributes.get(name);
      if (value == null) {
        throw new IllegalStateException("no attribute " + name + " for: " + template);
      }
      text.append(template, at, open).append(value);
      at = close + 1;
    }
    return text.append(template, at, template.length()).toString();
  }
}
