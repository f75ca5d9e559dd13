package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.testkit.Project;
import org.junit.jupiter.api.Test;

class WorkflowDefinitionTest {

  private static final String VALIDATE =
      "/States/ValidateAndEnrich/Branches/0/States/ValidateTrade";

  private final JsonNode definition = Project.json("statemachine/trade-processing.asl.json");

  @Test
  void theWorkflowHasNoneOfTheMistakesThatLintersLetPass() {
    assertThat(WorkflowLint.problems(definition)).isEmpty();
  }

  @Test
  void aPathUnderANameWithoutTheSuffixIsFound() {
    at(VALIDATE + "/Parameters").put("Payload", "$.detail");

    assertThat(WorkflowLint.problems(definition))
        .containsExactly(
            VALIDATE + "/Parameters/Payload: a path under a name without .$ is only text");
  }

  @Test
  void aLambdaTaskWithoutFunctionNameIsFound() {
    at(VALIDATE + "/Parameters").remove("FunctionName");

    assertThat(WorkflowLint.problems(definition))
        .containsExactly(VALIDATE + "/Parameters: no FunctionName");
  }

  @Test
  void aResourceOutsideTheAllowListIsFound() {
    at("/States/PublishOutcome").put("Resource", "arn:aws:states:::sns:publish");

    assertThat(WorkflowLint.problems(definition))
        .containsExactly(
            "/States/PublishOutcome/Resource: not one that the workflow may use:"
                + " arn:aws:states:::sns:publish");
  }

  @Test
  void anErrorNameThatNothingThrowsIsFound() {
    JsonNode names = definition.at(VALIDATE + "/Retry/1/ErrorEquals");
    ((ArrayNode) names).add("io.tradeprocessing.common.config.ConfigurationUnavailable");

    assertThat(WorkflowLint.problems(definition))
        .containsExactly(
            VALIDATE
                + "/Retry: neither an exception of the project nor an error of AWS:"
                + " io.tradeprocessing.common.config.ConfigurationUnavailable");
  }

  /** A JVM that ends on an OutOfMemoryError is that error, and the next one serves the trade. */
  @Test
  void aLambdaTaskThatDoesNotRetryAnEndedJvmIsFound() {
    ArrayNode names = (ArrayNode) definition.at(VALIDATE + "/Retry/1/ErrorEquals");
    for (int i = names.size() - 1; i >= 0; i--) {
      if (names.get(i).asText().equals("Runtime.ExitError")) {
        names.remove(i);
      }
    }

    assertThat(WorkflowLint.problems(definition))
        .containsExactly(VALIDATE + "/Retry: no Runtime.ExitError");
  }

  @Test
  void aTaskWithoutTimeOutIsFound() {
    at("/States/RecordCompliance").remove("TimeoutSeconds");

    assertThat(WorkflowLint.problems(definition))
        .containsExactly("/States/RecordCompliance: no TimeoutSeconds");
  }

  @Test
  void aRetrierWithoutJitterOrLimitIsFound() {
    at("/States/PublishOutcome/Retry/0").remove("JitterStrategy");
    at("/States/PublishOutcome/Retry/0").remove("MaxDelaySeconds");

    assertThat(WorkflowLint.problems(definition))
        .containsExactly(
            "/States/PublishOutcome/Retry: no MaxDelaySeconds",
            "/States/PublishOutcome/Retry: no JitterStrategy");
  }

  @Test
  void theReadmeShowsTheWorkflowAsItIs() {
    String diagram = Cli.run("graph").out();

    assertThat(Project.text("README.md")).contains("```mermaid\n" + diagram + "```\n");
  }

  private ObjectNode at(String pointer) {
    return (ObjectNode) definition.at(pointer);
  }
}
