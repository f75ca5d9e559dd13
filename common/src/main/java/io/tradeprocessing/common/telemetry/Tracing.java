package io.tradeprocessing.common.telemetry;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Reports the calls that a function makes to X-Ray, one subsegment each, under the segment that
 * Lambda creates for the invocation.
 *
 * <p>Functions use this type only, so that another implementation can replace this one, for example
 * OpenTelemetry's. Tracing never fails a call: a subsegment that cannot be sent is dropped.
 */
public interface Tracing {

  /** The header that passes a trace on to the service that is called. */
  String HEADER = "X-Amzn-Trace-Id";

  /** The system property that Lambda's Java runtime sets to the trace of each invocation. */
  String TRACE_PROPERTY = "com.amazonaws.xray.traceHeader";

  /** The trace of the current invocation; empty if there is none. */
  Optional<String> traceId();

  /** Reports each call of an AWS client, including its retries; empty if nothing is traced. */
  Optional<ExecutionInterceptor> interceptor();

  /**
   * Reports a call to a service outside AWS. An exception of the call marks the subsegment as a
   * fault.
   *
   * @param host that is called; it names the subsegment
   * @param call receives the value of {@link #HEADER} for its requests; empty if nothing is traced
   */
  <T> T remoteCall(String host, Function<Optional<String>, T> call);

  /** Tracing through the daemon that AWS_XRAY_DAEMON_ADDRESS names; none without that variable. */
  static Tracing fromEnvironment(Map<String, String> variables) {
    String daemon = variables.getOrDefault("AWS_XRAY_DAEMON_ADDRESS", "").strip();
    return daemon.isEmpty() ? none() : new XRayTracing(daemon);
  }

  /** Traces nothing and costs nothing. */
  static Tracing none() {
    return NoTracing.INSTANCE;
  }

  /** Traces as on Lambda, but sends to a port where nobody listens. */
  static Tracing priming() {
    return new XRayTracing("127.0.0.1:9");
  }

  /**
   * What is done inside an example trace.
   *
   * @param <E> what it throws
   */
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws E;
  }

  /**
   * Does something inside an example trace, as Lambda's runtime begins one for each invocation.
   * Nothing of it remains. Every other one is sampled, and identifiers have all digits: priming
   * must meet what invocations meet, or what C2 compiled for it is discarded at the first of them.
   *
   * @param number another one for each trace
   */
  static <E extends Exception> void inSampleTrace(int number, Work<E> work) throws E {
    long digits = (number + 1) * 0x9E3779B97F4A7C15L;
    String before =
        System.setProperty(
            TRACE_PROPERTY,
            "Root=1-%1$08x-%2$024x;Parent=%2$016x;Sampled=%3$d"
                .formatted((int) (digits >>> Integer.SIZE), digits, number % 2 == 0 ? 1 : 0));
    try {
      work.run();
    } finally {
      if (before == null) {
        System.clearProperty(TRACE_PROPERTY);
      } else {
        System.setProperty(TRACE_PROPERTY, before);
      }
    }
  }
}
