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
   * Runs something inside a sampled example trace, so that priming takes the same path as a traced
   * invocation. Nothing of that trace remains.
   */
  static void inSampleTrace(Runnable work) {
    String before = System.getProperty(TRACE_PROPERTY);
    System.setProperty(
        TRACE_PROPERTY,
        "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=1");
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
