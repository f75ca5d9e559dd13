package io.tradeprocessing.asl.run;

import java.time.Instant;

/**
 * The identity of an execution, as the context object ({@code $$}) shows it.
 *
 * @param id {@code $$.Execution.Id}, the execution's ARN
 * @param name {@code $$.Execution.Name}
 * @param roleArn {@code $$.Execution.RoleArn}
 * @param startTime {@code $$.Execution.StartTime}
 * @param stateMachineId {@code $$.StateMachine.Id}, the state machine's ARN
 * @param stateMachineName {@code $$.StateMachine.Name}
 */
public record Execution(
    String id,
    String name,
    String roleArn,
    Instant startTime,
    String stateMachineId,
    String stateMachineName) {

  private static final String REGION_AND_ACCOUNT = "us-east-1:000000000000";

  /** An execution on this machine, with ARNs of the usual form in an account that cannot exist. */
  public static Execution local(String stateMachineName, String name, Instant startTime) {
    String states = "arn:aws:states:" + REGION_AND_ACCOUNT;
    return new Execution(
        states + ":execution:" + stateMachineName + ":" + name,
        name,
        "arn:aws:iam::000000000000:role/local",
        startTime,
        states + ":stateMachine:" + stateMachineName,
        stateMachineName);
  }
}
