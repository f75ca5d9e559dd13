package io.tradeprocessing.common.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** The context of a priming invocation: it has time left and knows nothing about a caller. */
final class SampleContext implements Context {

  /** As much as any function has. */
  private static final int TIME_LEFT_MS = 900_000;

  @Override
  public String getAwsRequestId() {
    return "00000000-0000-4000-8000-000000000000";
  }

  @Override
  public String getFunctionVersion() {
    return "priming";
  }

  @Override
  public int getRemainingTimeInMillis() {
    return TIME_LEFT_MS;
  }

  @Override
  public String getFunctionName() {
    throw unsupported();
  }

  @Override
  public String getInvokedFunctionArn() {
    throw unsupported();
  }

  @Override
  public String getLogGroupName() {
    throw unsupported();
  }

  @Override
  public String getLogStreamName() {
    throw unsupported();
  }

  @Override
  public CognitoIdentity getIdentity() {
    throw unsupported();
  }

  @Override
  public ClientContext getClientContext() {
    throw unsupported();
  }

  @Override
  public int getMemoryLimitInMB() {
    throw unsupported();
  }

  @Override
  public LambdaLogger getLogger() {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("handlers do not use it");
  }
}
