package io.tradeprocessing.common.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.telemetry.Tracing;
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssm.SsmClient;

class PrimingTest {

  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Telemetry telemetry =
      new Telemetry() {
        @Override
        public void log(Level level, String message, Map<String, String> fields) {
          log.add(level + " " + fields.get("step") + " " + fields.get("reason"));
        }

        @Override
        public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
          throw new AssertionError("priming counts no trades");
        }
      };

  @Test
  void takesTheStepsInOrderAndContinuesAfterAFailure() {
    List<String> taken = new ArrayList<>();
    FunctionRuntime runtime = FunctionRuntime.local(Clock.systemUTC(), telemetry);
    runtime.aroundSnapshot(
        List.of(
            new Step("first", () -> taken.add("first")),
            new Step(
                "second",
                () -> {
                  throw new IOException("no network");
                }),
            new Step("third", () -> taken.add("third"))),
        List.of(new Step("after", () -> taken.add("after"))));
    assertThat(taken).isEmpty();

    runtime.prime();
    assertThat(taken).containsExactly("first", "third");
    runtime.refresh(A_MINUTE);

    assertThat(taken).containsExactly("first", "third", "after");
    assertThat(log)
        .containsExactly(
            "INFO first null",
            "WARN second java.io.IOException: no network",
            "INFO third null",
            "INFO after null");
  }

  @Test
  void aRefreshStepThatFailsLeavesTheOthersToTheFirstInvocation() {
    List<String> taken = new ArrayList<>();
    FunctionRuntime runtime = FunctionRuntime.local(Clock.systemUTC(), telemetry);
    runtime.aroundSnapshot(
        List.of(),
        List.of(
            new Step(
                "settings",
                () -> {
                  throw new IOException("no network");
                }),
            new Step("connection", () -> taken.add("connection"))));

    runtime.refresh(A_MINUTE);

    assertThat(taken).isEmpty();
    assertThat(log).containsExactly("WARN settings java.io.IOException: no network");
  }

  @Test
  void aRefreshThatExceedsItsBudgetIsStopped() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    FunctionRuntime runtime = FunctionRuntime.local(Clock.systemUTC(), telemetry);
    runtime.aroundSnapshot(
        List.of(),
        List.of(
            new Step(
                "a service that does not answer",
                () -> {
                  try {
                    never.await();
                  } finally {
                    interrupted.countDown();
                  }
                })));

    runtime.refresh(Duration.ofMillis(20));

    assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(log).contains("WARN null null");
  }

  @Test
  void primesInASampledTraceOfWhichNothingRemains() {
    List<String> traces = new ArrayList<>();
    FunctionRuntime runtime = FunctionRuntime.local(Clock.systemUTC(), telemetry);
    runtime.aroundSnapshot(
        List.of(new Step("trace", () -> traces.add(System.getProperty(Tracing.TRACE_PROPERTY)))),
        List.of());

    runtime.prime();

    assertThat(traces).singleElement().asString().endsWith("Sampled=1");
    assertThat(System.getProperty(Tracing.TRACE_PROPERTY)).isNull();
  }

  @Test
  void invokesAHandlerWithEachInputInEachRound() throws Exception {
    List<String> inputs = new ArrayList<>();
    RequestStreamHandler handler =
        (in, out, context) -> {
          inputs.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          out.write(context.getRemainingTimeInMillis());
          assertThat(context.getAwsRequestId()).isNotEmpty();
          assertThat(context.getFunctionVersion()).isEqualTo("priming");
        };

    Priming.invoke(handler, List.of("a", "b"));

    assertThat(inputs).hasSize(2 * Priming.ROUNDS).startsWith("a", "b", "a");
  }

  /**
   * C2 discards what it compiled for one digit, or for sampled traces alone, at the first other.
   */
  @Test
  void eachRoundHasATraceOfItsOwnAndNotAllAreSampled() throws Exception {
    List<String> traces = new ArrayList<>();
    FunctionRuntime runtime = FunctionRuntime.local(Clock.systemUTC(), telemetry);
    RequestStreamHandler handler =
        (_, _, _) -> traces.add(String.valueOf(System.getProperty(Tracing.TRACE_PROPERTY)));
    runtime.aroundSnapshot(
        List.of(new Step("handler", () -> Priming.invoke(handler, List.of("a")))), List.of());

    runtime.prime();

    assertThat(traces)
        .hasSize(Priming.ROUNDS)
        .doesNotHaveDuplicates()
        .allMatch(
            trace ->
                trace.matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]"));
    assertThat(traces).filteredOn(trace -> trace.endsWith("Sampled=1")).hasSize(Priming.ROUNDS / 2);
    assertThat(String.join("", traces)).contains("0123456789abcdef".split(""));
    assertThat(System.getProperty(Tracing.TRACE_PROPERTY)).isNull();
  }

  @Test
  void waitsUntilNothingChangesAnyMoreButNotForEver() throws Exception {
    Iterator<Long> done = List.of(1L, 2L, 3L, 3L, 4L).iterator();
    Priming.awaitRest(done::next, Duration.ZERO);
    assertThat(done).toIterable().containsExactly(4L);

    AtomicLong endless = new AtomicLong();
    Priming.awaitRest(endless::incrementAndGet, Duration.ZERO);
    assertThat(endless).hasValueLessThan(100);
  }

  @Test
  void aHandlerThatNeedsMoreThanTheSampleContextFailsTheStep() {
    SampleContext context = new SampleContext();
    assertThat(
            List.<Runnable>of(
                context::getFunctionName,
                context::getInvokedFunctionArn,
                context::getLogGroupName,
                context::getLogStreamName,
                context::getIdentity,
                context::getClientContext,
                context::getMemoryLimitInMB,
                context::getLogger))
        .allSatisfy(
            question ->
                assertThatThrownBy(question::run)
                    .isInstanceOf(UnsupportedOperationException.class));
  }

  @Test
  void theSampleTradesComeFromEverySourceSystem() {
    assertThat(SampleTrades.all())
        .extracting(envelope -> TradeEvent.of(JsonReader.read(envelope)).source())
        .contains(
            Optional.of(SourceSystem.SYSTEM1),
            Optional.of(SourceSystem.SYSTEM2),
            Optional.of(SourceSystem.SYSTEM3));
  }

  @Test
  void silentTelemetryWritesNothing() {
    Telemetry silent = Priming.silent(Clock.systemUTC());
    silent.info("trade validated", Map.of("tradeId", "PRIMING-1"));
    silent.count("TradesAccepted", Map.of());
    assertThat(log).isEmpty();
  }

  @Test
  void namesAnOperationWithoutACannedResponse() {
    try (SsmClient ssm =
        CannedResponses.client(
            SsmClient.builder()
                .overrideConfiguration(
                    configuration -> configuration.retryStrategy(retry -> retry.maxAttempts(1))),
            Map.of("GetParametersByPath", "{}"))) {
      assertThat(ssm.getParametersByPath(request -> request.path("/a/")).parameters()).isEmpty();
      assertThatThrownBy(() -> ssm.getParameter(request -> request.name("/a/b")))
          .isInstanceOf(SdkClientException.class)
          .hasMessageContaining("no canned response to AmazonSSM.GetParameter");
    }
  }
}
