package io.tradeprocessing.validator;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.trade.TradeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a trade event.
 *
 * @param tradeId the trade's identifier, where it is usable
 * @param violations all of them, in the order of the contract's fields, unknown fields last
 */
public record Verdict(Optional<TradeId> tradeId, List<Violation> violations) {

  /** The version of the rules; a verdict is kept with the trade for years. */
  public static final String RULE_SET = "1.3";

  public Verdict {
    violations = List.copyOf(violations);
  }

  /** Whether there is no violation of severity ERROR. */
  public boolean valid() {
    for (Violation violation : violations) {
      if (violation.severity() == Severity.ERROR) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@code {"valid", "tradeId", "ruleSet", "violations": [{"code", "field", "severity", "message",
   * "attributes"}]}}; {@code tradeId} is {@code null} where it is not usable, so that paths of a
   * workflow find it in every verdict.
   */
  public JsonObject toJson() {
    List<Json> list = new ArrayList<>(violations.size());
    for (Violation violation : violations) {
      list.add(violation.toJson());
    }
    return JsonObject.builder()
        .put("valid", valid())
        .put("tradeId", tradeId.isPresent() ? Json.of(tradeId.get().value()) : JsonNull.NULL)
        .put("ruleSet", RULE_SET)
        .put("violations", new JsonArray(list))
        .build();
  }
}
