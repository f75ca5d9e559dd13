package io.tradeprocessing.common.telemetry;

import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Traces nothing. */
enum NoTracing implements Tracing {
  INSTANCE;

  @Override
  public Optional<String> traceId() {
    return Optional.empty();
  }

  @Override
  public Optional<ExecutionInterceptor> interceptor() {
    return Optional.empty();
  }

  @Override
  public <T> T remoteCall(String host, Function<Optional<String>, T> call) {
    return call.apply(Optional.empty());
  }
}
