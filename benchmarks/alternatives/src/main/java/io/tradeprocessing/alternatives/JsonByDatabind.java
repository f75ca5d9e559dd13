package io.tradeprocessing.alternatives;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** As {@link JsonByTree}, by jackson-databind's tree. */
public final class JsonByDatabind implements RequestStreamHandler {

  @SuppressWarnings("unused")
  private final MadeUpInvocations rehearsal = MadeUpInvocations.register(this);

  private final ObjectMapper mapper = new ObjectMapper();

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    JsonNode trade = mapper.readTree(in).path("event").path("detail");
    ObjectNode answer = mapper.createObjectNode();
    answer.set("tradeId", trade.path("tradeId"));
    answer.set("price", trade.path("price"));
    answer.set("quantity", trade.path("quantity"));
    answer.set("isin", trade.path("instrument").path("isin"));
    mapper.writeValue(out, answer);
  }
}
