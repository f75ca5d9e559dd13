package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.RULES;
import static io.tradeprocessing.stack.StackTemplate.TEMPLATE;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.functions;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.template.ResolvedStack;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a stack makes and does in the primary and in the replica Region. */
class RegionsTest {

  private final ResolvedStack stack = deploy(Map.of());

  @Test
  void theStandbyInTheReplicaRegionCreatesNoTableAndTakesNoEvents() {
    ResolvedStack standby = TEMPLATE.deploy("eu-west-1", Map.of());
    assertThat(standby.resources()).doesNotContainKey("TradeTable");
    assertThat(standby.outputs()).doesNotContainKey("TradeTableStreamArn");
    assertThat(functions(standby))
        .allSatisfy(
            function ->
                assertThat(function.get("Environment", "Variables", "TABLE_NAME"))
                    .isEqualTo(stack.resource("TradeTable").get("TableName")));
    assertThat(RULES)
        .allSatisfy(id -> assertThat(standby.resource(id).get("State")).isEqualTo("DISABLED"));
  }

  @Test
  void theParameterIntakeFailsOver() {
    ResolvedStack takingOver = TEMPLATE.deploy("eu-west-1", Map.of("Intake", "enabled"));
    ResolvedStack stoodDown = deploy(Map.of("Intake", "disabled"));
    for (String id : RULES) {
      assertThat(stack.resource(id).get("State")).isEqualTo("ENABLED");
      assertThat(takingOver.resource(id).get("State")).isEqualTo("ENABLED");
      assertThat(stoodDown.resource(id).get("State")).isEqualTo("DISABLED");
    }
    assertThat(takingOver.resources()).doesNotContainKey("TradeTable");
    assertThat(stoodDown.resources()).containsKey("TradeTable");
  }
}
