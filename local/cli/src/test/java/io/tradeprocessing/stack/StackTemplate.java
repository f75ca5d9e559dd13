package io.tradeprocessing.stack;

import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;

import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import io.tradeprocessing.testkit.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The project's template, and what its tests ask of a stack that it would make. */
final class StackTemplate {

  static final Template TEMPLATE = Template.read(Project.file("template.yaml"));

  static final List<String> FUNCTIONS =
      List.of(
          "TradeValidatorFunction",
          "MetadataEnricherFunction",
          "ComplianceRecorderFunction",
          "RecordArchiverFunction");

  static final List<String> WORKFLOW_QUEUES =
      List.of("TradeValidatorDLQ", "MetadataEnricherDLQ", "ComplianceRecorderDLQ", "OutcomeDLQ");

  /** The rule of what operations decides. */
  static final String OPERATIONS_RULE = "OperationsRule";

  /** The rules that start the workflow: those of the sources, and that of operations. */
  static final List<String> RULES =
      with(Stream.of(SourceSystem.values()).map(StackTemplate::ruleOf).toList(), OPERATIONS_RULE);

  static final Map<String, String> VPC =
      Map.of(
          "VpcId", "vpc-0a1b2c3d",
          "PrivateSubnetIds", "subnet-0a1b2c3d,subnet-4e5f6a7b",
          "PrivateRouteTableIds", "rtb-0a1b2c3d,rtb-4e5f6a7b");

  private static final Map<String, String> REPLICATED =
      Map.of("ReplicaRegion", "eu-west-1", "TableIsDeployed", "true", "Archive", "governance");

  private static final Map<String, String> STANDBY =
      Map.of(
          "Role", "standby",
          "PrimaryRegion", "us-east-1",
          "ReplicaRegion", "eu-west-1",
          "RegionSlot", "1",
          "Archive", "governance",
          "TableStreamArn",
              "arn:aws:dynamodb:eu-west-1:111122223333:table/trade-records-dev/stream/2026-01-01T00:00:00.000");

  private StackTemplate() {}

  /** The rule that starts the workflow for a system, such as {@code SourceSystem1Rule}. */
  static String ruleOf(SourceSystem system) {
    String id = system.id();
    return "Source" + id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1) + "Rule";
  }

  /** A primary stack with a replica and an archive, unless the parameters say otherwise. */
  static ResolvedStack deploy(Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>(REPLICATED);
    all.putAll(parameters);
    return TEMPLATE.deploy("us-east-1", all);
  }

  /** The standby of that stack, in its replica Region. */
  static ResolvedStack deployStandby(Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>(STANDBY);
    all.putAll(parameters);
    return TEMPLATE.deploy("eu-west-1", all);
  }

  static ResolvedStack deploy(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(more);
    return deploy(all);
  }

  static List<Resource> functions(ResolvedStack stack) {
    return FUNCTIONS.stream().map(stack::resource).toList();
  }

  /** The modules of all functions, also of those that only some parameters deploy. */
  static List<String> modules() {
    return TEMPLATE.section("Resources").values().stream()
        .map(Template::asMap)
        .filter(resource -> "AWS::Serverless::Function".equals(resource.get("Type")))
        .map(function -> String.valueOf(asMap(function.get("Properties")).get("CodeUri")))
        .distinct()
        .toList();
  }

  static Resource role(ResolvedStack stack, Resource function) {
    return referenced(stack, function.get("Role"));
  }

  /** The resource that a placeholder stands for. */
  static Resource referenced(ResolvedStack stack, Object placeholder) {
    return stack.resource(String.valueOf(placeholder).replaceAll("^\\$\\{|[.}].*$", ""));
  }

  /** {@code action on resource}, for each pair that a role's inline policies allow. */
  static Set<String> allowed(ResolvedStack stack, String role) {
    Set<String> allowed = new TreeSet<>();
    for (Map<String, Object> statement : statements(stack.resource(role))) {
      if ("Allow".equals(statement.get("Effect"))) {
        for (Object action : oneOrMore(statement.get("Action"))) {
          for (Object resource : oneOrMore(statement.get("Resource"))) {
            allowed.add(action + " on " + resource);
          }
        }
      }
    }
    return allowed;
  }

  static List<Map<String, Object>> statements(Resource role) {
    return asList(role.get("Policies")).stream()
        .flatMap(
            policy -> asList(asMap(asMap(policy).get("PolicyDocument")).get("Statement")).stream())
        .map(Template::asMap)
        .toList();
  }

  static List<Map<String, Object>> documentStatements(Resource policy) {
    return asList(policy.get("PolicyDocument", "Statement")).stream().map(Template::asMap).toList();
  }

  static List<Object> oneOrMore(@Nullable Object value) {
    return value instanceof List<?> ? asList(value) : List.of(String.valueOf(value));
  }

  /** Tags are a list of keys and values, except where they are a map. */
  static Map<String, Object> tags(@Nullable Object tags) {
    if (tags instanceof Map<?, ?>) {
      return asMap(tags);
    }
    Map<String, Object> map = new HashMap<>();
    asList(tags)
        .forEach(
            tag ->
                map.put(
                    String.valueOf(asMap(tag).get("Key")),
                    String.valueOf(asMap(tag).get("Value"))));
    return map;
  }

  static List<String> with(Collection<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
