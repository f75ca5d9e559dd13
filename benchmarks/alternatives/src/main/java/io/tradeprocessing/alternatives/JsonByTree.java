package io.tradeprocessing.alternatives;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** Answers with some of a trade's fields; JSON by the project's own tree. */
public final class JsonByTree implements RequestStreamHandler {

  @SuppressWarnings("unused")
  private final MadeUpInvocations rehearsal = MadeUpInvocations.register(this);

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    JsonObject input = JsonReader.read(JsonReader.bytes(in)).asObject().orElseThrow();
    JsonObject trade = object(object(input, "event"), "detail");
    JsonObject answer =
        JsonObject.builder()
            .put("tradeId", field(trade, "tradeId"))
            .put("price", field(trade, "price"))
            .put("quantity", field(trade, "quantity"))
            .put("isin", field(object(trade, "instrument"), "isin"))
            .build();
    JsonWriter.write(answer, out);
  }

  private static JsonObject object(JsonObject of, String name) {
    return field(of, name).asObject().orElseThrow();
  }

  private static Json field(JsonObject of, String name) {
    return Objects.requireNonNull(of.get(name), name);
  }
}
