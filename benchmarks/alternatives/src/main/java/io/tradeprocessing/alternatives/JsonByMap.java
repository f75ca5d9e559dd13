package io.tradeprocessing.alternatives;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * As {@link JsonByTree}, by the maps that Lambda's runtime makes of its input. It can rehearse
 * nothing of that.
 */
public final class JsonByMap implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> input, Context context) {
    return answer(input);
  }

  static Map<String, Object> answer(Map<String, Object> input) {
    Map<?, ?> trade = map(map(input, "event"), "detail");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("tradeId", field(trade, "tradeId"));
    answer.put("price", field(trade, "price"));
    answer.put("quantity", field(trade, "quantity"));
    answer.put("isin", field(map(trade, "instrument"), "isin"));
    return answer;
  }

  private static Map<?, ?> map(Map<?, ?> of, String name) {
    return (Map<?, ?>) field(of, name);
  }

  private static Object field(Map<?, ?> of, String name) {
    return Objects.requireNonNull(of.get(name), name);
  }
}
