package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.TEMPLATE;
import static io.tradeprocessing.stack.StackTemplate.VPC;
import static io.tradeprocessing.stack.StackTemplate.documentStatements;
import static io.tradeprocessing.stack.StackTemplate.oneOrMore;
import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeprocessing.cli.DocumentedPolicy;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import io.tradeprocessing.testkit.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What deployer.yaml allows, held to what a deployment of template.yaml does: the handlers of
 * CloudFormation call other services with the permissions of whoever deploys.
 */
class DeployerPolicyTest {

  private static final String ENVIRONMENT = "production";
  private static final Template DEPLOYER = Template.read(Project.file("deployer.yaml"));

  private static final List<String> POLICIES =
      List.of("StackPolicy", "ComputePolicy", "DataPolicy", "OperationsPolicy");

  /** What CloudFormation's handlers call, by the type of a resource. */
  private static final JsonNode HANDLERS =
      Project.json("local/cli/src/test/resources/io/tradeprocessing/stack/handler-permissions.json")
          .path("types");

  /**
   * Actions that IAM knows for all resources only, by the service authorization reference; and
   * DescribeAlarms, which is asked for all alarms at once.
   */
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of(
          "cloudwatch:DescribeAlarms",
          "codedeploy:StopDeployment",
          "ec2:DescribeInstances",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcEndpoints",
          "ec2:DescribeVpcs",
          "ecr:DescribeRegistry",
          "ecr:PutReplicationConfiguration",
          "events:PutPermission",
          "events:RemovePermission",
          "kms:ListAliases",
          "logs:DescribeIndexPolicies",
          "logs:DescribeLogGroups",
          "logs:DescribeResourcePolicies",
          "sns:GetSubscriptionAttributes",
          "sns:SetSubscriptionAttributes",
          "sns:Unsubscribe");

  private static final Set<String> ITEMS =
      Set.of(
          "dynamodb:BatchWriteItem",
          "dynamodb:DeleteItem",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
          "dynamodb:Scan",
          "dynamodb:UpdateItem");

  private final Map<String, List<Statement>> policies = deployer(ENVIRONMENT);
  private final List<Statement> deployer =
      POLICIES.stream()
          .flatMap(policy -> policies.getOrDefault(policy, List.of()).stream())
          .toList();
  private final List<Statement> boundary = policies.getOrDefault("RoleBoundary", List.of());

  /** A statement that allows something. */
  private record Statement(
      String sid, List<String> actions, List<String> resources, Map<String, Object> condition) {

    static Statement of(Map<String, Object> statement) {
      assertThat(statement).containsEntry("Effect", "Allow");
      return new Statement(
          String.valueOf(statement.get("Sid")),
          texts(statement.get("Action")),
          texts(statement.get("Resource")),
          asMap(statement.getOrDefault("Condition", Map.of())));
    }

    private static List<String> texts(@Nullable Object value) {
      return oneOrMore(value).stream().map(String::valueOf).toList();
    }

    boolean allows(String action, String resource) {
      return actions.contains(action)
          && resources.stream().anyMatch(each -> DocumentedPolicy.matches(each, resource));
    }

    /** A condition that ties it to tags, a function, a role's boundary or the like. */
    boolean isConditional() {
      return !condition.isEmpty();
    }
  }

  private static Map<String, List<Statement>> deployer(String environment) {
    Map<String, List<Statement>> policies = new HashMap<>();
    ResolvedStack stack = DEPLOYER.deploy("us-east-1", Map.of("EnvironmentSuffix", environment));
    for (Resource policy : stack.ofType("AWS::IAM::ManagedPolicy")) {
      policies.put(policy.id(), documentStatements(policy).stream().map(Statement::of).toList());
    }
    return policies;
  }

  /** A stack that deploys nearly everything that the template has, by what it is called. */
  private static Stream<Map.Entry<String, ResolvedStack>> variants() {
    return variants(ENVIRONMENT);
  }

  private static Stream<Map.Entry<String, ResolvedStack>> variants(String environment) {
    String sender = "arn:aws:iam::444455556666:root";
    Map<String, String> all = new HashMap<>(VPC);
    all.put("EnvironmentSuffix", environment);
    for (String option :
        List.of(
            "Backfill",
            "CreateECRRepository",
            "GradualReleases",
            "LambdaInsights",
            "RetainData",
            "WorkflowDraining",
            "XRayVpcEndpoint")) {
      all.put(option, "true");
    }
    for (int system = 1; system <= 3; system++) {
      all.put("SourceSystem" + system + "Principal", sender);
      all.put("SourceSystem" + system + "Hours", "7-21");
    }
    all.put("AlarmEmail", "desk@example.com");
    all.put(
        "PermissionsBoundary", "arn:aws:iam::111122223333:policy/trade-processing/production/b");
    Map<String, String> standby = new HashMap<>(all);
    standby.put(
        "TableStreamArn",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/trade-records-%s/stream/2026-01-01T00:00:00.000"
            .formatted(environment));
    Map<String, String> primary = new HashMap<>(all);
    primary.put("ReplicateECRRegistry", "true");
    Map<String, String> express = new HashMap<>(all);
    express.put("WorkflowType", "EXPRESS");
    Map<String, ResolvedStack> variants = new LinkedHashMap<>();
    variants.put("the defaults", StackTemplate.deploy(Map.of("EnvironmentSuffix", environment)));
    variants.put("a primary with everything", StackTemplate.deploy(primary));
    variants.put("the same as EXPRESS", StackTemplate.deploy(express));
    variants.put("a standby with everything", StackTemplate.deployStandby(standby));
    return variants.entrySet().stream();
  }

  /** The variants have every resource of the template, so nothing escapes the tests below. */
  @Test
  void theVariantsDeployEveryResourceOfTheTemplate() {
    Set<String> deployed = new TreeSet<>();
    variants().forEach(variant -> deployed.addAll(variant.getValue().resources().keySet()));

    assertThat(deployed)
        .containsExactlyInAnyOrderElementsOf(TEMPLATE.section("Resources").keySet());
  }

  @ParameterizedTest
  @MethodSource("variants")
  void whatADeploymentCallsIsAllowed(Map.Entry<String, ResolvedStack> variant) {
    List<String> missing = new ArrayList<>();
    for (Call call : calls(variant.getValue())) {
      if (deployer.stream().noneMatch(each -> each.allows(call.action(), call.resource()))) {
        missing.add(call.toString());
      }
    }
    assertThat(missing).as("what no policy of deployer.yaml allows").isEmpty();
  }

  /** Something that CloudFormation calls for the deployer. */
  private record Call(String action, String resource) {
    @Override
    public String toString() {
      return action + " on " + resource;
    }
  }

  private static List<Call> calls(ResolvedStack stack) {
    Arns arns = new Arns(stack, ENVIRONMENT);
    List<Call> calls = new ArrayList<>();
    for (Resource resource : stack.resources().values()) {
      for (String type : deployedTypes(resource)) {
        JsonNode actions = HANDLERS.path(type);
        assertThat(actions.isArray())
            .as(
                "%s has a resource of the type %s: add what its handlers call to"
                    + " handler-permissions.json, and allow it in deployer.yaml",
                resource.id(), type)
            .isTrue();
        for (JsonNode action : actions) {
          calls.add(new Call(action.asText(), arns.of(resource, type, action.asText())));
        }
      }
    }
    return calls;
  }

  /** What the SAM transform makes of a resource. */
  private static List<String> deployedTypes(Resource resource) {
    return switch (resource.type()) {
      case "AWS::Serverless::Function" -> {
        List<String> types =
            new ArrayList<>(
                List.of("AWS::Lambda::Function", "AWS::Lambda::Version", "AWS::Lambda::Alias"));
        if (resource.find("DeploymentPreference", "Enabled").filter("true"::equals).isPresent()) {
          types.add("AWS::CodeDeploy::Application");
          types.add("AWS::CodeDeploy::DeploymentGroup");
        }
        yield types;
      }
      case "AWS::Serverless::StateMachine" -> List.of("AWS::StepFunctions::StateMachine");
      default -> List.of(resource.type());
    };
  }

  @Test
  void rolesArePassedToTheServicesThatAssumeThemAndToNoOther() {
    Set<String> assuming = new TreeSet<>();
    variants()
        .flatMap(variant -> variant.getValue().ofType("AWS::IAM::Role").stream())
        .forEach(
            role ->
                assuming.add(
                    String.valueOf(
                        role.get(
                            "AssumeRolePolicyDocument", "Statement", 0, "Principal", "Service"))));

    assertThat(statement("PassRoles").condition())
        .isEqualTo(Map.of("StringEquals", Map.of("iam:PassedToService", List.copyOf(assuming))));
    assertThat(deployer).filteredOn(each -> each.actions().contains("iam:PassRole")).hasSize(1);
  }

  private Statement statement(String sid) {
    return deployer.stream().filter(each -> each.sid().equals(sid)).findFirst().orElseThrow();
  }

  @Test
  void whoeverDeploysCannotMakeARoleWithoutTheBoundaryOrTakeItOff() {
    Set<String> harmless =
        Set.of(
            "iam:CreateServiceLinkedRole",
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListRolePolicies",
            "iam:PassRole",
            "iam:TagRole",
            "iam:UntagRole");
    for (Statement each : deployer) {
      List<String> changing =
          each.actions().stream()
              .filter(action -> action.startsWith("iam:") && !harmless.contains(action))
              .toList();
      if (!changing.isEmpty()) {
        assertThat(asMap(each.condition().get("StringEquals")))
            .as(each.sid())
            .containsEntry("iam:PermissionsBoundary", "${RoleBoundary}");
      }
      assertThat(each.actions())
          .doesNotContain("iam:DeleteRolePermissionsBoundary")
          .noneMatch(action -> action.matches("iam:.*Policy(Version)?") && !roleAction(action));
    }
  }

  private static boolean roleAction(String action) {
    return action.contains("Role");
  }

  @Test
  void everyRoleIsInThePathAndTakesTheBoundary() {
    variants()
        .forEach(
            variant ->
                assertThat(variant.getValue().ofType("AWS::IAM::Role"))
                    .allSatisfy(
                        role -> {
                          assertThat(role.get("Path")).isEqualTo("/trade-processing/production/");
                          assertThat(role.find("PermissionsBoundary").isPresent())
                              .isEqualTo(!variant.getKey().equals("the defaults"));
                        }));
  }

  /** A boundary that lacks what a role needs would break the stack, and only when it runs. */
  @ParameterizedTest
  @MethodSource("variants")
  void theBoundaryLeavesEachRoleWhatItNeeds(Map.Entry<String, ResolvedStack> variant) {
    ResolvedStack stack = variant.getValue();
    Arns arns = new Arns(stack, ENVIRONMENT);
    List<String> cut = new ArrayList<>();
    for (Resource role : stack.ofType("AWS::IAM::Role")) {
      for (String permission : StackTemplate.allowed(stack, role.id())) {
        String action = permission.replaceFirst(" on .*", "");
        String resource = arns.real(permission.replaceFirst("^[^ ]* on ", ""));
        if (boundary.stream().noneMatch(each -> each.allows(action, resource))) {
          cut.add(role.id() + ": " + action + " on " + resource);
        }
      }
    }
    assertThat(cut).isEmpty();
  }

  /** Grants that are not in the role's own policies. */
  @Test
  void theBoundaryLeavesWhatThePoliciesOfAKeyAndOfAwsAllow() {
    String stream =
        "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda-insights:log-stream:a";
    Map<String, String> needed =
        Map.of(
            "kms:Sign", "arn:aws:kms:us-east-1:111122223333:key/1",
            "kms:GetPublicKey", "arn:aws:kms:us-east-1:111122223333:key/1",
            "logs:CreateLogGroup", "*",
            "logs:CreateLogStream", stream,
            "logs:PutLogEvents", stream);
    needed.forEach(
        (action, resource) ->
            assertThat(boundary)
                .as(action)
                .anyMatch(statement -> statement.allows(action, resource)));
    variants()
        .flatMap(variant -> variant.getValue().ofType("AWS::KMS::Key").stream())
        .flatMap(key -> asList(key.get("KeyPolicy", "Statement")).stream())
        .map(Template::asMap)
        .filter(granted -> String.valueOf(granted.get("Principal")).contains("Role.Arn"))
        .flatMap(granted -> oneOrMore(granted.get("Action")).stream())
        .forEach(action -> assertThat(needed).containsKey(String.valueOf(action)));
  }

  @Test
  void theBoundaryKeepsRolesFromIamAndFromDestroyingAnything() {
    assertThat(boundary.stream().flatMap(each -> each.actions().stream()))
        .noneMatch(action -> action.matches("(iam|sts|organizations|cloudformation):.*"))
        .noneMatch(action -> action.matches("(dynamodb|s3|kms|sqs):.*Delete.*"))
        .noneMatch(action -> action.contains("*"));
  }

  @Test
  void onlyWhatHasNoResourceOrAConditionIsAllowedOnEverything() {
    for (Statement each : deployer) {
      assertThat(each.actions()).as(each.sid()).noneMatch(action -> action.contains("*"));
      if (each.resources().contains("*") && !each.isConditional()) {
        assertThat(WITHOUT_RESOURCE).as(each.sid()).containsAll(each.actions());
      }
      for (String resource : each.resources()) {
        if (resource.matches(".*:key/\\*|.*:(security-group|vpc-endpoint)/\\*")) {
          assertThat(each.isConditional()).as("%s on %s", each.sid(), resource).isTrue();
        }
      }
    }
  }

  /** Environments may share an account, and names may begin or end alike. */
  @ParameterizedTest
  @ValueSource(strings = {"staging", "production2", "production-2", "eu-production"})
  void nothingOfAnotherEnvironmentMayBeChanged(String other) {
    List<String> tooWide = new ArrayList<>();
    variants(other)
        .forEach(
            variant -> {
              Arns arns = new Arns(variant.getValue(), other);
              for (Resource resource : variant.getValue().resources().values()) {
                for (String type : deployedTypes(resource)) {
                  for (JsonNode action : HANDLERS.path(type)) {
                    String arn = arns.of(resource, type, action.asText());
                    deployer.stream()
                        .filter(each -> each.allows(action.asText(), arn))
                        .filter(each -> !each.isConditional() || each.sid().equals("PassRoles"))
                        .filter(each -> !each.resources().contains("*"))
                        .forEach(each -> tooWide.add(each.sid() + ": " + action + " on " + arn));
                  }
                }
              }
            });

    assertThat(tooWide)
        // The VPC belongs to all; a layer to AWS; and the tags of a mapping are all that its ARN
        // has.
        .filteredOn(
            each ->
                !each.matches(
                    "NetworkAroundTheStack: .*|LambdaInsights: .*|TagsOfTheEventSource: .*"
                        + "|ReleaseShifts: .*|EventArchive: .* on .*:event-bus/.*"))
        // The names of the alarms have only their ends in common.
        .filteredOn(each -> !(other.equals("eu-production") && each.startsWith("Alarms: ")))
        .isEmpty();
  }

  @Test
  void whoeverDeploysCanNeitherReadNorWriteNorSignRecords() {
    for (Statement each : deployer) {
      if (each.actions().stream().anyMatch(ITEMS::contains)) {
        assertThat(ITEMS).as(each.sid()).containsAll(each.actions());
        assertThat(each.condition()).as(each.sid()).containsKey("ForAnyValue:StringEquals");
      }
      assertThat(each.actions())
          .as(each.sid())
          .doesNotContain(
              "kms:Sign",
              "kms:Decrypt",
              "lambda:InvokeFunction",
              "s3:BypassGovernanceRetention",
              "s3:DeleteObject",
              "s3:DeleteObjectVersion",
              "s3:PutObjectRetention",
              "sqs:ReceiveMessage",
              "sqs:PurgeQueue",
              "states:StartExecution",
              "events:PutEvents");
      assertThat(
              each.actions().contains("s3:GetObject")
                  && each.resources().stream().anyMatch(r -> r.contains("trade-archive")))
          .as(each.sid())
          .isFalse();
    }
  }

  /** IAM counts a managed policy without white space: at most 6,144 characters. */
  @Test
  void eachPolicyFitsIntoIam() {
    ResolvedStack stack =
        DEPLOYER.deploy(
            "us-east-1",
            Map.of(
                "EnvironmentSuffix", "a-long-suffix-16",
                "TableName", "t".repeat(60),
                "EventBusName", "b".repeat(60)));
    assertThat(stack.ofType("AWS::IAM::ManagedPolicy"))
        .hasSize(POLICIES.size() + 1)
        .allSatisfy(
            policy ->
                assertThat(
                        new ObjectMapper()
                            .valueToTree(policy.get("PolicyDocument"))
                            .toString()
                            .replaceAll("\\s", "")
                            .length())
                    .as(policy.id())
                    .isLessThanOrEqualTo(6144));
  }

  /** The ARNs that AWS would give what a stack makes. */
  private record Arns(ResolvedStack stack, String environment) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)(?:\\.(\\w+))?}");

    /** Of a resource, or of what an action for it is about. */
    String of(Resource resource, String type, String action) {
      return switch (action) {
        case "iam:PassRole" -> role("SomeRole");
        case "iam:CreateServiceLinkedRole" ->
            "arn:aws:iam::111122223333:role/aws-service-role/replication.dynamodb.amazonaws.com/R";
        case "s3:GetObject", "s3:GetObjectVersion" ->
            "arn:aws:s3:::aws-sam-cli-managed-default-samclisourcebucket-a1/trade-processing-%s/c0de"
                .formatted(environment);
        case "lambda:GetLayerVersion" ->
            "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension-Arm64:25";
        case "codedeploy:GetDeploymentConfig" ->
            "arn:aws:codedeploy:us-east-1:111122223333:deploymentconfig:CodeDeployDefault.LambdaAllAtOnce";
        default ->
            action.startsWith("codedeploy:")
                ? "arn:aws:codedeploy:us-east-1:111122223333:deploymentgroup:trade-processing-%s-ServerlessDeploymentApplication-A/G"
                    .formatted(environment)
                : of(resource, type);
      };
    }

    String of(Resource resource, String type) {
      return switch (type) {
        case "AWS::Lambda::Function" ->
            regional("lambda", "function:" + name(resource, "FunctionName"));
        case "AWS::Lambda::Version" ->
            regional("lambda", "function:" + name(resource, "FunctionName") + ":1");
        case "AWS::Lambda::Alias" ->
            regional("lambda", "function:" + name(resource, "FunctionName") + ":live");
        case "AWS::Lambda::EventSourceMapping" -> regional("lambda", "event-source-mapping:1");
        case "AWS::StepFunctions::StateMachine" ->
            regional("states", "stateMachine:" + name(resource, "Name"));
        case "AWS::Logs::LogGroup" ->
            regional("logs", "log-group:" + name(resource, "LogGroupName"));
        case "AWS::IAM::Role" -> role(resource.id());
        case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name(resource, "BucketName");
        case "AWS::S3::BucketPolicy" ->
            of(StackTemplate.referenced(stack, resource.get("Bucket")), "AWS::S3::Bucket");
        case "AWS::DynamoDB::GlobalTable" ->
            regional("dynamodb", "table/" + name(resource, "TableName"));
        case "AWS::KMS::Key" -> regional("kms", "key/1");
        case "AWS::KMS::Alias" -> regional("kms", name(resource, "AliasName"));
        case "AWS::SQS::Queue" -> regional("sqs", name(resource, "QueueName"));
        case "AWS::SQS::QueuePolicy" ->
            of(StackTemplate.referenced(stack, resource.get("Queues", 0)), "AWS::SQS::Queue");
        case "AWS::Events::Rule" -> regional("events", "rule/" + name(resource, "Name"));
        case "AWS::Events::EventBusPolicy" -> regional("events", "event-bus/default");
        case "AWS::Events::Archive" ->
            regional("events", "archive/" + name(resource, "ArchiveName"));
        case "AWS::Scheduler::Schedule" ->
            regional("scheduler", "schedule/default/" + name(resource, "Name"));
        case "AWS::SSM::Parameter" -> regional("ssm", "parameter" + name(resource, "Name"));
        case "AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "AWS::SNS::Subscription" ->
            regional("sns", name(stack.resource("AlarmTopic"), "TopicName"));
        case "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm" ->
            regional("cloudwatch", "alarm:" + name(resource, "AlarmName"));
        case "AWS::CloudWatch::Dashboard" ->
            "arn:aws:cloudwatch::111122223333:dashboard/" + name(resource, "DashboardName");
        case "AWS::EC2::SecurityGroup" -> regional("ec2", "security-group/sg-1");
        case "AWS::EC2::VPCEndpoint" -> regional("ec2", "vpc-endpoint/vpce-1");
        case "AWS::ECR::Repository" ->
            regional("ecr", "repository/" + name(resource, "RepositoryName"));
        case "AWS::ECR::ReplicationConfiguration" -> "*";
        default -> throw new AssertionError("what is the ARN of a " + type + "?");
      };
    }

    /** A text with the ARNs for the placeholders of resources. */
    String real(String text) {
      return PLACEHOLDER
          .matcher(text)
          .replaceAll(
              match -> {
                Resource resource = stack.resource(match.group(1));
                String type = deployedTypes(resource).getFirst();
                String arn = of(resource, type);
                return switch (String.valueOf(match.group(2))) {
                  case "Alias" -> arn + ":live";
                  case "Version" -> arn + ":1";
                  case "StreamArn" -> arn + "/stream/2026-01-01T00:00:00.000";
                  default -> type.equals("AWS::Logs::LogGroup") ? arn + ":*" : arn;
                };
              });
    }

    private String role(String id) {
      return "arn:aws:iam::111122223333:role/trade-processing/%s/trade-processing-%s-A1B2"
          .formatted(environment, id);
    }

    private static String regional(String service, String resource) {
      return "arn:aws:%s:us-east-1:111122223333:%s".formatted(service, resource);
    }

    private static String name(Resource resource, String property) {
      return String.valueOf(resource.get(property));
    }
  }
}
