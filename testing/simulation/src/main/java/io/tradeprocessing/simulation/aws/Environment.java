package io.tradeprocessing.simulation.aws;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.simulation.fault.Fault;
import io.tradeprocessing.simulation.kernel.Promise;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An execution environment of a function: one process with one handler, which does one invocation
 * at a time, keeps what it knows from one to the next, and may die at any call that it makes.
 *
 * @param <H> the handler
 */
final class Environment<H> implements FunctionProcess {

  private final Sim sim;
  private final SimulatedRegion region;
  private final DeploymentTemplate.Function function;
  private final Duration timeout;
  private @Nullable H handler;
  private boolean dead;
  private String place = "";
  private boolean busy;
  private int losses;

  /** What Lambda answers to an invocation. */
  sealed interface Answer<R> {
    /** The function's result. */
    record Result<R>(R value) implements Answer<R> {}

    /** The invocation failed, under the name that Step Functions sees. */
    record Failure<R>(String error, String message) implements Answer<R> {}
  }

  /** What an invocation has the handler do. */
  @FunctionalInterface
  interface Call<H, R> {
    R run(H handler, Context context) throws IOException;
  }

  /** The process is gone; nothing in it sees this. */
  private static final class ProcessGoneError extends Error {
    private static final long serialVersionUID = 1;

    ProcessGoneError() {
      super("the process is gone", null, false, false);
    }
  }

  Environment(Sim sim, SimulatedRegion region, DeploymentTemplate.Function function) {
    this.sim = sim;
    this.region = region;
    this.function = function;
    this.timeout = Duration.ofSeconds(function.timeoutSeconds());
  }

  void use(H itsHandler) {
    handler = itsHandler;
  }

  /** Whether another invocation can be given to it. */
  boolean isFree() {
    return !dead && !busy;
  }

  @Override
  public String place() {
    return place;
  }

  /** Begins an invocation; the promise is kept whatever becomes of the process. */
  <R> Promise<Answer<R>> invoke(Call<H, R> call, String itsPlace) {
    Promise<Answer<R>> promise = new Promise<>(sim.kernel());
    place = itsPlace;
    busy = true;
    losses = region.losses();
    Instant deadline = sim.kernel().now().plus(timeout);
    sim.kernel()
        .after(
            timeout,
            () -> {
              if (promise.now().isEmpty()) {
                dead = true;
                promise.keep(
                    new Answer.Failure<>("Sandbox.Timedout", "Task timed out after " + timeout));
              }
            });
    sim.kernel()
        .start(
            () -> {
              try {
                promise.keep(result(call, deadline));
              } catch (ProcessGoneError e) {
                dead = true;
                promise.keep(
                    new Answer.Failure<>("Runtime.ExitError", "Runtime exited without a reason"));
              } finally {
                busy = false;
              }
            });
    return promise;
  }

  private <R> Answer<R> result(Call<H, R> call, Instant deadline) {
    try {
      H itsHandler = handler;
      if (itsHandler == null) {
        throw new IllegalStateException("the environment has no handler");
      }
      R result = call.run(itsHandler, new Invocation(deadline));
      mustLive();
      return new Answer.Result<>(result);
    } catch (IOException | RuntimeException e) {
      mustLive();
      return new Answer.Failure<>(e.getClass().getName(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public <T> T call(String call, Supplier<T> effect) {
    mustLive();
    String site = place + "/" + call;
    if (sim.faults().happens(Fault.LAMBDA_DIES_BEFORE_CALL, site)) {
      die();
    }
    if (sim.faults().happens(Fault.LAMBDA_STALLS_BEFORE_CALL, site)) {
      stall();
    }
    sim.requestTime(site);
    mustLive();
    T result = effect.get();
    if (sim.faults().happens(Fault.LAMBDA_DIES_AFTER_CALL, site)) {
      die();
    }
    if (sim.faults().happens(Fault.LAMBDA_STALLS_AFTER_CALL, site)) {
      stall();
    }
    sim.requestTime(site);
    mustLive();
    return result;
  }

  @Override
  public void sleep(Duration duration) {
    mustLive();
    sim.kernel().pause(duration);
    mustLive();
  }

  private void stall() {
    sim.kernel().pause(timeout.plusSeconds(1));
  }

  private void die() {
    dead = true;
    throw new ProcessGoneError();
  }

  /** A process does not outlive its Region, nor a time-out. */
  private void mustLive() {
    if (dead || region.losses() != losses) {
      die();
    }
  }

  /** The invocation as the handler sees it. */
  private final class Invocation implements Context {
    private final Instant deadline;

    Invocation(Instant deadline) {
      this.deadline = deadline;
    }

    @Override
    public String getAwsRequestId() {
      return place;
    }

    @Override
    public String getLogGroupName() {
      return "/aws/lambda/" + function.logicalId();
    }

    @Override
    public String getLogStreamName() {
      return region.name();
    }

    @Override
    public String getFunctionName() {
      return function.logicalId();
    }

    @Override
    public String getFunctionVersion() {
      return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
      return DeploymentTemplate.functionArn(function.logicalId());
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
      return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
      return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
      return (int) Math.max(0, Duration.between(sim.kernel().now(), deadline).toMillis());
    }

    @Override
    public int getMemoryLimitInMB() {
      return 512;
    }

    @Override
    public LambdaLogger getLogger() {
      return new LambdaLogger() {
        @Override
        public void log(String message) {}

        @Override
        public void log(byte[] message) {}
      };
    }
  }
}
