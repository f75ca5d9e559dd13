package io.tradeprocessing.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.amazonaws.services.lambda.runtime.Context;
import io.tradeprocessing.testkit.lambda.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PartitionContextTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-02-01T08:00:00Z"));
  private final TestContext invocation =
      new TestContext().withFunctionVersion("7").withRemaining(Duration.ofSeconds(90));
  private final Context context = new PartitionContext(invocation, now::get);

  @Test
  void theTimeThatIsLeftPassesWithTheClock() {
    assertThat(context.getRemainingTimeInMillis()).isEqualTo(90_000);

    now.set(now.get().plusSeconds(89));
    assertThat(context.getRemainingTimeInMillis()).isEqualTo(1_000);

    now.set(now.get().plusSeconds(2));
    assertThat(context.getRemainingTimeInMillis()).isZero();
  }

  @Test
  void knowsTheInvocationByItsNumberAndVersion() {
    assertThat(context.getAwsRequestId()).isEqualTo(TestContext.REQUEST_ID);
    assertThat(context.getFunctionVersion()).isEqualTo("7");
  }

  /** The invocation states nothing else, and says so. */
  @Test
  void everythingElseIsAskedOfTheInvocation() {
    List<Function<Context, Object>> questions =
        List.of(
            Context::getFunctionName,
            Context::getInvokedFunctionArn,
            Context::getLogGroupName,
            Context::getLogStreamName,
            Context::getMemoryLimitInMB,
            Context::getIdentity,
            Context::getClientContext,
            Context::getLogger);
    assertThat(questions)
        .allSatisfy(
            question ->
                assertThat(catchThrowable(() -> question.apply(context)))
                    .isNotNull()
                    .hasMessage(catchThrowable(() -> question.apply(invocation)).getMessage()));
  }
}
