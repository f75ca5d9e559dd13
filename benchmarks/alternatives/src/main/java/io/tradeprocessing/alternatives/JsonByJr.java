package io.tradeprocessing.alternatives;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** As {@link JsonByTree}, by jackson-jr's maps. */
public final class JsonByJr implements RequestStreamHandler {

  @SuppressWarnings("unused")
  private final MadeUpInvocations rehearsal = MadeUpInvocations.register(this);

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    JSON.std.write(JsonByMap.answer(JSON.std.mapFrom(in)), out);
  }
}
