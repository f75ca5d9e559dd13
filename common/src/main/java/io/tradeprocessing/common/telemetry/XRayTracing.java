package io.tradeprocessing.common.telemetry;

import com.amazonaws.xray.AWSXRayRecorder;
import com.amazonaws.xray.AWSXRayRecorderBuilder;
import com.amazonaws.xray.config.DaemonConfiguration;
import com.amazonaws.xray.contexts.LambdaSegmentContext;
import com.amazonaws.xray.contexts.SegmentContextResolverChain;
import com.amazonaws.xray.emitters.Emitter;
import com.amazonaws.xray.entities.Namespace;
import com.amazonaws.xray.entities.Segment;
import com.amazonaws.xray.entities.Subsegment;
import com.amazonaws.xray.entities.TraceHeader;
import com.amazonaws.xray.entities.TraceID;
import com.amazonaws.xray.interceptors.TracingInterceptor;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Tracing by the X-Ray SDK. No other class uses the SDK.
 *
 * <p>The SDK reads the trace header for each subsegment, so a snapshot holds no trace. The recorder
 * belongs to this object and not to the process: priming and invocations each have one.
 */
final class XRayTracing implements Tracing {

  private final AWSXRayRecorder recorder;
  private final TracingInterceptor interceptor;

  /**
   * @param daemon {@code host:port}, or {@code tcp:host:port udp:host:port}
   */
  XRayTracing(String daemon) {
    SegmentContextResolverChain lambda = new SegmentContextResolverChain();
    lambda.addResolver(LambdaSegmentContext::new);
    recorder =
        AWSXRayRecorderBuilder.standard()
            .withSegmentContextResolverChain(lambda)
            .withEmitter(new LateEmitter(daemon))
            .build();
    interceptor = new TracingInterceptor(recorder, null, null);
  }

  @Override
  public Optional<String> traceId() {
    return Optional.ofNullable(
            LambdaSegmentContext.getTraceHeaderFromEnvironment().getRootTraceId())
        .map(TraceID::toString);
  }

  @Override
  public Optional<ExecutionInterceptor> interceptor() {
    return Optional.of(interceptor);
  }

  @Override
  public <T> T remoteCall(String host, Function<Optional<String>, T> call) {
    Subsegment subsegment = recorder.beginSubsegment(host);
    try {
      subsegment.setNamespace(Namespace.REMOTE.toString());
      return call.apply(header(subsegment));
    } catch (RuntimeException e) {
      subsegment.addException(e);
      throw e;
    } finally {
      recorder.endSubsegment();
    }
  }

  /** Empty outside a trace, for which the SDK would invent an identifier. */
  private Optional<String> header(Subsegment subsegment) {
    return traceId().map(_ -> TraceHeader.fromEntity(subsegment).toString());
  }

  /** Opens its socket with the first subsegment, which is after the restore. */
  private static final class LateEmitter extends Emitter {

    private final String daemon;
    private @Nullable Emitter emitter;

    LateEmitter(String daemon) {
      this.daemon = daemon;
    }

    @Override
    public boolean sendSegment(Segment segment) {
      return open().map(open -> open.sendSegment(segment)).orElse(false);
    }

    @Override
    public boolean sendSubsegment(Subsegment subsegment) {
      return open().map(open -> open.sendSubsegment(subsegment)).orElse(false);
    }

    private synchronized Optional<Emitter> open() {
      if (emitter == null) {
        DaemonConfiguration configuration = new DaemonConfiguration();
        if (!configuration.setUDPAndTCPAddress(daemon)) {
          return Optional.empty();
        }
        try {
          emitter = Emitter.create(configuration);
        } catch (IOException e) {
          return Optional.empty();
        }
      }
      return Optional.of(emitter);
    }
  }
}
