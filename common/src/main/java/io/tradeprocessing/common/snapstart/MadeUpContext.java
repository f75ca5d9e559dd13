package io.tradeprocessing.common.snapstart;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** The context of a rehearsed invocation: it has time, and nothing of a caller. */
final class MadeUpContext implements Context {

  private static final int TIME_LEFT_MS = 25_000;

  @Override
  public String getAwsRequestId() {
    return "00000000-0000-4000-8000-000000000000";
  }

  @Override
  public String getFunctionVersion() {
    return "rehearsal";
  }

  @Override
  public int getRemainingTimeInMillis() {
    return TIME_LEFT_MS;
  }

  @Override
  public String getFunctionName() {
    throw notMadeUp();
  }

  @Override
  public String getInvokedFunctionArn() {
    throw notMadeUp();
  }

  @Override
  public String getLogGroupName() {
    throw notMadeUp();
  }

  @Override
  public String getLogStreamName() {
    throw notMadeUp();
  }

  @Override
  public CognitoIdentity getIdentity() {
    throw notMadeUp();
  }

  @Override
  public ClientContext getClientContext() {
    throw notMadeUp();
  }

  @Override
  public int getMemoryLimitInMB() {
    throw notMadeUp();
  }

  @Override
  public LambdaLogger getLogger() {
    throw notMadeUp();
  }

  private static UnsupportedOperationException notMadeUp() {
    return new UnsupportedOperationException("no handler asks for it");
  }
}
