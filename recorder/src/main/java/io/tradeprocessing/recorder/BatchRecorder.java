package io.tradeprocessing.recorder;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.store.Tried;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  List<Tried<JsonObject>> recordAll(List<byte[]> inputs, Context context);

  /** Records one event after the other. */
  static BatchRecorder oneByOne(RequestStreamHandler handler) {
    return (inputs, context) ->
        inputs.stream().map(input -> Tried.of(() -> record(handler, input, context))).toList();
  }

  private static JsonObject record(RequestStreamHandler handler, byte[] input, Context context) {
    ByteArrayOutputStream output = new ByteArrayOutputStream(1_024);
    try {
      handler.handleRequest(new ByteArrayInputStream(input), output, context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return JsonReader.read(output.toByteArray()).asObject().orElseThrow();
  }
}
