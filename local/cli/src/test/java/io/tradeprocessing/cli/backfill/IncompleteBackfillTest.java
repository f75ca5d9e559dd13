package io.tradeprocessing.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.asl.run.ExecutionListener;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.input.EventReader;
import io.tradeprocessing.cli.run.LocalDeployment;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.testkit.Project;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backfill of which a partition cannot be processed. */
class IncompleteBackfillTest {

  private static final DeploymentTemplate TEMPLATE =
      DeploymentTemplate.read(Project.file("template.yaml"));

  @TempDir private Path folder;

  private static LocalDeployment deployment() {
    return LocalDeployment.of(
        TEMPLATE,
        TEMPLATE.settings(),
        Optional.empty(),
        Clock.systemUTC(),
        new Silent(),
        ExecutionListener.NONE);
  }

  @Test
  void whatIsNotAccountedForFailsTheRunByNameAndASecondStartCompletesIt()
      throws InterruptedException {
    FolderObjects objects = new FolderObjects(folder);
    Plan plan =
        new Planner(Clock.systemUTC())
            .plan(
                new FileSource(Project.file("samples/trades.jsonl")),
                EventReader::of,
                Optional.of(3),
                objects);
    String damaged = Plan.partitionKey(plan.id(), 2);
    byte[] good = objects.get(damaged).orElseThrow().bytes();
    objects.put(damaged, new byte[] {1, 2, 3});

    try (LocalDeployment deployment = deployment()) {
      Outcome first =
          deployment.backfill(objects, AwsBackfill.input(plan, 2, 3), plan.id() + "-1", 4);

      long lost = plan.partitions().get(1).lines();
      assertThat(first)
          .isEqualTo(
              new Outcome.Failed(
                  "Backfill.Incomplete",
                  lost + " of 68 lines are not accounted for, in 1 partitions: 2"));
      Report report = Report.read(objects, plan.id());
      assertThat(report.isClean()).isFalse();
      assertThat(report.text()).contains("partition 2: 0 of " + lost + " lines");

      objects.put(damaged, good);
      Outcome second =
          deployment.backfill(objects, AwsBackfill.input(plan, 2, 3), plan.id() + "-2", 4);

      assertThat(second).isInstanceOf(Outcome.Succeeded.class);
      assertThat(Report.read(objects, plan.id()).text())
          .containsPattern("recorded +36")
          .containsPattern("rejected +31")
          .containsPattern("duplicate +1");
    }
  }

  @Test
  void moreFailuresThanToleratedStopTheRest() throws InterruptedException {
    FolderObjects objects = new FolderObjects(folder);
    Plan plan =
        new Planner(Clock.systemUTC())
            .plan(
                new FileSource(Project.file("samples/trades.jsonl")),
                EventReader::of,
                Optional.of(3),
                objects);
    objects.put(Plan.partitionKey(plan.id(), 1), new byte[] {1});

    try (LocalDeployment deployment = deployment()) {
      Outcome outcome =
          deployment.backfill(objects, AwsBackfill.input(plan, 1, 0), plan.id() + "-1", 4);
      assertThat(((Outcome.Failed) outcome).error())
          .isEqualTo("States.ExceedToleratedFailureThreshold");
    }
  }

  private static final class Silent implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {}

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
  }
}
