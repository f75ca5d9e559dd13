package io.tradeprocessing.cli.aws;

import io.tradeprocessing.cli.console.UserError;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/**
 * A stack as it is deployed.
 *
 * @param id ARN
 */
public record DeployedStack(
    String id,
    String name,
    String status,
    Map<String, String> parameters,
    Map<String, String> outputs) {

  /**
   * A resource of a stack.
   *
   * @param logicalId its name in the template
   * @param type such as {@code AWS::SQS::Queue}
   * @param physicalId what {@code Ref} returns: a name, an ARN or a URL, by type
   */
  public record Resource(String logicalId, String type, String physicalId) {}

  public DeployedStack {
    parameters = Map.copyOf(parameters);
    outputs = Map.copyOf(outputs);
  }

  /**
   * Reads a stack.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException if there is none, or it cannot be
   *     read
   */
  public static DeployedStack read(CloudFormationClient client, String name) {
    var described = client.describeStacks(request -> request.stackName(name)).stacks().getFirst();
    return new DeployedStack(
        described.stackId(),
        name,
        described.stackStatusAsString(),
        described.parameters().stream()
            .collect(Collectors.toMap(Parameter::parameterKey, Parameter::parameterValue)),
        described.outputs().stream()
            .collect(Collectors.toMap(Output::outputKey, Output::outputValue)));
  }

  /** Reads what the stack consists of. */
  public List<Resource> resources(CloudFormationClient client) {
    return client
        .listStackResourcesPaginator(request -> request.stackName(name))
        .stackResourceSummaries()
        .stream()
        .filter(resource -> resource.physicalResourceId() != null)
        .map(DeployedStack::resource)
        .toList();
  }

  private static Resource resource(StackResourceSummary resource) {
    return new Resource(
        resource.logicalResourceId(), resource.resourceType(), resource.physicalResourceId());
  }

  /**
   * The value of a parameter.
   *
   * @throws UserError if the deployed template has none of that name
   */
  public String parameter(String key) {
    return known(parameters.get(key), "parameter " + key);
  }

  /** The value of a parameter that is a number. */
  public int number(String key) {
    return Integer.parseInt(parameter(key));
  }

  /**
   * The value of an output.
   *
   * @throws UserError if the deployed template has none of that name
   */
  public String output(String key) {
    return known(outputs.get(key), "output " + key);
  }

  private String known(@Nullable String value, String what) {
    if (value == null) {
      throw new UserError(
          "the stack " + name + " has no " + what + ": deploy the present template first");
    }
    return value;
  }

  /** The ARN of something of another service in the same account and Region. */
  public String arn(String service, String resource) {
    String[] parts = id.split(":", -1);
    return String.join(":", parts[0], parts[1], service, parts[3], parts[4], resource);
  }
}
