package io.tradeprocessing.recorder;

import com.amazonaws.services.lambda.runtime.Context;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.Tried;
import java.util.List;

/** Records several events at a time, each of another trade, as the handler records one. */
@FunctionalInterface
public interface BatchRecorder {

  /**
   * Records events.
   *
   * @param inputs each as the handler takes it
   * @return for each the handler's output or its exception, in their order
   */
  List<Tried<JsonObject>> recordAll(List<JsonObject> inputs, Context context);
}
