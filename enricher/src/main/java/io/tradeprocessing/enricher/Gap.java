package io.tradeprocessing.enricher;

import io.tradeprocessing.common.json.JsonObject;

/**
 * Something that is unknown.
 *
 * @param field JSON Pointer into the trade, to the field that stands in the way
 * @param reason why
 * @param message what is not there because of it, in English, for people
 */
record Gap(String field, GapReason reason, String message) {

  JsonObject toJson() {
    return JsonObject.builder()
        .put("field", field)
        .put("reason", reason.name())
        .put("message", message)
        .build();
  }
}
