package io.tradeprocessing.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.data.Condition;
import io.tradeprocessing.asl.data.Path;
import io.tradeprocessing.asl.data.Template;
import io.tradeprocessing.asl.data.Timestamps;
import io.tradeprocessing.asl.json.Excerpt;
import io.tradeprocessing.asl.model.Definition;
import io.tradeprocessing.asl.model.Flow;
import io.tradeprocessing.asl.model.State;
import io.tradeprocessing.asl.model.StateType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a definition and finds everything that is wrong with it: what CreateStateMachine
 * refuses, and what this interpreter does not support.
 */
public final class DefinitionReader {

  private static final int MAX_NAME_CHARS = 80;

  private static final String CALLBACK = ".waitForTaskToken";
  private static final Pattern ACTIVITY =
      Pattern.compile("arn:[^:]*:states:[^:]*:[^:]*:activity:.*");

  private static final Set<String> VARIABLES = Set.of("Assign");
  private static final Set<String> JSONATA = Set.of("Arguments", "Output", "Items", "Condition");
  private final Problems problems = new Problems();
  private final TemplateReader templates = new TemplateReader(problems);
  private final ConditionReader conditions = new ConditionReader();
  private final DistributedMapReader distributedMaps = new DistributedMapReader(this::readTemplate);
  private final Set<String> namesSoFar = new HashSet<>();

  public static Definition read(JsonNode definition) throws InvalidDefinitionException {
    return new DefinitionReader().readAll(definition);
  }

  private Definition readAll(JsonNode definition) throws InvalidDefinitionException {
    if (!(definition instanceof ObjectNode object)) {
      problems.add("", "A definition must be an object, not " + Excerpt.of(definition));
      problems.throwIfAny();
      throw new IllegalStateException("unreachable");
    }
    Fields root = new Fields(object, "", problems);
    root.onlyAllows(
        List.of("Comment", "QueryLanguage", "StartAt", "States", "Version", "TimeoutSeconds"));
    refuseJsonata(root);
    root.text("Comment");
    root.text("Version")
        .filter(version -> !version.equals("1.0"))
        .ifPresent(version -> root.problem("Version", "must be \"1.0\", not \"" + version + "\""));
    Optional<Integer> timeout = root.integer("TimeoutSeconds", 1, State.Amount.MAX);
    Flow flow = readFlow(root);
    problems.throwIfAny();
    return new Definition(flow, timeout.map(Duration::ofSeconds).orElse(null));
  }

  private Flow readFlow(Fields fields) {
    Optional<String> startAt = fields.requiredText("StartAt");
    Optional<Fields> declared = fields.fields("States");
    if (!fields.has("States")) {
      problems.add(fields.pointer(), "Field 'States' is missing");
    }
    List<State> read = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (String name :
        declared.map(states -> (Iterable<String>) states.object()::fieldNames).orElse(List.of())) {
      names.add(name);
      if (!isAllowedName(declared.orElseThrow(), name)) {
        continue;
      }
      declared
          .orElseThrow()
          .fields(name)
          .flatMap(state -> readState(name, state))
          .ifPresent(read::add);
    }
    if (declared.isPresent() && names.isEmpty()) {
      fields.problem("States", "must have at least one state");
    }
    startAt.ifPresent(new FlowGraph(fields, names, read)::check);
    Map<String, State> states = new LinkedHashMap<>();
    read.forEach(state -> states.put(state.head().name(), state));
    return new Flow(startAt.orElse(""), states);
  }

  private boolean isAllowedName(Fields states, String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
      states.problem(name, "A state's name must have 1 to 80 characters");
      return false;
    }
    if (!namesSoFar.add(name)) {
      states.problem(
          name,
          "Another state is called '" + name + "': names must be unique, nested ones included");
    }
    return true;
  }

  private Optional<State> readState(String name, Fields fields) {
    Optional<String> typeName = fields.requiredText("Type");
    Optional<StateType> type = typeName.flatMap(StateType::named);
    if (type.isEmpty()) {
      typeName.ifPresent(
          unknown ->
              fields.problem(
                  "Type",
                  "'%s' is not a state type; allowed are %s"
                      .formatted(
                          unknown,
                          String.join(
                              ", ",
                              Stream.of(StateType.values()).map(StateType::typeName).toList()))));
      return Optional.empty();
    }
    checkFields(fields, type.get());
    State.Head head = readHead(name, fields, type.get());
    return Optional.of(
        switch (type.get()) {
          case PASS -> readPass(head, fields);
          case TASK -> readTask(head, fields);
          case CHOICE -> readChoice(head, fields);
          case WAIT -> new State.Wait(head, readDelay(fields));
          case SUCCEED -> new State.Succeed(head);
          case FAIL ->
              new State.Fail(
                  head,
                  FieldReaders.readText(fields, "Error"),
                  FieldReaders.readText(fields, "Cause"));
          case PARALLEL -> readParallel(head, fields);
          case MAP -> readMap(head, fields);
        });
  }

  private static void checkFields(Fields fields, StateType type) {
    for (String name : (Iterable<String>) fields.object()::fieldNames) {
      if (AllowedFields.of(type).contains(name)) {
        continue;
      }
      if (VARIABLES.contains(name)) {
        fields.problem(name, "Variables (" + name + ") are not supported");
      } else if (JSONATA.contains(name)) {
        fields.problem(name, "JSONata (" + name + ") is not supported");
      } else {
        fields.problem(
            name,
            "Field '%s' is not supported on a %s state; allowed are %s"
                .formatted(name, type.typeName(), String.join(", ", AllowedFields.of(type))));
      }
    }
    refuseJsonata(fields);
  }

  private static void refuseJsonata(Fields fields) {
    fields
        .text("QueryLanguage")
        .filter(language -> !language.equals("JSONPath"))
        .ifPresent(
            language ->
                fields.problem(
                    "QueryLanguage",
                    language.equals("JSONata")
                        ? "JSONata is not supported, only JSONPath"
                        : "must be JSONPath, not " + language));
  }

  private static State.Head readHead(String name, Fields fields, StateType type) {
    String comment = fields.text("Comment").orElse("");
    return new State.Head(
        name,
        fields.pointer(),
        comment,
        FieldReaders.readFilter(fields, "InputPath"),
        FieldReaders.readFilter(fields, "OutputPath"),
        AllowedFields.of(type).contains("Next") ? readNext(fields) : null);
  }

  private static @Nullable String readNext(Fields fields) {
    JsonNode end = fields.value("End");
    if (end != null && !end.isBoolean()) {
      fields.problem("End", "must be true or false");
    }
    boolean ends = end != null && end.booleanValue();
    if (ends && fields.has("Next")) {
      fields.problem("End", "A state has either 'Next' or 'End', not both");
    } else if (!ends && !fields.has("Next")) {
      fields.problems().add(fields.pointer(), "Field 'Next' is missing, or 'End': true");
    }
    return fields.text("Next").orElse(null);
  }

  private @Nullable Template readTemplate(Fields fields, String name) {
    JsonNode value = fields.value(name);
    return value == null ? null : templates.read(value, fields.at(name));
  }

  private State readPass(State.Head head, Fields fields) {
    return new State.Pass(
        head,
        readTemplate(fields, "Parameters"),
        fields.value("Result"),
        FieldReaders.readResultPath(fields));
  }

  private State readTask(State.Head head, Fields fields) {
    Optional<String> resource = fields.requiredText("Resource");
    resource.ifPresent(arn -> checkResource(fields, arn));
    fields.fields("Credentials");
    State.Amount timeout = FieldReaders.readAmount(fields, "TimeoutSeconds", 1);
    State.Amount heartbeat = FieldReaders.readAmount(fields, "HeartbeatSeconds", 1);
    if (timeout instanceof State.Amount.Given(int limit)
        && heartbeat instanceof State.Amount.Given(int interval)
        && interval >= limit) {
      fields.problem("HeartbeatSeconds", "must be smaller than TimeoutSeconds");
    }
    return new State.Task(
        head,
        resource.orElse(""),
        readTemplate(fields, "Parameters"),
        timeout,
        heartbeat,
        readHandling(fields));
  }

  private static void checkResource(Fields fields, String resource) {
    if (resource.isEmpty()) {
      fields.problem("Resource", "must not be empty");
    } else if (resource.endsWith(CALLBACK)) {
      fields.problem("Resource", "Callbacks (waitForTaskToken) are not supported: " + resource);
    } else if (ACTIVITY.matcher(resource).matches()) {
      fields.problem("Resource", "Activities are not supported: " + resource);
    }
  }

  private State readChoice(State.Head head, Fields fields) {
    List<State.Rule> rules = new ArrayList<>();
    for (Fields rule : fields.elements("Choices")) {
      Condition condition = conditions.readRule(rule);
      rule.requiredText("Next").ifPresent(next -> rules.add(new State.Rule(condition, next)));
    }
    JsonNode choices = fields.value("Choices");
    if (choices == null) {
      fields.problems().add(fields.pointer(), "Field 'Choices' is missing");
    } else if (choices.isArray() && choices.isEmpty()) {
      fields.problem("Choices", "must have at least one rule");
    }
    return new State.Choice(head, List.copyOf(rules), fields.text("Default").orElse(null));
  }

  private static State.Delay readDelay(Fields fields) {
    String[] ways = {"Seconds", "SecondsPath", "Timestamp", "TimestampPath"};
    fields.atMostOneOf(ways);
    if (Stream.of(ways).noneMatch(fields::has)) {
      fields.problems().add(fields.pointer(), "One of " + String.join(", ", ways) + " is missing");
    }
    State.Amount seconds = FieldReaders.readAmount(fields, "Seconds", 0);
    if (seconds != null) {
      return new State.Delay.Seconds(seconds);
    }
    State.Text timestamp = FieldReaders.readText(fields, "Timestamp");
    if (timestamp instanceof State.Text.Given(String text) && Timestamps.parse(text).isEmpty()) {
      fields.problem(
          "Timestamp", "must be an RFC 3339 time such as 2026-01-31T12:00:00Z, not " + text);
    }
    return timestamp == null
        ? new State.Delay.Seconds(new State.Amount.Given(0))
        : new State.Delay.Until(timestamp);
  }

  private State readParallel(State.Head head, Fields fields) {
    List<Flow> branches = new ArrayList<>();
    for (Fields branch : fields.elements("Branches")) {
      branch.onlyAllows(List.of("Comment", "StartAt", "States"));
      branches.add(readFlow(branch));
    }
    JsonNode value = fields.value("Branches");
    if (value == null) {
      fields.problems().add(fields.pointer(), "Field 'Branches' is missing");
    } else if (value.isArray() && value.isEmpty()) {
      fields.problem("Branches", "must have at least one branch");
    }
    return new State.Parallel(
        head, readTemplate(fields, "Parameters"), List.copyOf(branches), readHandling(fields));
  }

  private State readMap(State.Head head, Fields fields) {
    fields.atMostOneOf("ItemProcessor", "Iterator");
    fields.atMostOneOf("ItemSelector", "Parameters");
    Optional<Fields> processor = fields.fields("ItemProcessor").or(() -> fields.fields("Iterator"));
    if (!fields.has("ItemProcessor") && !fields.has("Iterator")) {
      fields.problems().add(fields.pointer(), "Field 'ItemProcessor' is missing");
    }
    boolean distributed = processor.filter(DistributedMapReader::isDistributed).isPresent();
    processor.ifPresent(DefinitionReader::checkProcessor);
    if (!distributed) {
      DistributedMapReader.FIELDS.stream()
          .filter(fields::has)
          .forEach(
              name ->
                  fields.problem(
                      name, "Field '" + name + "' needs a ProcessorConfig with Mode DISTRIBUTED"));
    }
    Template selector = readTemplate(fields, "ItemSelector");
    Template parameters = readTemplate(fields, "Parameters");
    State.Amount concurrency = FieldReaders.readAmount(fields, "MaxConcurrency", 0);
    if (concurrency instanceof State.Amount.At(Path path, String field, int minimum)
        && path.context()) {
      fields.problem(field, "must be a reference path into the input, not " + path.text());
    }
    State.MapEach map =
        new State.MapEach(
            head,
            fields
                .compiled("ItemsPath", PathReader::compile)
                .orElseGet(() -> PathReader.compile("$")),
            selector == null ? parameters : selector,
            concurrency == null ? new State.Amount.Given(0) : concurrency,
            processor.map(this::readFlow).orElseGet(() -> new Flow("", Map.of())),
            readHandling(fields));
    return distributed ? distributedMaps.read(map, fields, processor.orElseThrow()) : map;
  }

  private static void checkProcessor(Fields processor) {
    processor.onlyAllows(List.of("Comment", "ProcessorConfig", "StartAt", "States"));
    processor
        .fields("ProcessorConfig")
        .ifPresent(
            config -> {
              config.onlyAllows(List.of("Mode", "ExecutionType"));
              config
                  .text("Mode")
                  .filter(mode -> !mode.equals("INLINE") && !mode.equals("DISTRIBUTED"))
                  .ifPresent(
                      mode -> config.problem("Mode", "must be INLINE or DISTRIBUTED, not " + mode));
              config.text("ExecutionType");
            });
  }

  private State.Handling readHandling(Fields fields) {
    return new State.Handling(
        readTemplate(fields, "ResultSelector"),
        FieldReaders.readResultPath(fields),
        RetryAndCatchReader.readRetriers(fields),
        RetryAndCatchReader.readCatchers(fields));
  }
}
