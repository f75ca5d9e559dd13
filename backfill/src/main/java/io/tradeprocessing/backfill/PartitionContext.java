package io.tradeprocessing.backfill;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The context of an invocation, for the handlers of its events. Lambda's own is of another class
 * than that of priming, and what C2 compiled for one class before the snapshot is discarded at the
 * first event after it; this one is the same for both.
 */
final class PartitionContext implements Context {

  private final Context invocation;
  private final String requestId;
  private final String functionVersion;
  private final InstantSource clock;
  private final Instant deadline;

  PartitionContext(Context invocation, InstantSource clock) {
    this.invocation = invocation;
    this.requestId = invocation.getAwsRequestId();
    this.functionVersion = invocation.getFunctionVersion();
    this.clock = clock;
    this.deadline = clock.instant().plusMillis(invocation.getRemainingTimeInMillis());
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getFunctionVersion() {
    return functionVersion;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return Math.toIntExact(Math.max(0, Duration.between(clock.instant(), deadline).toMillis()));
  }

  @Override
  public String getLogGroupName() {
    return invocation.getLogGroupName();
  }

  @Override
  public String getLogStreamName() {
    return invocation.getLogStreamName();
  }

  @Override
  public String getFunctionName() {
    return invocation.getFunctionName();
  }

  @Override
  public String getInvokedFunctionArn() {
    return invocation.getInvokedFunctionArn();
  }

  @Override
  public CognitoIdentity getIdentity() {
    return invocation.getIdentity();
  }

  @Override
  public ClientContext getClientContext() {
    return invocation.getClientContext();
  }

  @Override
  public int getMemoryLimitInMB() {
    return invocation.getMemoryLimitInMB();
  }

  @Override
  public LambdaLogger getLogger() {
    return invocation.getLogger();
  }
}
