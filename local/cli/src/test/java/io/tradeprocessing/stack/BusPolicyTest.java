package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.deploy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.RefusedException;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may put trade events on the bus: each principal those of its own system. */
class BusPolicyTest {

  private static final String TYPE = "AWS::Events::EventBusPolicy";
  private static final String ROLE = "arn:aws:iam::444455556666:role/order-management";

  @Test
  void withoutPrincipalsThePoliciesOfTheBusStayAsTheyAre() {
    assertThat(deploy(Map.of()).ofType(TYPE)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aPrincipalMaySendTheEventsOfItsOwnSystemOnly(SourceSystem system) {
    String number = system.id().substring("system".length());
    Map<String, String> parameters = new HashMap<>(Map.of("EventBusName", "trades"));
    parameters.put("SourceSystem" + number + "Principal", ROLE);
    ResolvedStack stack = deploy(parameters);

    Resource policy = stack.resource("SourceSystem" + number + "BusPolicy");
    assertThat(stack.ofType(TYPE)).containsExactly(policy);
    assertThat(policy.get("EventBusName")).isEqualTo("trades");
    assertThat(policy.get("Statement"))
        .isEqualTo(
            Map.of(
                "Effect",
                "Allow",
                "Principal",
                Map.of("AWS", ROLE),
                "Action",
                "events:PutEvents",
                "Resource",
                "arn:aws:events:us-east-1:" + ResolvedStack.ACCOUNT + ":event-bus/trades",
                "Condition",
                Map.of("StringEquals", conditions(stack, number))));
  }

  /** What the system's rule matches is what its principal may send. */
  private static Map<String, Object> conditions(ResolvedStack stack, String number) {
    Resource rule = stack.resource("SourceSystem" + number + "Rule");
    return Map.of(
        "events:source", ((List<?>) rule.get("EventPattern", "source")).getFirst(),
        "events:detail-type", ((List<?>) rule.get("EventPattern", "detail-type")).getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "444455556666", "arn:aws:iam::444455556666:role/"})
  void anythingButOnePrincipalIsRefused(String principal) {
    assertThatThrownBy(() -> deploy(Map.of("SourceSystem1Principal", principal)))
        .isInstanceOf(RefusedException.class);
  }
}
