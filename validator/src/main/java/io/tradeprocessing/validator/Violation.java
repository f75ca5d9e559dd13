package io.tradeprocessing.validator;

import io.tradeprocessing.common.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that is wrong with a trade, or worth a look.
 *
 * @param code what kind it is
 * @param field JSON Pointer (RFC 6901) into the trade; empty for the trade as a whole
 * @param severity whether it keeps the trade from being accepted
 * @param message what was wrong and what is allowed, rendered from a template and the attributes
 * @param attributes what the message tells of the trade and of the rule, by name, for programs;
 *     each shows 64 characters of input at most, and none that does not print
 */
public record Violation(
    ViolationCode code,
    String field,
    Severity severity,
    String message,
    Map<String, String> attributes) {

  public Violation {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  JsonObject toJson() {
    JsonObject.Builder named = JsonObject.builder();
    attributes.forEach(named::put);
    return JsonObject.builder()
        .put("code", code.name())
        .put("field", field)
        .put("severity", severity.name())
        .put("message", message)
        .put("attributes", named.build())
        .build();
  }
}
