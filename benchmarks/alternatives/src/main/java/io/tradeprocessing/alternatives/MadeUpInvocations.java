package io.tradeprocessing.alternatives;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.snapstart.MadeUpTrades;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.crac.Core;
import org.crac.Resource;

/** Invokes a handler with a made-up trade before its snapshot, as the project's functions do. */
final class MadeUpInvocations implements Resource {

  private static final int INVOCATIONS = 500;

  private final RequestStreamHandler handler;

  private MadeUpInvocations(RequestStreamHandler handler) {
    this.handler = handler;
  }

  /** The caller must keep what it gets: the registry is weak. */
  static MadeUpInvocations register(RequestStreamHandler handler) {
    MadeUpInvocations invocations = new MadeUpInvocations(handler);
    Core.getGlobalContext().register(invocations);
    return invocations;
  }

  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> snapshot) throws IOException {
    String input = "{\"event\":" + MadeUpTrades.valid().getFirst() + "}";
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    Context context = context();
    for (int i = 0; i < INVOCATIONS; i++) {
      handler.handleRequest(
          new ByteArrayInputStream(bytes), OutputStream.nullOutputStream(), context);
    }
  }

  @Override
  public void afterRestore(org.crac.Context<? extends Resource> snapshot) {}

  /** Of which each text is the same, and each number. */
  private static Context context() {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                method.getReturnType() == int.class ? (Object) 1_024 : "rehearsal");
  }
}
