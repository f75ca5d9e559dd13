package io.tradeprocessing.stack;

import io.tradeprocessing.stack.RegionGateway.Request;
import io.tradeprocessing.stack.RegionGateway.Response;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import io.tradeprocessing.testkit.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Stands in for CloudFormation's change sets with the deployed template, which LocalStack refuses
 * as it does updates of a rule. What a change set changes is computed from the project's template
 * with the parameters before and after; executed, it takes a few seconds and changes the rules.
 */
final class IntakeUpdates implements RegionGateway.StandIn {

  private static final Duration UPDATE = Duration.ofSeconds(4);
  private static final String INTAKE = "Intake";

  private final Template template;
  private final Map<String, DeployedStack> stacks = new HashMap<>();

  /** A stack of one Region, with what has changed since it was deployed. */
  private static final class DeployedStack {
    final String region;
    final RuleSwitch rules;
    Map<String, String> parameters;
    String status = "CREATE_COMPLETE";
    final Map<String, ChangeSet> changeSets = new HashMap<>();
    Optional<Instant> updated = Optional.empty();

    DeployedStack(String region, RuleSwitch rules, Map<String, String> parameters) {
      this.region = region;
      this.rules = rules;
      this.parameters = parameters;
    }
  }

  private record ChangeSet(Map<String, String> parameters, List<Resource> changes) {}

  IntakeUpdates(Template template) {
    this.template = template;
  }

  /** A stack that is deployed with these parameters. */
  void deployed(String region, RuleSwitch rules, Map<String, String> parameters) {
    DeployedStack stack = new DeployedStack(region, rules, Map.copyOf(parameters));
    stacks.put(region, stack);
    resolve(stack, parameters).ofType("AWS::Events::Rule").forEach(rule -> change(rules, rule));
  }

  @Override
  public synchronized Optional<Response> answer(Request request) {
    if (!request.service().equals("cloudformation")) {
      return Optional.empty();
    }
    Map<String, String> form = Form.parse(request.body());
    BiFunction<DeployedStack, Map<String, String>, String> operation =
        switch (request.operation()) {
          case "CreateChangeSet" -> this::create;
          case "DescribeChangeSet" -> IntakeUpdates::describe;
          case "ExecuteChangeSet" -> this::execute;
          case "DescribeStacks", "DescribeStackResource" -> null;
          default -> throw new IllegalStateException("not expected: " + request);
        };
    return Optional.ofNullable(operation)
        .map(
            known -> {
              String result = known.apply(stack(request), form);
              return new Response(
                  200,
                  "text/xml",
                  "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
                      .formatted(request.operation(), result));
            });
  }

  private DeployedStack stack(Request request) {
    return Objects.requireNonNull(stacks.get(request.region()), request.region());
  }

  private String create(DeployedStack stack, Map<String, String> form) {
    if (!"true".equals(form.get("UsePreviousTemplate"))) {
      throw new IllegalStateException("a failover keeps the deployed template: " + form);
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; form.containsKey(parameter(i, "ParameterKey")); i++) {
      String key = form.get(parameter(i, "ParameterKey"));
      String value =
          "true".equals(form.get(parameter(i, "UsePreviousValue")))
              ? stack.parameters.get(key)
              : form.get(parameter(i, "ParameterValue"));
      if (value != null) {
        parameters.put(key, value);
      }
    }
    ResolvedStack before = resolve(stack, stack.parameters);
    ResolvedStack after = resolve(stack, parameters);
    List<Resource> changes =
        after.resources().values().stream()
            .filter(resource -> !resource.equals(before.resources().get(resource.id())))
            .toList();
    if (!after.resources().keySet().equals(before.resources().keySet())) {
      throw new IllegalStateException("a failover adds and removes no resource");
    }
    String name = Objects.requireNonNull(form.get("ChangeSetName"));
    stack.changeSets.put(name, new ChangeSet(Map.copyOf(parameters), changes));
    return "<Id>" + name + "</Id><StackId>" + form.get("StackName") + "</StackId>";
  }

  private static String parameter(int number, String field) {
    return "Parameters.member." + number + "." + field;
  }

  private ResolvedStack resolve(DeployedStack stack, Map<String, String> parameters) {
    return template.deploy(stack.region, parameters);
  }

  private static ChangeSet changeSet(DeployedStack stack, Map<String, String> form) {
    return Objects.requireNonNull(stack.changeSets.get(form.get("ChangeSetName")));
  }

  private static String describe(DeployedStack stack, Map<String, String> form) {
    List<Resource> changes = changeSet(stack, form).changes();
    if (changes.isEmpty()) {
      return "<Status>FAILED</Status><StatusReason>The submitted information didn't contain"
          + " changes.</StatusReason>";
    }
    return changes.stream()
        .map(
            resource ->
                """
                <member><Type>Resource</Type><ResourceChange><Action>Modify</Action>\
                <LogicalResourceId>%s</LogicalResourceId><ResourceType>%s</ResourceType>\
                <Replacement>False</Replacement></ResourceChange></member>\
                """
                    .formatted(resource.id(), resource.type()))
        .collect(Collectors.joining("", "<Status>CREATE_COMPLETE</Status><Changes>", "</Changes>"));
  }

  private String execute(DeployedStack stack, Map<String, String> form) {
    ChangeSet changeSet = changeSet(stack, form);
    stack.status = "UPDATE_IN_PROGRESS";
    Thread.ofVirtual().start(() -> update(stack, changeSet));
    return "";
  }

  private void update(DeployedStack stack, ChangeSet changeSet) {
    try {
      Thread.sleep(UPDATE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    changeSet.changes().forEach(rule -> change(stack.rules, rule));
    synchronized (this) {
      stack.parameters = changeSet.parameters();
      stack.updated = Optional.of(Instant.now());
      stack.status = "UPDATE_COMPLETE";
    }
  }

  private static void change(RuleSwitch rules, Resource rule) {
    String name = String.valueOf(rule.get("Name"));
    if (rule.get("State").equals("ENABLED")) {
      rules.enable(name);
    } else {
      rules.disable(name);
    }
  }

  @Override
  public synchronized String amend(Request request, String answer) {
    return switch (request.operation()) {
      case "DescribeStacks" -> {
        DeployedStack stack = stack(request);
        yield answer
            .replaceAll("<StackStatus>[^<]*<", "<StackStatus>" + stack.status + "<")
            .replaceAll(
                "(<ParameterKey>" + INTAKE + "</ParameterKey>\\s*<ParameterValue>)[^<]*<",
                "$1" + stack.parameters.getOrDefault(INTAKE, "auto") + "<");
      }
      case "DescribeStackResource" ->
          stack(request)
              .updated
              .map(
                  at ->
                      answer.replaceAll(
                          "<LastUpdatedTimestamp>[^<]*<", "<LastUpdatedTimestamp>" + at + "<"))
              .orElse(answer);
      default -> answer;
    };
  }
}
