package io.tradeprocessing.alternatives;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** As {@link JsonByTree}, by records that jackson-databind binds. */
public final class JsonByRecords implements RequestStreamHandler {

  record Input(Event event) {}

  record Event(Trade detail) {}

  record Trade(String tradeId, String price, String quantity, Instrument instrument) {}

  record Instrument(String isin) {}

  record Answer(String tradeId, String price, String quantity, String isin) {}

  @SuppressWarnings("unused")
  private final MadeUpInvocations rehearsal = MadeUpInvocations.register(this);

  private final ObjectMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Trade trade = mapper.readValue(in, Input.class).event().detail();
    mapper.writeValue(
        out,
        new Answer(trade.tradeId(), trade.price(), trade.quantity(), trade.instrument().isin()));
  }
}
