package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.RULES;
import static io.tradeprocessing.stack.StackTemplate.TEMPLATE;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.deployStandby;
import static io.tradeprocessing.stack.StackTemplate.functions;
import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.event.ruler.Ruler;

/** What a stack makes and does as primary and as standby. */
class RegionsTest {

  private final ResolvedStack primary = deploy(Map.of());
  private final ResolvedStack standby = deployStandby(Map.of());

  @Test
  void theStandbyCreatesNoTableAndTakesNoEvents() {
    assertThat(standby.resources()).doesNotContainKey("TradeTable");
    assertThat(standby.outputs()).doesNotContainKey("TradeTableStreamArn");
    assertThat(functions(standby))
        .allSatisfy(
            function ->
                assertThat(function.get("Environment", "Variables", "TABLE_NAME"))
                    .isEqualTo(primary.resource("TradeTable").get("TableName")));
    assertThat(RULES)
        .allSatisfy(id -> assertThat(standby.resource(id).get("State")).isEqualTo("DISABLED"));
  }

  @Test
  void theParameterIntakeFailsOver() {
    ResolvedStack takingOver = deployStandby(Map.of("Intake", "enabled"));
    ResolvedStack stoodDown = deploy(Map.of("Intake", "disabled"));
    for (String id : RULES) {
      assertThat(primary.resource(id).get("State")).isEqualTo("ENABLED");
      assertThat(takingOver.resource(id).get("State")).isEqualTo("ENABLED");
      assertThat(stoodDown.resource(id).get("State")).isEqualTo("DISABLED");
    }
    assertThat(takingOver.resources()).doesNotContainKey("TradeTable");
    assertThat(stoodDown.resources()).containsKey("TradeTable");
  }

  @Test
  void aFailoverChangesNothingButTheStateOfTheRules() {
    ResolvedStack takingOver = deployStandby(Map.of("Intake", "enabled"));
    List<String> changed = new ArrayList<>();
    takingOver
        .resources()
        .forEach(
            (id, resource) -> {
              if (!resource.equals(standby.resource(id))) {
                changed.add(id);
              }
            });
    assertThat(changed).containsExactlyInAnyOrderElementsOf(RULES);
  }

  @Test
  void theRecorderKnowsItsSlotAndTheOtherRegion() {
    assertThat(recorder(primary, "REGION_SLOT")).isEqualTo("0");
    assertThat(recorder(primary, "REPLICA_REGION")).isEqualTo("eu-west-1");
    assertThat(recorder(standby, "REGION_SLOT")).isEqualTo("1");
    assertThat(recorder(standby, "REPLICA_REGION")).isEqualTo("us-east-1");
    assertThat(recorder(deploy(Map.of("ReplicaRegion", "none")), "REPLICA_REGION"))
        .isEqualTo("none");
  }

  private static Object recorder(ResolvedStack stack, String variable) {
    return stack.resource("ComplianceRecorderFunction").get("Environment", "Variables", variable);
  }

  @Test
  void eachRegionAlwaysForwardsToTheBusOfTheOther() {
    for (String intake : List.of("enabled", "disabled")) {
      Map<String, String> parameters = Map.of("Intake", intake, "EventBusName", "trading");
      for (var stack :
          Map.of(deploy(parameters), "eu-west-1", deployStandby(parameters), "us-east-1")
              .entrySet()) {
        Resource rule = stack.getKey().resource("ForwardRule");
        assertThat(rule.get("State")).isEqualTo("ENABLED");
        assertThat(rule.get("Targets", 0, "Arn"))
            .isEqualTo(
                "arn:aws:events:%s:111122223333:event-bus/trading".formatted(stack.getValue()));
        assertThat(rule.get("Targets", 0, "DeadLetterConfig", "Arn"))
            .isEqualTo("${ForwardDLQ.Arn}");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "trading.system1, Trade Event, us-east-1, , true",
    "trading.system3, Trade Event, us-east-1, , true",
    "trading.system1, Trade Event, eu-west-1, , false",
    "trading.system1, Trade Event, us-east-1, failover-1, false",
    "trading.system1, Trade Accepted, us-east-1, , false",
    "trade-processing, Trade Accepted, us-east-1, , false"
  })
  void onlyTradeEventsThatTheRegionItselfTookAreForwarded(
      String source, String type, String region, String replay, boolean forwarded)
      throws Exception {
    String pattern =
        new ObjectMapper().writeValueAsString(primary.resource("ForwardRule").get("EventPattern"));
    String event =
        """
        {"source":"%s","detail-type":"%s","region":"%s"%s,"detail":{}}
        """
            .formatted(
                source, type, region, replay == null ? "" : ",\"replay-name\":\"" + replay + "\"");

    assertThat(Ruler.matchesRule(event, pattern)).isEqualTo(forwarded);
  }

  @Test
  void bothBusesKeepWhatAReplayNeeds() {
    for (ResolvedStack stack : List.of(primary, standby)) {
      Resource archive = stack.resource("EventArchive");
      assertThat(archive.get("RetentionDays")).isEqualTo("14");
      assertThat(asMap(archive.get("EventPattern"))).containsOnlyKeys("source", "detail-type");
      assertThat(asList(archive.get("EventPattern", "source")))
          .containsExactlyElementsOf(
              RULES.stream()
                  .map(id -> asList(stack.resource(id).get("EventPattern", "source")).getFirst())
                  .toList());
    }
    assertThat(deploy(Map.of("EventArchiveDays", "0")).resources())
        .doesNotContainKey("EventArchive");
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, primary, none, us-east-1, true, 0, ReplicaRegion is the Region of this stack",
    "us-east-1, primary, none, eu-west-1, false, 0, ReplicaRegion needs a table that is deployed",
    "us-east-1, primary, eu-west-1, none, false, 0, PrimaryRegion is for a standby",
    "eu-west-1, standby, none, eu-west-1, false, 1, Role standby needs PrimaryRegion",
    "eu-west-1, standby, eu-west-1, eu-west-1, false, 1, PrimaryRegion is the Region of this stack",
    "eu-west-1, standby, us-east-1, eu-west-1, false, 0, Role standby needs a RegionSlot of its own"
  })
  void regionsThatDoNotFitAreRefused(
      String region,
      String role,
      String primaryRegion,
      String replicaRegion,
      String deployed,
      String slot,
      String reason) {
    Map<String, String> parameters =
        Map.of(
            "Role", role,
            "PrimaryRegion", primaryRegion,
            "ReplicaRegion", replicaRegion,
            "TableIsDeployed", deployed,
            "RegionSlot", slot);
    assertThatThrownBy(() -> TEMPLATE.deploy(region, parameters))
        .isInstanceOf(ResolvedStack.RefusedException.class)
        .hasMessageStartingWith(reason);
  }
}
