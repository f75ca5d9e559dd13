package io.tradeprocessing.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.config.ConfigurationException;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The parts of {@code template.yaml} that a local run deploys: functions, rules, the state machine,
 * the table, the parameters.
 *
 * <p>References resolve to local identities: a parameter to its default, a function's alias to an
 * ARN, a queue to a URL, in an account that cannot exist.
 */
public final class DeploymentTemplate {

  public static final String REGION = "us-east-1";
  public static final String ACCOUNT = "000000000000";

  /** EventBridge's, where a rule says nothing. */
  private static final int DEFAULT_RETRY_ATTEMPTS = 185;

  private static final int DEFAULT_EVENT_AGE_SECONDS = 86_400;

  /** Lambda's, of a stream, where an event source mapping says nothing. */
  private static final int DEFAULT_BATCH = 100;

  /** Logical ID of the state machine of the live workflow, by the type of its executions. */
  public static final String STANDARD_WORKFLOW = "TradeProcessingStateMachine";

  public static final String EXPRESS_WORKFLOW = "TradeProcessingExpressStateMachine";

  /** Logical ID of the state machine of backfills. */
  public static final String BACKFILL = "TradeBackfillStateMachine";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9:.]+)}");

  private final Path file;
  private final JsonNode root;

  private DeploymentTemplate(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a template.
   *
   * @throws UserError if it is not there, is not YAML, or has no resources
   */
  public static DeploymentTemplate read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      @Nullable Node node = new Yaml().compose(reader);
      DeploymentTemplate template =
          new DeploymentTemplate(file, node == null ? MissingNode.getInstance() : json(node));
      if (!template.root.path("Resources").isObject()) {
        throw new UserError(file + " is not a template: it has no Resources");
      }
      return template;
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      String place =
          mark == null
              ? ""
              : ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
      throw new UserError(file + place + ": not YAML: " + e.getProblem(), e);
    } catch (NoSuchFileException e) {
      throw new UserError("the template " + file + " does not exist", e);
    } catch (IOException e) {
      throw new UserError("the template " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A Lambda function of the template. */
  public record Function(String logicalId, String handler, int timeoutSeconds) {}

  /** The functions that the live workflow invokes, by the ARN under which it does. */
  public Map<String, Function> functions() {
    return functions(STANDARD_WORKFLOW);
  }

  /**
   * The functions that a state machine invokes, by the ARN under which it does.
   *
   * @param stateMachine its logical ID
   */
  public Map<String, Function> functions(String stateMachine) {
    Map<String, Function> functions = allFunctions();
    String definition = definition(stateMachine);
    functions.keySet().removeIf(arn -> !definition.contains('"' + arn + '"'));
    return functions;
  }

  private Map<String, Function> allFunctions() {
    Map<String, Function> functions = new LinkedHashMap<>();
    resources("AWS::Serverless::Function")
        .forEach(
            (id, properties) ->
                functions.put(
                    functionArn(id),
                    new Function(
                        id,
                        required(properties, id, "Handler").asText(),
                        properties
                            .path("Timeout")
                            .asInt(root.at("/Globals/Function/Timeout").asInt(3)))));
    return functions;
  }

  /**
   * How Lambda delivers the stream of the table to a function.
   *
   * @param batchSize changes in a batch at most
   * @param batchingWindow that Lambda waits for more
   * @param maximumRetryAttempts of a batch; -1 for as long as the stream has it
   * @param maximumRecordAge after which Lambda gives a change up
   * @param reportsItemFailures whether Lambda reads from which change on a batch failed
   * @param bisects whether Lambda halves a batch that failed
   */
  public record EventSource(
      Function function,
      int batchSize,
      Duration batchingWindow,
      int maximumRetryAttempts,
      Duration maximumRecordAge,
      boolean reportsItemFailures,
      boolean bisects) {}

  /** How the template connects the table's stream to the archiver. */
  public EventSource eventSource() {
    Map.Entry<String, JsonNode> found = only("AWS::Lambda::EventSourceMapping");
    JsonNode mapping = found.getValue();
    Function function =
        allFunctions().get(resolve(required(mapping, found.getKey(), "FunctionName")));
    if (function == null) {
      throw new UserError("%s: %s has no function of the template".formatted(file, found.getKey()));
    }
    return new EventSource(
        function,
        number(mapping.path("BatchSize"), DEFAULT_BATCH),
        Duration.ofSeconds(number(mapping.path("MaximumBatchingWindowInSeconds"), 0)),
        number(mapping.path("MaximumRetryAttempts"), -1),
        Duration.ofSeconds(
            number(mapping.path("MaximumRecordAgeInSeconds"), DEFAULT_EVENT_AGE_SECONDS)),
        mapping.path("FunctionResponseTypes").toString().contains("\"ReportBatchItemFailures\""),
        mapping.path("BisectBatchOnFunctionError").asBoolean());
  }

  /**
   * The event patterns of the rules that start executions for trades, as JSON text, by logical ID.
   * The rule of the probe is not among them: a probe says that a Region works, and leaves no
   * record.
   */
  public Map<String, String> eventPatterns() {
    Set<String> stateMachines = resources("AWS::Serverless::StateMachine").keySet();
    Map<String, String> patterns = new LinkedHashMap<>();
    resources("AWS::Events::Rule")
        .forEach(
            (id, properties) -> {
              List<String> targets =
                  required(properties, id, "Targets").findValuesAsText("Ref", new ArrayList<>());
              boolean ofProbe =
                  properties.at("/EventPattern/source/0").asText().equals(TradeEvent.PROBE_SOURCE);
              if (!ofProbe && !Collections.disjoint(targets, stateMachines)) {
                patterns.put(id, required(properties, id, "EventPattern").toString());
              }
            });
    return patterns;
  }

  /**
   * A rule of the event bus.
   *
   * @param eventPattern as JSON text
   * @param maximumRetryAttempts of EventBridge, to invoke the target
   * @param maximumEventAge after which EventBridge gives up
   * @param deadLetterQueue logical ID of the queue for what cannot be delivered
   */
  public record Rule(
      String logicalId,
      String eventPattern,
      int maximumRetryAttempts,
      Duration maximumEventAge,
      Optional<String> deadLetterQueue) {}

  /** The rules of {@link #eventPatterns}, with what EventBridge does where a target fails. */
  public List<Rule> rules() {
    Map<String, JsonNode> rules = resources("AWS::Events::Rule");
    return eventPatterns().entrySet().stream()
        .map(
            rule -> {
              JsonNode target = rules.getOrDefault(rule.getKey(), root).at("/Targets/0");
              JsonNode retry = target.path("RetryPolicy");
              String queue = target.at("/DeadLetterConfig/Arn/Fn::GetAtt").asText();
              return new Rule(
                  rule.getKey(),
                  rule.getValue(),
                  number(retry.path("MaximumRetryAttempts"), DEFAULT_RETRY_ATTEMPTS),
                  Duration.ofSeconds(
                      number(retry.path("MaximumEventAgeInSeconds"), DEFAULT_EVENT_AGE_SECONDS)),
                  Optional.of(queue.replaceFirst("\\.Arn$", "")).filter(id -> !id.isEmpty()));
            })
        .toList();
  }

  private int number(JsonNode value, int otherwise) {
    return value.isMissingNode() ? otherwise : Integer.parseInt(resolve(value));
  }

  /**
   * The text of the live workflow's definition for STANDARD executions, see {@link
   * #definition(String)}.
   */
  public String definition() {
    return definition(STANDARD_WORKFLOW);
  }

  /**
   * The text of a state machine's definition, with its substitutions made.
   *
   * @param logicalId of the state machine; where the template has only one, it is that one
   */
  public String definition(String logicalId) {
    Map<String, JsonNode> machines = resources("AWS::Serverless::StateMachine");
    String id = machines.size() == 1 ? machines.keySet().iterator().next() : logicalId;
    JsonNode machine = machines.get(id);
    if (machine == null) {
      throw new UserError(file + " has no state machine " + id);
    }
    Path source = file.resolveSibling(required(machine, id, "DefinitionUri").asText());
    String text;
    try {
      text = Files.readString(source);
    } catch (IOException e) {
      throw new UserError("the state machine definition " + source + " cannot be read", e);
    }
    JsonNode substitutions = machine.path("DefinitionSubstitutions");
    return VARIABLE
        .matcher(text)
        .replaceAll(
            match -> {
              JsonNode value = substitutions.path(match.group(1));
              if (value.isMissingNode()) {
                throw new UserError(
                    "%s: ${%s} is not among the DefinitionSubstitutions of %s"
                        .formatted(source, match.group(1), id));
              }
              return Matcher.quoteReplacement(resolve(value));
            });
  }

  /** The table's properties, as CloudFormation has them. */
  public JsonNode table() {
    return only("AWS::DynamoDB::GlobalTable").getValue();
  }

  /** The values of the SSM parameters, by the last part of their names. */
  public Map<String, String> parameters() {
    Map<String, String> values = new LinkedHashMap<>();
    resources("AWS::SSM::Parameter")
        .forEach(
            (id, properties) -> {
              String name = resolve(required(properties, id, "Name"));
              values.put(
                  name.substring(name.lastIndexOf('/') + 1),
                  resolve(required(properties, id, "Value")));
            });
    return values;
  }

  /** What the functions would read from these parameters. */
  public Settings settings() {
    try {
      return Settings.parse(parameters(), "template parameter ");
    } catch (ConfigurationException e) {
      throw new UserError(file + ": " + e.getMessage(), e);
    }
  }

  private Map.Entry<String, JsonNode> only(String type) {
    Map<String, JsonNode> found = resources(type);
    if (found.size() != 1) {
      throw new UserError(
          "%s must have one resource of type %s and has %d".formatted(file, type, found.size()));
    }
    return found.entrySet().iterator().next();
  }

  private Map<String, JsonNode> resources(String type) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    root.path("Resources")
        .properties()
        .forEach(
            resource -> {
              if (resource.getValue().path("Type").asText().equals(type)) {
                found.put(resource.getKey(), resource.getValue().path("Properties"));
              }
            });
    return found;
  }

  private JsonNode required(JsonNode properties, String id, String name) {
    JsonNode value = properties.path(name);
    if (value.isMissingNode()) {
      throw new UserError("%s: resource %s has no property %s".formatted(file, id, name));
    }
    return value;
  }

  /** The text that a value stands for in a local deployment. */
  private String resolve(JsonNode value) {
    if (value.isValueNode()) {
      return value.asText();
    }
    if (value.has("Ref")) {
      return reference(value.get("Ref").asText());
    }
    if (value.path("Fn::Sub").isTextual()) {
      return VARIABLE
          .matcher(value.get("Fn::Sub").asText())
          .replaceAll(match -> Matcher.quoteReplacement(reference(match.group(1))));
    }
    throw new UserError("%s: a local run resolves Ref and Fn::Sub, not %s".formatted(file, value));
  }

  private String reference(String name) {
    switch (name) {
      case "AWS::Region" -> {
        return REGION;
      }
      case "AWS::AccountId" -> {
        return ACCOUNT;
      }
      case "AWS::Partition" -> {
        return "aws";
      }
      default -> {}
    }
    JsonNode parameter = root.path("Parameters").path(name);
    if (parameter.has("Default")) {
      return parameter.get("Default").asText();
    }
    String id = name.endsWith(".Alias") ? name.substring(0, name.length() - 6) : name;
    return switch (root.path("Resources").path(id).path("Type").asText()) {
      case "AWS::Serverless::Function" -> functionArn(id);
      case "AWS::S3::Bucket" -> id;
      case "AWS::SQS::Queue" -> "https://sqs." + REGION + ".amazonaws.com/" + ACCOUNT + "/" + id;
      default ->
          throw new UserError(
              "%s: %s has no value in a local run: it is not a function, a queue, a bucket or a parameter with a default"
                  .formatted(file, name));
    };
  }

  public static String functionArn(String logicalId) {
    return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + logicalId + ":live";
  }

  /** YAML to JSON, CloudFormation's short forms ({@code !Ref x}) to the long ones. */
  private static JsonNode json(Node node) {
    JsonNodeFactory factory = JsonNodeFactory.instance;
    JsonNode value =
        switch (node) {
          case MappingNode mapping -> {
            ObjectNode object = factory.objectNode();
            for (NodeTuple tuple : mapping.getValue()) {
              ScalarNode key = (ScalarNode) tuple.getKeyNode();
              if (object.has(key.getValue())) {
                throw new DuplicateKeyException(key);
              }
              object.set(key.getValue(), json(tuple.getValueNode()));
            }
            yield object;
          }
          case SequenceNode sequence -> {
            ArrayNode array = factory.arrayNode();
            sequence.getValue().forEach(element -> array.add(json(element)));
            yield array;
          }
          case ScalarNode scalar -> scalar(scalar);
          default -> factory.nullNode();
        };
    String tag = node.getTag().getValue();
    if (!tag.startsWith("!") || tag.length() == 1) {
      return value;
    }
    String function = tag.substring(1);
    boolean bare = function.equals("Ref") || function.equals("Condition");
    return factory.objectNode().set(bare ? function : "Fn::" + function, value);
  }

  private static JsonNode scalar(ScalarNode scalar) {
    JsonNodeFactory factory = JsonNodeFactory.instance;
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.INT) && text.matches("-?[0-9]{1,18}")) {
      return factory.numberNode(Long.parseLong(text));
    }
    if (tag.equals(Tag.BOOL)) {
      return factory.booleanNode(Boolean.parseBoolean(text));
    }
    return tag.equals(Tag.NULL) ? factory.nullNode() : factory.textNode(text);
  }

  /** A composed document still has what a loaded one would have refused. */
  private static final class DuplicateKeyException extends MarkedYAMLException {
    private static final long serialVersionUID = 1;

    DuplicateKeyException(ScalarNode key) {
      super(null, null, "duplicate key " + key.getValue(), key.getStartMark());
    }
  }
}
