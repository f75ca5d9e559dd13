package io.tradeprocessing.cli.failover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.failover.Plan.Item;
import io.tradeprocessing.cli.failover.Plan.Progress;
import java.util.List;
import java.util.Locale;

/**
 * A plan for people and programs, with every call that the steps make.
 *
 * @param stack name of both stacks
 */
public record PlanPage(Plan plan, String stack) {

  /** The lines. */
  public String text() {
    StringBuilder text = new StringBuilder();
    plan.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
    int number = 0;
    for (Item item : plan.items()) {
      text.append(
          "%2d  %-11s  %s%n".formatted(++number, progress(item.progress()), item.step().text()));
      if (item.progress() == Progress.TO_DO) {
        calls(item.step())
            .forEach(
                call ->
                    text.append(" ".repeat(17))
                        .append(item.step().region())
                        .append(' ')
                        .append(call)
                        .append('\n'));
      }
    }
    return text.toString();
  }

  private static String progress(Progress progress) {
    return switch (progress) {
      case DONE -> "done";
      case TO_DO -> "to do";
      case UNREACHABLE -> "unreachable";
    };
  }

  /** {@code {"notes": […], "steps": [{"region", "step", "progress", "calls"}]}}. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode notes = json.putArray("notes");
    plan.notes().forEach(notes::add);
    ArrayNode steps = json.putArray("steps");
    for (Item item : plan.items()) {
      ObjectNode step =
          steps
              .addObject()
              .put("region", item.step().region())
              .put("step", item.step().text())
              .put("progress", item.progress().name().toLowerCase(Locale.ROOT));
      ArrayNode calls = step.putArray("calls");
      calls(item.step()).forEach(calls::add);
    }
    return json;
  }

  /** The calls of a step, as IAM names their actions. */
  private List<String> calls(Step step) {
    return switch (step) {
      case Step.SetIntake set ->
          List.of(
              "cloudformation:CreateChangeSet StackName="
                  + stack
                  + " UsePreviousTemplate=true Intake="
                  + set.intake()
                  + ", all other parameters UsePreviousValue",
              "cloudformation:DescribeChangeSet until it is made; deleted if it would change more"
                  + " than the three rules",
              "cloudformation:ExecuteChangeSet",
              "cloudformation:DescribeStacks until UPDATE_COMPLETE",
              (set.open() ? "events:EnableRule" : "events:DisableRule")
                  + " for a rule that is not as the stack says");
      case Step.Drain _ ->
          List.of("states:ListExecutions statusFilter=RUNNING until there is none");
      case Step.AwaitReplication await ->
          List.of(
              "dynamodb:Query SourceSystemIndex and dynamodb:BatchGetItem, here and in "
                  + await.other()
                  + ", until both are equal");
      case Step.AwaitArchive _ -> List.of();
      case Step.AwaitExecutions _ ->
          List.of(
              "states:ListExecutions statusFilter=RUNNING until those of the replays have ended");
      case Step.RunReplay replay ->
          List.of(
              "events:StartReplay ReplayName="
                  + replay.name()
                  + " EventStartTime="
                  + replay.from()
                  + " EventEndTime=now, to the three rules",
              "events:ListReplays until COMPLETED");
    };
  }
}
