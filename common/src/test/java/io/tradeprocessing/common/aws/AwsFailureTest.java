package io.tradeprocessing.common.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsFailureTest {

  @Test
  void namesAnUnknownHostAndWhatToCheckWithoutTheAdviceOfTheSdk() {
    SdkClientException failure =
        SdkClientException.create(
            "Received an UnknownHostException ... your DNS cache could be storing endpoints",
            new UnknownHostException("ssm.eu-west-9.amazonaws.com"));

    assertThat(AwsFailure.describe(failure, "ssm"))
        .isEqualTo(
            "the host ssm.eu-west-9.amazonaws.com is unknown; check the network, the Region"
                + " (AWS_REGION), the endpoint (AWS_ENDPOINT_URL) and, in a VPC, the VPC endpoint"
                + " for ssm");
  }

  @Test
  void namesARefusedConnection() {
    SdkClientException failure =
        SdkClientException.create(
            "Unable to execute HTTP request", new ConnectException("Connection refused"));

    assertThat(AwsFailure.describe(failure, "dynamodb"))
        .startsWith("ConnectException: Connection refused; check the network")
        .endsWith("the VPC endpoint for dynamodb");
  }

  @Test
  void advisesToCheckCredentialsAndPermissions() {
    assertThat(AwsFailure.describe(answer(400, "UnrecognizedClientException"), "ssm"))
        .endsWith("; check the credentials");
    assertThat(AwsFailure.describe(answer(403, "AccessDenied"), "ssm"))
        .endsWith("; check the credentials and the permissions of the function's role");
    assertThat(AwsFailure.describe(answer(400, "ValidationException"), "ssm"))
        .startsWith("refused")
        .doesNotContain("check");
    assertThat(
            AwsFailure.describe(
                SdkClientException.create("Unable to load credentials from any provider"), "ssm"))
        .endsWith("; set AWS credentials");
    assertThat(AwsFailure.describe(SdkClientException.create("took too long"), "ssm"))
        .isEqualTo("took too long");
  }

  private static AwsServiceException answer(int status, String code) {
    return AwsServiceException.builder()
        .message("refused")
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("refused").build())
        .build();
  }
}
