package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What linters of the Amazon States Language let pass and what then fails in production: a path
 * that is taken for text, an invocation without a function, a retry of an error that cannot occur.
 */
final class WorkflowLint {

  static final Set<String> RESOURCES =
      Set.of(
          "arn:aws:states:::lambda:invoke",
          "arn:aws:states:::sqs:sendMessage",
          "arn:aws:states:::events:putEvents");

  /** Error names of AWS that a definition may match. */
  static final Set<String> AWS_ERRORS =
      Set.of(
          "States.ALL",
          "States.DataLimitExceeded",
          "States.Timeout",
          "States.TaskFailed",
          "Sandbox.Timedout",
          "Runtime.ExitError",
          "Lambda.Unknown",
          "Lambda.ServiceException",
          "Lambda.AWSLambdaException",
          "Lambda.SdkClientException",
          "Lambda.TooManyRequestsException",
          "Lambda.ClientExecutionTimeoutException",
          "Lambda.SnapStartNotReadyException",
          "Lambda.SnapStartTimeoutException",
          "Lambda.SnapStartRegenerationFailureException",
          "Lambda.CodeArtifactUserPendingException",
          "Lambda.ResourceNotReadyException");

  /** Fields whose text is a path without saying so in the name. */
  private static final Set<String> PATH_FIELDS =
      Set.of("InputPath", "OutputPath", "ResultPath", "ItemsPath", "Variable");

  private final List<String> problems = new ArrayList<>();

  private WorkflowLint() {}

  /** The problems of a definition, each with its JSON Pointer. */
  static List<String> problems(JsonNode definition) {
    WorkflowLint lint = new WorkflowLint();
    if (!definition.has("TimeoutSeconds")) {
      lint.problems.add("/: no TimeoutSeconds");
    }
    lint.states(definition.path("States"), "/States");
    return lint.problems;
  }

  private void states(JsonNode states, String pointer) {
    states
        .properties()
        .forEach(
            entry -> {
              JsonNode state = entry.getValue();
              String at = pointer + "/" + entry.getKey();
              textLooksLikeNoPath(state, at);
              if (state.path("Type").asText().equals("Task")) {
                task(state, at);
              }
              states(state.at("/ItemProcessor/States"), at + "/ItemProcessor/States");
              for (int i = 0; i < state.path("Branches").size(); i++) {
                states(
                    state.path("Branches").get(i).path("States"),
                    at + "/Branches/" + i + "/States");
              }
            });
  }

  private void task(JsonNode task, String at) {
    String resource = task.path("Resource").asText();
    if (!RESOURCES.contains(resource)) {
      problems.add(at + "/Resource: not one that the workflow may use: " + resource);
    }
    JsonNode parameters = task.path("Parameters");
    if (resource.endsWith("lambda:invoke")
        && !parameters.has("FunctionName")
        && !parameters.has("FunctionName.$")) {
      problems.add(at + "/Parameters: no FunctionName");
    }
    if (!task.has("TimeoutSeconds") && !task.has("TimeoutSecondsPath")) {
      problems.add(at + ": no TimeoutSeconds");
    }
    if (resource.endsWith("lambda:invoke")) {
      Set<String> retried = new TreeSet<>();
      task.path("Retry")
          .forEach(
              retrier -> retrier.path("ErrorEquals").forEach(error -> retried.add(error.asText())));
      AWS_ERRORS.stream()
          .filter(error -> error.matches("(Lambda|Runtime|Sandbox)\\..*|States\\.Timeout"))
          .filter(error -> !retried.contains(error))
          .sorted()
          .forEach(error -> problems.add(at + "/Retry: no " + error));
    }
    for (String field : List.of("Retry", "Catch")) {
      for (JsonNode rule : task.path(field)) {
        rule.path("ErrorEquals").forEach(error -> error(error.asText(), at + "/" + field));
      }
    }
    for (JsonNode retrier : task.path("Retry")) {
      for (String field : List.of("BackoffRate", "MaxDelaySeconds", "JitterStrategy")) {
        if (retrier.path("MaxAttempts").asInt(3) > 0 && !retrier.has(field)) {
          problems.add(at + "/Retry: no " + field);
        }
      }
    }
  }

  private void error(String name, String at) {
    if (AWS_ERRORS.contains(name)) {
      return;
    }
    try {
      if (Throwable.class.isAssignableFrom(Class.forName(name))) {
        return;
      }
    } catch (ClassNotFoundException e) {
      // Said below.
    }
    problems.add(at + ": neither an exception of the project nor an error of AWS: " + name);
  }

  private void textLooksLikeNoPath(JsonNode node, String at) {
    node.properties()
        .forEach(
            entry -> {
              String name = entry.getKey();
              JsonNode value = entry.getValue();
              boolean mayBePath =
                  name.endsWith(".$") || name.endsWith("Path") || PATH_FIELDS.contains(name);
              if (value.isTextual() && value.asText().matches("\\$[.$\\[].*|\\$") && !mayBePath) {
                problems.add(at + "/" + name + ": a path under a name without .$ is only text");
              }
              if (!name.equals("States")) {
                textLooksLikeNoPath(value, at + "/" + name);
              }
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      textLooksLikeNoPath(node.get(i), at + "/" + i);
    }
  }
}
