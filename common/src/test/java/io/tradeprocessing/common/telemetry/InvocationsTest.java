package io.tradeprocessing.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InvocationsTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Telemetry telemetry =
      new JsonTelemetry(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          Clock.systemUTC(),
          "trade-validator",
          "test",
          Telemetry.Level.INFO);
  private final Context context =
      (Context)
          Proxy.newProxyInstance(
              InvocationsTest.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (_, method, _) -> method.getName().equals("getAwsRequestId") ? "request-1" : null);

  private String lastLine() {
    return out.toString(StandardCharsets.UTF_8).lines().toList().getLast();
  }

  @Test
  void onlyTheFirstInvocationIsAColdStart() {
    Invocations invocations = new Invocations();

    invocations.begin(telemetry, context, Optional.empty()).info("first", Map.of("tradeId", "T-1"));
    assertThat(lastLine())
        .contains("\"requestId\":\"request-1\",\"coldStart\":\"true\",\"tradeId\":\"T-1\"")
        .doesNotContain("traceId", "executionId");

    invocations.begin(telemetry, context, Optional.of("arn:execution")).info("next", Map.of());
    assertThat(lastLine()).contains("\"coldStart\":\"false\",\"executionId\":\"arn:execution\"");
  }

  @Test
  void namesTheTraceWhereThereIsOne() {
    System.setProperty("com.amazonaws.xray.traceHeader", "Root=1-a-b;Parent=c;Sampled=0");
    try {
      new Invocations().begin(telemetry, context, Optional.empty()).info("traced", Map.of());
      assertThat(lastLine()).contains("\"traceId\":\"1-a-b\"");
    } finally {
      System.clearProperty("com.amazonaws.xray.traceHeader");
    }
  }

  @Test
  void aMetricIsNotOfOneInvocation() {
    new Invocations()
        .begin(telemetry, context, Optional.empty())
        .count("Duplicates", Map.of("sourceSystem", "system1"));

    assertThat(lastLine()).contains("\"Duplicates\":1").doesNotContain("requestId");
  }
}
