package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.VPC;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.functions;
import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the stack adds where the functions run in a VPC. */
class NetworkResourcesTest {

  private final ResolvedStack stack = deploy(Map.of());

  @Test
  void thereIsNoNetworkWithoutAVpc() {
    assertThat(stack.ofType("AWS::EC2::VPCEndpoint")).isEmpty();
    assertThat(stack.ofType("AWS::EC2::SecurityGroup")).isEmpty();
    assertThat(functions(stack)).allSatisfy(f -> assertThat(f.find("VpcConfig")).isEmpty());
  }

  @Test
  void inAVpcTheFunctionsReachServicesThroughEndpoints() {
    ResolvedStack inVpc = deploy(VPC);
    for (Resource function : functions(inVpc)) {
      assertThat(function.get("VpcConfig"))
          .isEqualTo(
              Map.of(
                  "SubnetIds", List.of("subnet-0a1b2c3d", "subnet-4e5f6a7b"),
                  "SecurityGroupIds", List.of("${LambdaSecurityGroup}")));
    }
    for (String id : List.of("DynamoDBVPCEndpoint", "S3VPCEndpoint")) {
      assertThat(inVpc.resource(id).get("VpcEndpointType")).isEqualTo("Gateway");
      assertThat(inVpc.resource(id).get("RouteTableIds"))
          .isEqualTo(List.of("rtb-0a1b2c3d", "rtb-4e5f6a7b"));
    }
    Resource ssm = inVpc.resource("SSMVPCEndpoint");
    assertThat(ssm.get("VpcEndpointType")).isEqualTo("Interface");
    assertThat(ssm.get("PrivateDnsEnabled")).isEqualTo(true);
    assertThat(ssm.get("SubnetIds")).isEqualTo(List.of("subnet-0a1b2c3d", "subnet-4e5f6a7b"));
    assertThat(ssm.get("SecurityGroupIds")).isEqualTo(List.of("${EndpointSecurityGroup}"));
    assertThat(inVpc.resources()).doesNotContainKeys("LogsVPCEndpoint", "XRayVPCEndpoint");
    assertThat(inVpc.outputs()).containsKey("LambdaSecurityGroupId");
  }

  @Test
  void theEndpointsLetTheFunctionsInOn443() {
    Resource group = deploy(VPC).resource("EndpointSecurityGroup");
    assertThat(asList(group.get("SecurityGroupIngress"))).hasSize(1);
    assertThat(asMap(group.get("SecurityGroupIngress", 0)))
        .contains(
            entry("FromPort", 443),
            entry("ToPort", 443),
            entry("SourceSecurityGroupId", "${LambdaSecurityGroup}"));
  }

  @Test
  void insightsNeedTheLogsEndpointAndXRayHasOneOnRequest() {
    ResolvedStack all = deploy(VPC, Map.of("LambdaInsights", "true", "XRayVpcEndpoint", "true"));
    assertThat(all.resource("LogsVPCEndpoint").get("ServiceName"))
        .isEqualTo("com.amazonaws.us-east-1.logs");
    assertThat(all.resource("XRayVPCEndpoint").get("ServiceName"))
        .isEqualTo("com.amazonaws.us-east-1.xray");
  }

  @Test
  void aVpcThatHasEndpointsGetsNoOthers() {
    ResolvedStack inVpc =
        deploy(VPC, Map.of("CreateVpcEndpoints", "false", "LambdaInsights", "true"));
    assertThat(inVpc.ofType("AWS::EC2::VPCEndpoint")).isEmpty();
    assertThat(inVpc.resources()).containsKey("LambdaSecurityGroup");
  }
}
