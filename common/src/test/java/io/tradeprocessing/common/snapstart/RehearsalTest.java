package io.tradeprocessing.common.snapstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.snapstart.Rehearsal.Step;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crac.Core;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssm.SsmClient;

class RehearsalTest {

  private final List<String> log = new ArrayList<>();
  private final Telemetry telemetry =
      new Telemetry() {
        @Override
        public void log(Level level, String message, Map<String, String> fields) {
          log.add(level + " " + fields.get("step") + " " + fields.get("reason"));
        }

        @Override
        public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
          throw new AssertionError("a rehearsal counts no trades");
        }
      };

  @Test
  void takesItsStepsInOrderAndGoesOnAfterOneThatFails() throws Exception {
    List<String> taken = new ArrayList<>();
    Rehearsal rehearsal =
        Rehearsal.register(
            telemetry,
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

    rehearsal.beforeCheckpoint(Core.getGlobalContext());
    assertThat(taken).containsExactly("first", "third");
    rehearsal.afterRestore(Core.getGlobalContext());

    assertThat(taken).containsExactly("first", "third", "after");
    assertThat(log)
        .containsExactly(
            "INFO first null",
            "WARN second java.io.IOException: no network",
            "INFO third null",
            "INFO after null");
  }

  @Test
  void invokesAHandlerWithEachInputInEachRound() throws Exception {
    List<String> inputs = new ArrayList<>();
    RequestStreamHandler handler =
        (in, out, context) -> {
          inputs.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          out.write(context.getRemainingTimeInMillis());
          assertThat(context.getAwsRequestId()).isNotEmpty();
          assertThat(context.getFunctionVersion()).isEqualTo("rehearsal");
        };

    Rehearsal.invoke(handler, List.of("a", "b"));

    assertThat(inputs).hasSize(2 * Rehearsal.ROUNDS).startsWith("a", "b", "a");
  }

  @Test
  void aHandlerThatAsksForMoreThanIsMadeUpFailsTheStep() {
    MadeUpContext context = new MadeUpContext();
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
  void itsTradesAreOfEverySystem() {
    assertThat(MadeUpTrades.all())
        .extracting(envelope -> TradeEvent.of(JsonReader.read(envelope)).source())
        .contains(
            Optional.of(SourceSystem.SYSTEM1),
            Optional.of(SourceSystem.SYSTEM2),
            Optional.of(SourceSystem.SYSTEM3));
  }

  @Test
  void silentTelemetryWritesNothingAnywhere() {
    Telemetry silent = Rehearsal.silent(Clock.systemUTC());
    silent.info("trade validated", Map.of("tradeId", "REHEARSAL-1"));
    silent.count("TradesAccepted", Map.of());
    assertThat(log).isEmpty();
  }

  @Test
  void anOperationWithoutACannedAnswerIsNamed() {
    try (SsmClient ssm =
        CannedAnswers.client(
            SsmClient.builder()
                .overrideConfiguration(
                    configuration -> configuration.retryStrategy(retry -> retry.maxAttempts(1))),
            Map.of("GetParametersByPath", "{}"))) {
      assertThat(ssm.getParametersByPath(request -> request.path("/a/")).parameters()).isEmpty();
      assertThatThrownBy(() -> ssm.getParameter(request -> request.name("/a/b")))
          .isInstanceOf(SdkClientException.class)
          .hasMessageContaining("no canned answer to AmazonSSM.GetParameter");
    }
  }
}
