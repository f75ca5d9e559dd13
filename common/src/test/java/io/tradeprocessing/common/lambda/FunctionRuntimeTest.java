package io.tradeprocessing.common.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.testkit.lambda.TestContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;

class FunctionRuntimeTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Telemetry telemetry =
      new JsonTelemetry(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          Clock.systemUTC(),
          "trade-validator",
          "test",
          Telemetry.Level.INFO);
  private final Context context = new TestContext();

  private final FunctionRuntime runtime =
      FunctionRuntime.of(
          Map.of("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:9"), Clock.systemUTC(), telemetry);

  private static TradeEvent event(String source, String tradeId) {
    return TradeEvent.of(
        JsonObject.builder()
            .put("source", source)
            .put("detail", JsonObject.builder().put("tradeId", tradeId).build())
            .build());
  }

  private void run(Optional<String> executionArn, Consumer<Telemetry> work) {
    String answer =
        runtime.invoke(
            context,
            executionArn,
            event("trading.system1", "T-1"),
            invocation -> {
              work.accept(invocation);
              return "done";
            });
    assertThat(answer).isEqualTo("done");
  }

  private String lastLine() {
    return out.toString(StandardCharsets.UTF_8).lines().toList().getLast();
  }

  @Test
  void onlyTheFirstInvocationIsAColdStart() {
    run(Optional.empty(), invocation -> invocation.info("first", Map.of("gaps", "0")));
    assertThat(lastLine())
        .contains(
            "\"requestId\":\"request-1\",\"coldStart\":\"true\",\"tradeId\":\"T-1\",\"sourceSystem\":\"system1\",\"gaps\":\"0\"")
        .doesNotContain("traceId", "executionId");

    run(Optional.of("arn:execution"), invocation -> invocation.info("next", Map.of()));
    assertThat(lastLine()).contains("\"coldStart\":\"false\",\"executionId\":\"arn:execution\"");
  }

  @Test
  void namesTheTraceIfThereIsOne() {
    System.setProperty(
        "com.amazonaws.xray.traceHeader",
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0");
    try {
      run(Optional.empty(), invocation -> invocation.info("traced", Map.of()));
      assertThat(lastLine()).contains("\"traceId\":\"1-5759e988-bd862e3fe1be46a994272793\"");
    } finally {
      System.clearProperty("com.amazonaws.xray.traceHeader");
    }
  }

  @Test
  void namesNoTradeAndAnUnknownSourceForAnUnusableEvent() {
    runtime.invoke(
        context,
        Optional.empty(),
        event("elsewhere", " "),
        invocation -> {
          invocation.info("handled", Map.of());
          return "done";
        });

    assertThat(lastLine()).contains("\"tradeId\":\"\",\"sourceSystem\":\"unknown\"");
  }

  @Test
  void aMetricDoesNotBelongToOneInvocation() {
    run(
        Optional.empty(),
        invocation -> invocation.count("Duplicates", Map.of("sourceSystem", "system1")));

    assertThat(lastLine()).contains("\"Duplicates\":1").doesNotContain("requestId");
  }

  static List<Throwable> failures() {
    return List.of(
        new IllegalStateException("the store is gone"),
        new StackOverflowError("the store is gone"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void logsAFailureWithItsTradeSourceAndExecutionAndThrowsIt(Throwable failure) {
    assertThatThrownBy(
            () ->
                run(
                    Optional.of("arn:execution"),
                    _ -> {
                      switch (failure) {
                        case RuntimeException e -> throw e;
                        case Error e -> throw e;
                        default -> throw new AssertionError(failure);
                      }
                    }))
        .isSameAs(failure);

    assertThat(lastLine())
        .contains("\"level\":\"ERROR\"", "\"message\":\"invocation failed\"")
        .contains(
            "\"executionId\":\"arn:execution\",\"tradeId\":\"T-1\",\"sourceSystem\":\"system1\"")
        .contains(
            "\"error\":\"" + failure.getClass().getName() + "\",\"cause\":\"the store is gone\"");
  }

  @ParameterizedTest
  @CsvSource({"true, true, true", "true, false, false", "'', true, false"})
  void advisesToStartTheEmulatorWhereSamLocalCannotReachAws(
      String samLocal, boolean ofAws, boolean advised) {
    FunctionRuntime local =
        FunctionRuntime.of(Map.of("AWS_SAM_LOCAL", samLocal), Clock.systemUTC(), telemetry);
    RuntimeException failure =
        ofAws
            ? new IllegalStateException("no store", SdkClientException.create("no route"))
            : new IllegalStateException("a defect");

    assertThatThrownBy(
            () ->
                local.invoke(
                    context,
                    Optional.empty(),
                    event("trading.system1", "T-1"),
                    _ -> {
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(lastLine().contains("\"advice\":\"start scripts/emulator;")).isEqualTo(advised);
  }
}
