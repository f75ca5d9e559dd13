package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.TEMPLATE;
import static io.tradeprocessing.stack.StackTemplate.VPC;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.testkit.template.ResolvedStack;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parameters of the template and what CloudFormation refuses. */
class ParametersTest {

  @Test
  void everyParameterHasADescriptionAndAConstraint() {
    TEMPLATE
        .section("Parameters")
        .forEach(
            (name, value) -> {
              Map<String, Object> parameter = asMap(value);
              assertThat(parameter)
                  .as(name)
                  .containsKeys("Description", "ConstraintDescription", "Default");
              assertThat(
                      Stream.of("AllowedPattern", "AllowedValues", "MinValue")
                          .anyMatch(parameter::containsKey))
                  .as(name + " has a constraint")
                  .isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "EnvironmentSuffix,prod",
    "EnvironmentSuffix,uat-2",
    "ReplicaRegion,none",
    "ReplicaRegion,ap-southeast-2",
    "EventArchiveDays,0",
    "TableName,trade-records.restored_2",
    "EventBusName,trading/main",
    "ApiEndpoint,none",
    "ApiEndpoint,https://prices.example.com:8443/v1",
    "AlarmEmail,''",
    "AlarmEmail,desk@example.com",
    "ProcessingThreshold,0.01",
    "MaxRetries,0",
    "MaxRetries,10",
    "PriceDeviationLimitBps,1000000",
    "FirmProfile,none",
    "FirmProfile,'{\"regimes\":[\"MIFIR\"],\"leis\":[]}'",
    "Reviewers,'{\"0f\":{\"name\":\"A. Lee\"}}'",
    "ReservedConcurrency,1000",
    "Architecture,x86_64",
    "FunctionMemorySize,512",
    "LogRetentionDays,365",
    "LogLevel,DEBUG",
    "Archive,none",
    "Archive,compliance",
    "ArchiveYears,100",
    "SourceSystem1Hours,''",
    "SourceSystem2Hours,0-24",
    "SourceSystem3Hours,22-23",
    "SilenceSeconds,900",
    "GradualReleases,true",
    "ReleaseShift,Linear10PercentEvery1Minute",
    "RecordLatencyLimit,1000",
    "RecordLatencyTarget,95",
    "RejectionRateLimit,100"
  })
  void validParametersAreAccepted(String parameter, String value) {
    assertThat(deploy(Map.of(parameter, value)).resources()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SourceSystem1Hours,07-21",
    "SourceSystem2Hours,7-25",
    "SourceSystem3Hours,7",
    "SilenceSeconds,60",
    "GradualReleases,yes",
    "ReleaseShift,Canary50Percent",
    "RecordLatencyLimit,999",
    "RecordLatencyTarget,100",
    "RejectionRateLimit,5",
    "EnvironmentSuffix,''",
    "EnvironmentSuffix,Prod",
    "EnvironmentSuffix,a_b",
    "EnvironmentSuffix,a-",
    "EnvironmentSuffix,seventeenletters1",
    "ReplicaRegion,''",
    "ReplicaRegion,eu-west",
    "ReplicaRegion,eu-west-1a",
    "ReplicaRegion,us-gov-west-1",
    "VpcId,subnet-0a1b2c3d",
    "VpcId,vpc-xyz",
    "PrivateSubnetIds,'subnet-0a1b2c3d,vpc-0a1b2c3d'",
    "PrivateRouteTableIds,subnet-0a1b2c3d",
    "EventBusName,arn:aws:events:us-east-1:111122223333:event-bus/x",
    "EventBusName,''",
    "ApiEndpoint,http://prices.example.com",
    "ApiEndpoint,''",
    "ApiEndpoint,https://user@host/",
    "AlarmEmail,desk",
    "ProcessingThreshold,0",
    "ProcessingThreshold,0.00",
    "ProcessingThreshold,-1",
    "ProcessingThreshold,1e6",
    "MaxRetries,11",
    "MaxRetries,-1",
    "MaxRetries,many",
    "PriceDeviationLimitBps,1000001",
    "FirmProfile,''",
    "FirmProfile,MIFIR",
    "Reviewers,''",
    "ReservedConcurrency,-1",
    "WorkflowType,express",
    "WorkflowDraining,yes",
    "EventRetryAttempts,186",
    "EventMaximumAge,59",
    "EventMaximumAge,86401",
    "WarmReadUnits,11999",
    "WarmWriteUnits,3999",
    "Intake,ENABLED",
    "Role,replica",
    "PrimaryRegion,eu-west",
    "PrimaryRegion,''",
    "TableIsDeployed,yes",
    "EventArchiveDays,-1",
    "TableName,ab",
    "TableName,records of trades",
    "RetainData,yes",
    "Architecture,arm",
    "FunctionMemorySize,256",
    "LogRetentionDays,4",
    "LogLevel,warning",
    "LambdaInsights,1",
    "CreateVpcEndpoints,no",
    "XRayVpcEndpoint,''",
    "CreateECRRepository,True",
    "ReplicateECRRegistry,on",
    "Archive,true",
    "ArchiveYears,0",
    "TableStreamArn,arn:aws:dynamodb:us-east-1:111122223333:table/trade-records-dev"
  })
  void invalidParametersAreRefusedWithWhatIsAllowed(String parameter, String value) {
    assertThatThrownBy(() -> deploy(Map.of(parameter, value)))
        .isInstanceOf(ResolvedStack.RefusedException.class)
        .hasMessageStartingWith(parameter + " must be ");
  }

  @ParameterizedTest
  @CsvSource({"PrivateSubnetIds", "PrivateRouteTableIds"})
  void aVpcWithoutSubnetsOrRouteTablesIsRefused(String missing) {
    Map<String, String> incomplete = new HashMap<>(VPC);
    incomplete.remove(missing);
    assertThatThrownBy(() -> deploy(incomplete)).hasMessageContaining("VpcId needs " + missing);
  }

  @Test
  void aVpcThatHasEndpointsNeedsNoRouteTables() {
    Map<String, String> incomplete = new HashMap<>(VPC);
    incomplete.remove("PrivateRouteTableIds");
    incomplete.put("CreateVpcEndpoints", "false");
    assertThat(deploy(incomplete).resources()).containsKey("LambdaSecurityGroup");
  }

  @Test
  void insightsOnX86AreRefused() {
    assertThatThrownBy(() -> deploy(Map.of("LambdaInsights", "true", "Architecture", "x86_64")))
        .hasMessageContaining("LambdaInsights needs Architecture arm64");
  }
}
