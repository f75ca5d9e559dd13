package io.tradeprocessing.cli.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.hash.Sha256;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.MapRunExecutionCounts;
import software.amazon.awssdk.services.sfn.model.MapRunListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;

/**
 * A backfill on AWS: its state machine, found by the name of the environment, and its executions,
 * which have the name of the plan and the number of the start.
 */
public final class AwsBackfill {

  private final SfnClient stepFunctions;
  private final String stateMachine;

  private AwsBackfill(SfnClient stepFunctions, String stateMachine) {
    this.stepFunctions = stepFunctions;
    this.stateMachine = stateMachine;
  }

  /**
   * The backfill of an environment.
   *
   * @param environment the stack's EnvironmentSuffix
   * @throws UserError if the environment has none, or Step Functions cannot be asked
   */
  public static AwsBackfill of(SfnClient stepFunctions, String environment) {
    String name = "trade-backfill-" + environment;
    try {
      String arn =
          stepFunctions.listStateMachinesPaginator(r -> {}).stateMachines().stream()
              .filter(machine -> machine.name().equals(name))
              .map(StateMachineListItem::stateMachineArn)
              .findAny()
              .orElseThrow(
                  () ->
                      new UserError(
                          "there is no state machine "
                              + name
                              + " in "
                              + AwsAccess.place(stepFunctions)
                              + ": deploy the stack with Backfill=true, or give another"
                              + " --environment"));
      return new AwsBackfill(stepFunctions, arn);
    } catch (SdkException e) {
      throw refused(e);
    }
  }

  /** The input of the state machine. */
  public static ObjectNode input(Plan plan, int concurrency, int toleratedFailures) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("plan", plan.id())
        .put("planSha256", Sha256.hex(plan.bytes()))
        .put("itemsKey", Plan.itemsKey(plan.id()))
        .put("maxConcurrency", concurrency)
        .put("toleratedFailures", toleratedFailures);
  }

  /**
   * Starts a plan for the first time or, after a failure, once more: partitions that are done are
   * passed over, the others go on from their cursors.
   *
   * @return the ARN of the execution
   */
  public String start(String plan, JsonNode input) {
    for (int number = 1; ; number++) {
      String name = plan + "-" + number;
      try {
        return stepFunctions
            .startExecution(
                r -> r.stateMachineArn(stateMachine).name(name).input(ExactJson.write(input)))
            .executionArn();
      } catch (ExecutionAlreadyExistsException e) {
        // With another input; the next number is free, or the one after.
      } catch (SdkException e) {
        throw refused(e);
      }
    }
  }

  /** Starts a plan once more, with the input of an execution that has ended. */
  String startAgain(String plan, DescribeExecutionResponse ended) {
    try {
      return start(plan, ExactJson.read(ended.input()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Step Functions takes JSON alone", e);
    }
  }

  /**
   * The latest execution of a plan.
   *
   * @throws UserError if there is none
   */
  public DescribeExecutionResponse latest(String plan) {
    Optional<DescribeExecutionResponse> found = Optional.empty();
    for (int number = 1; ; number++) {
      Optional<DescribeExecutionResponse> next = describe(arn(plan + "-" + number));
      if (next.isEmpty()) {
        return found.orElseThrow(
            () -> new UserError("there is no backfill " + plan + " in " + stateMachine));
      }
      found = next;
    }
  }

  /** An execution, if there is one. */
  public Optional<DescribeExecutionResponse> describe(String execution) {
    try {
      return Optional.of(stepFunctions.describeExecution(r -> r.executionArn(execution)));
    } catch (ExecutionDoesNotExistException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw refused(e);
    }
  }

  /** How many partitions of an execution are in which state; nothing before its Map has begun. */
  public Optional<MapRunExecutionCounts> partitions(String execution) {
    try {
      return stepFunctions.listMapRuns(r -> r.executionArn(execution)).mapRuns().stream()
          .findFirst()
          .map(MapRunListItem::mapRunArn)
          .map(arn -> stepFunctions.describeMapRun(r -> r.mapRunArn(arn)).executionCounts());
    } catch (SdkException e) {
      throw refused(e);
    }
  }

  /** Changes how many partitions of a running execution are processed at the same time. */
  public void concurrency(String execution, int concurrency) {
    try {
      stepFunctions.listMapRuns(r -> r.executionArn(execution)).mapRuns().stream()
          .findFirst()
          .ifPresent(
              run ->
                  stepFunctions.updateMapRun(
                      r -> r.mapRunArn(run.mapRunArn()).maxConcurrency(concurrency)));
    } catch (SdkException e) {
      throw refused(e);
    }
  }

  public static boolean isRunning(DescribeExecutionResponse execution) {
    return execution.status() == ExecutionStatus.RUNNING;
  }

  private String arn(String name) {
    return stateMachine.replace(":stateMachine:", ":execution:") + ":" + name;
  }

  private static UserError refused(SdkException e) {
    return UserError.midway("Step Functions refused: " + AwsAccess.problem(e), e);
  }
}
