package io.tradeprocessing.cli.doctor;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.aws.DeployedStack;
import io.tradeprocessing.cli.aws.DeployedStack.Resource;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.doctor.Answer.Known;
import io.tradeprocessing.cli.doctor.Answer.Missing;
import io.tradeprocessing.cli.doctor.Finding.Fail;
import io.tradeprocessing.cli.doctor.Finding.Ok;
import io.tradeprocessing.cli.doctor.Finding.Warn;
import io.tradeprocessing.cli.failover.Role;
import io.tradeprocessing.common.config.ConfigurationException;
import io.tradeprocessing.common.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/** Examines an environment: its stack, and everything that the stack made. */
public final class Doctor {

  private static final String VALIDATOR = "trade-validator-";
  private static final String ENRICHER = "metadata-enricher-";
  private static final String RECORDER = "compliance-recorder-";

  /** The states of a stack in which it is what its last template says, all ending so. */
  private static final String DONE = "COMPLETE";

  private static final String NONE = "none";

  private final AwsEnvironment aws;
  private final String environment;

  private Doctor(AwsEnvironment aws, String environment) {
    this.aws = aws;
    this.environment = environment;
  }

  /**
   * Examines an environment in one Region.
   *
   * @param environment the stack's EnvironmentSuffix
   * @throws UserError if there is no such stack
   */
  public static List<Finding> examine(AwsAccess access, String environment, String stackName) {
    try (AwsEnvironment aws = new AwsEnvironment(access)) {
      Answer<DeployedStack> stack = aws.stack(stackName);
      if (stack instanceof Missing<DeployedStack>) {
        throw new UserError(
            "there is no stack "
                + stackName
                + " in "
                + access.regionName()
                + ": give --region, --environment or --stack");
      }
      return stack.findings(stackName, new Doctor(aws, environment)::examine);
    }
  }

  /**
   * Tries the newest versions of the functions, also where the alias does not point at them yet.
   *
   * @param events folder of the events to try them with
   * @throws UserError if the folder has no events
   */
  public static List<Finding> tryNewest(AwsAccess access, String environment, Path events) {
    Trial trial = Trial.read(events);
    List<Finding> findings = new ArrayList<>();
    try (AwsEnvironment aws = new AwsEnvironment(access)) {
      newest(aws, VALIDATOR + environment, trial::validator, findings);
      newest(aws, ENRICHER + environment, trial::enricher, findings);
      newest(aws, RECORDER + environment, trial::recorder, findings);
    }
    return findings;
  }

  private static void newest(
      AwsEnvironment aws,
      String name,
      BiFunction<String, Trial.Invoker, List<Finding>> trial,
      List<Finding> findings) {
    findings.addAll(
        aws.function(name)
            .findings(
                name,
                function ->
                    trial.apply(
                        name + ":" + function.newest(),
                        payload -> aws.invoke(name, function.newest(), payload))));
  }

  private List<Finding> examine(DeployedStack stack) {
    List<Finding> findings = new ArrayList<>(state(stack));
    String path = "/trade-processing/" + environment + "/";
    findings.addAll(aws.settings(path).findings(path, values -> settings(path, values)));
    findings.addAll(table(stack.output("TradeTableName"), stack));
    findings.addAll(
        aws.resources(stack).findings(stack.name(), resources -> resources(stack, resources)));
    findings.addAll(quotas());
    return findings;
  }

  /** Judges the state that CloudFormation reports. */
  static List<Finding> state(DeployedStack stack) {
    String status = stack.status();
    if (status.endsWith("IN_PROGRESS")) {
      return List.of(
          new Warn(
              stack.name(), "is being changed: " + status, "run the command again afterwards"));
    }
    return status.endsWith(DONE) && !status.startsWith("ROLLBACK")
        ? List.of(new Ok(stack.name(), "is " + status))
        : List.of(
            new Fail(
                stack.name(),
                "is " + status + ", so it may be halfway between two templates",
                "aws cloudformation describe-stack-events --stack-name " + stack.name()));
  }

  /** Judges the settings by the parser that the functions use. */
  static List<Finding> settings(String path, Map<String, String> values) {
    try {
      Settings _ = Settings.parse(values, path);
      return List.of(new Ok(path, "has all parameters, and they are well formed"));
    } catch (ConfigurationException e) {
      return List.of(
          new Fail(
              path,
              "cannot be used: " + e.getMessage(),
              "aws ssm put-parameter --overwrite --name " + path + "NAME --value VALUE"));
    }
  }

  private List<Finding> resources(DeployedStack stack, List<Resource> resources) {
    List<Finding> findings = new ArrayList<>();
    List<Resource> alarms =
        resources.stream()
            .filter(resource -> resource.type().matches("AWS::CloudWatch::(Composite)?Alarm"))
            // Where no events are taken, every source is silent, and nobody is to be told.
            .filter(
                resource ->
                    takesEvents(stack.parameters())
                        || !resource.logicalId().endsWith("SilenceAlarm"))
            .toList();
    findings.addAll(aws.alarms(alarms).findings("alarms", found -> found.findings(alarms)));
    for (Resource resource : resources) {
      findings.addAll(examine(stack, resource));
    }
    return findings;
  }

  private List<Finding> examine(DeployedStack stack, Resource resource) {
    String id = resource.physicalId();
    return switch (resource.type()) {
      case "AWS::SNS::Topic" ->
          aws.subscribers(id).findings(name(id), subscribers -> subscribers.findings(name(id)));
      case "AWS::Lambda::Function" ->
          aws.function(id).findings(id, function -> function.findings(id));
      case "AWS::Lambda::EventSourceMapping" ->
          aws.eventSource(id).findings(id, source -> Archive.source(id, source));
      case "AWS::Events::Rule" ->
          aws.rule(name(id), stack.parameter("EventBusName"))
              .findings(
                  name(id),
                  enabled -> rule(name(id), resource.logicalId(), enabled, stack.parameters()));
      case "AWS::SQS::Queue" ->
          aws.messages(id).findings(name(id), messages -> queue(name(id), messages));
      case "AWS::S3::Bucket" ->
          resource.logicalId().equals("RecordArchiveBucket") ? lock(id, stack) : List.of();
      case "AWS::KMS::Key" ->
          resource.logicalId().equals("RecordArchiveKey")
              ? aws.key(id).findings(id, state -> Archive.key(id, state))
              : List.of();
      default -> List.of();
    };
  }

  /** The last part of a URL, an ARN, or the identifier of a rule on a bus. */
  private static String name(String id) {
    return id.replaceAll("^.*[/:|]", "");
  }

  private List<Finding> table(String name, DeployedStack stack) {
    boolean isPrimary = stack.parameter("Role").equals(Role.PRIMARY.toString());
    Optional<String> other =
        Optional.of(stack.parameter(isPrimary ? "ReplicaRegion" : "PrimaryRegion"))
            .filter(region -> !region.equals(NONE));
    Table.Wanted wanted = new Table.Wanted(other, stack.parameter("RetainData").equals("true"));
    List<Finding> findings = new ArrayList<>();
    findings.addAll(aws.table(name).findings(name, table -> table.findings(name, wanted)));
    findings.addAll(aws.recovery(name).findings(name, enabled -> Table.recovery(name, enabled)));
    return findings;
  }

  private List<Finding> lock(String bucket, DeployedStack stack) {
    return aws.lock(bucket)
        .findings(
            bucket,
            lock ->
                Archive.lock(
                    bucket, lock, stack.parameter("Archive"), stack.number("ArchiveYears")));
  }

  /**
   * Judges the state of a rule. Those of the sources and of operations follow the intake, all
   * others are enabled.
   *
   * @param id of the rule in the template
   * @param parameters of the stack
   */
  static List<Finding> rule(
      String name, String id, boolean enabled, Map<String, String> parameters) {
    boolean ofIntake = id.startsWith("SourceSystem") || id.equals("OperationsRule");
    boolean wanted = !ofIntake || takesEvents(parameters);
    if (enabled == wanted) {
      return List.of(new Ok(name, enabled ? "is enabled" : "is disabled, as Intake wants it"));
    }
    return List.of(
        enabled
            ? new Fail(
                name,
                "is enabled, although Role and Intake want this Region closed: trades are processed"
                    + " in both Regions",
                "./trades failover status; aws events disable-rule --name " + name)
            : new Fail(
                name,
                "is disabled, so what it is for does not happen",
                "aws events enable-rule --name " + name));
  }

  private static boolean takesEvents(Map<String, String> parameters) {
    return Role.of(parameters.getOrDefault("Role", "primary"))
        .orElse(Role.PRIMARY)
        .takesEvents(parameters.getOrDefault("Intake", "auto"));
  }

  /** Judges a dead-letter queue. */
  static List<Finding> queue(String name, long messages) {
    return messages == 0
        ? List.of(new Ok(name, "is empty"))
        : List.of(
            new Fail(
                name,
                "holds %,d dead %s".formatted(messages, messages == 1 ? "letter" : "letters"),
                "./trades dead-letters " + name + "; docs/runbook.md"));
  }

  private List<Finding> quotas() {
    List<Finding> findings = new ArrayList<>();
    quota(Quotas.CONCURRENCY, aws.concurrency(), findings);
    quota(Quotas.TRANSITIONS, aws.transitions(), findings);
    quota(Quotas.STARTS, aws.starts(), findings);
    quota(Quotas.PUT_EVENTS, aws.putEvents(), findings);
    quota(Quotas.WRITE_UNITS, aws.writeUnits(), findings);
    return findings;
  }

  private static void quota(
      Quotas.Quota quota, Answer<OptionalDouble> answer, List<Finding> findings) {
    findings.addAll(
        answer instanceof Known<OptionalDouble>(OptionalDouble value)
            ? Quotas.findings(quota, value)
            : answer.findings(quota.service() + ", " + quota.name(), _ -> List.of()));
  }
}
