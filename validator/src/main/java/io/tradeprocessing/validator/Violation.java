package io.tradeprocessing.validator;

import io.tradeprocessing.common.json.JsonObject;

/**
 * One thing that is wrong with a trade, or worth a look.
 *
 * @param code what kind it is
 * @param field JSON Pointer (RFC 6901) into the trade; empty for the trade as a whole
 * @param message what was wrong and what is allowed; echoes 64 characters of input at most, and
 *     none that does not print
 */
public record Violation(ViolationCode code, String field, String message) {

  public Severity severity() {
    return code.severity();
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("code", code.name())
        .put("field", field)
        .put("severity", severity().name())
        .put("message", message)
        .build();
  }
}
