package io.tradeprocessing.cli.run;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The invocation context of a function that runs on this machine.
 *
 * @param function whose time-out is the time that an invocation has
 */
public record LocalContext(DeploymentTemplate.Function function, String requestId, long startNanos)
    implements Context {

  static final String VERSION = "local";

  public LocalContext(DeploymentTemplate.Function function, String requestId) {
    this(function, requestId, System.nanoTime());
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/" + function.logicalId();
  }

  @Override
  public String getLogStreamName() {
    return VERSION;
  }

  @Override
  public String getFunctionName() {
    return function.logicalId();
  }

  @Override
  public String getFunctionVersion() {
    return VERSION;
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
    long elapsed = (System.nanoTime() - startNanos) / 1_000_000;
    return (int) Math.max(0, function.timeoutSeconds() * 1_000L - elapsed);
  }

  @Override
  public int getMemoryLimitInMB() {
    return (int) (Runtime.getRuntime().maxMemory() >> 20);
  }

  @Override
  public LambdaLogger getLogger() {
    return new LambdaLogger() {
      @Override
      public void log(String message) {
        System.err.println(message);
      }

      @Override
      public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
      }
    };
  }
}
