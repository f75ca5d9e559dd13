package io.tradeprocessing.testkit.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.Duration;
import java.util.Optional;

/**
 * The context of an invocation in a test. It answers what the test states; any other question is an
 * {@link AssertionError}, so a test shows which parts of the context a function depends on.
 *
 * @param requestId {@value #REQUEST_ID} unless the test states another
 * @param functionVersion the version that Lambda reports
 * @param remaining the time until the function times out; it does not run down
 */
public record TestContext(
    String requestId, Optional<String> functionVersion, Optional<Duration> remaining)
    implements Context {

  /** The request id that a test gets without asking for one. */
  public static final String REQUEST_ID = "request-1";

  /** A context that knows the request id and nothing else. */
  public TestContext() {
    this(REQUEST_ID, Optional.empty(), Optional.empty());
  }

  /** The same context with a function version. */
  public TestContext withFunctionVersion(String version) {
    return new TestContext(requestId, Optional.of(version), remaining);
  }

  /** The same context with time left. */
  public TestContext withRemaining(Duration time) {
    return new TestContext(requestId, functionVersion, Optional.of(time));
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getFunctionVersion() {
    return functionVersion.orElseThrow(() -> notStated("function version"));
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) remaining.orElseThrow(() -> notStated("remaining time")).toMillis();
  }

  @Override
  public String getFunctionName() {
    throw notStated("function name");
  }

  @Override
  public String getInvokedFunctionArn() {
    throw notStated("function ARN");
  }

  @Override
  public String getLogGroupName() {
    throw notStated("log group");
  }

  @Override
  public String getLogStreamName() {
    throw notStated("log stream");
  }

  @Override
  public CognitoIdentity getIdentity() {
    throw notStated("identity");
  }

  @Override
  public ClientContext getClientContext() {
    throw notStated("client context");
  }

  @Override
  public int getMemoryLimitInMB() {
    throw notStated("memory limit");
  }

  @Override
  public LambdaLogger getLogger() {
    throw notStated("logger");
  }

  private static AssertionError notStated(String what) {
    return new AssertionError("the test states no " + what);
  }
}
