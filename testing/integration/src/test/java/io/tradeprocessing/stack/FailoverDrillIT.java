package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The drill of the runbook, once, and what it must show. */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverDrillIT {

  @SuppressWarnings("NullAway.Init") // by run
  private FailoverDrill drill;

  @SuppressWarnings("NullAway.Init")
  private DrillReport report;

  @BeforeAll
  void run() throws IOException {
    drill = FailoverDrill.deploy();
    report = drill.run();
    report.publish();
  }

  @AfterAll
  void close() {
    if (drill != null) {
      drill.close();
    }
  }

  @Test
  void nothingIsLostOrDeadLettered() {
    assertThat(report.lost()).isZero();
    assertThat(report.deadLettered()).isZero();
  }

  @Test
  void noItemIsWrittenByBothRegions() {
    assertThat(report.itemsOfTwoWriters()).isZero();
  }

  @Test
  void onlyWhatWasNotForwardedWaitsForTheLostRegion() {
    assertThat(report.loss().rpoEvents()).isEqualTo(report.loss().notForwarded()).isPositive();
    assertThat(report.loss().notReplicated()).isGreaterThan(report.loss().notForwarded());
  }

  @Test
  void bothRegionsHaveRecordedEvents() {
    assertThat(report.recorded().values()).hasSize(2).allMatch(events -> events > 0);
    assertThat(report.sent().values()).hasSize(2).allMatch(events -> events > 0);
  }

  @Test
  void whatHadNotReplicatedIsRecordedAgainAndNothingElseIs() {
    assertThat(report.recordedTwice()).isPositive();
    assertThat(report.moves().subList(2, report.moves().size()))
        .hasSize(2)
        .allSatisfy(planned -> assertThat(planned.recordedTwice()).as(planned.command()).isZero());
  }

  @Test
  void bothReplicasAreEqual() {
    assertThat(drill.replica(FailoverDrill.STANDBY))
        .isNotEmpty()
        .isEqualTo(drill.replica(FailoverDrill.PRIMARY));
  }

  @ParameterizedTest
  @ValueSource(strings = {FailoverDrill.PRIMARY, FailoverDrill.STANDBY})
  void eachReplicaVerifies(String region) {
    TradesCommand.Ended verified = drill.verify(region);

    assertThat(verified.exitCode()).as(verified.output()).isZero();
    assertThat(verified.output()).contains("all sound");
  }

  @Test
  void theStandbyAloneTakesEventsAtTheEnd() {
    JsonNode status = drill.status().json().getFirst();

    assertThat(status.at("/primary/takesEvents").asBoolean(true)).isFalse();
    assertThat(status.at("/standby/takesEvents").asBoolean(false)).isTrue();
  }
}
