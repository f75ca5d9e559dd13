package io.tradeprocessing.common.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.trade.TaskInput;

/** A function that judges an event, as a function in the same process calls it. */
@FunctionalInterface
public interface TradeTask {

  /** The function's output for an input. */
  JsonObject answer(TaskInput input, Context context);
}
