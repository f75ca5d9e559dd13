package io.tradeprocessing.common.telemetry;

import io.tradeprocessing.common.json.JsonObject;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Makes a subsegment of each call that a client of the AWS SDK makes, its retries included. */
public final class AwsCallTracing implements ExecutionInterceptor {

  private static final ExecutionAttribute<XRay.Subsegment> SUBSEGMENT =
      new ExecutionAttribute<>("trade-processing.subsegment");

  private final XRay xray;

  public AwsCallTracing(XRay xray) {
    this.xray = xray;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    attributes.putAttribute(SUBSEGMENT, xray.begin(String.valueOf(service), XRay.Namespace.AWS));
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    XRay.Subsegment subsegment = attributes.getAttribute(SUBSEGMENT);
    if (subsegment != null) {
      subsegment.succeeded(
          details(attributes).put("request_id", requestId(context.response())).build());
    }
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    XRay.Subsegment subsegment = attributes.getAttribute(SUBSEGMENT);
    if (subsegment != null) {
      JsonObject.Builder details = details(attributes);
      if (context.exception() instanceof AwsServiceException answered) {
        details.put("request_id", String.valueOf(answered.requestId()));
      }
      subsegment.failed(details.build(), context.exception());
    }
  }

  private static JsonObject.Builder details(ExecutionAttributes attributes) {
    return JsonObject.builder()
        .put(
            "operation",
            String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)));
  }

  private static String requestId(SdkResponse response) {
    return response instanceof AwsResponse answer
        ? answer.responseMetadata().requestId()
        : "UNKNOWN";
  }
}
