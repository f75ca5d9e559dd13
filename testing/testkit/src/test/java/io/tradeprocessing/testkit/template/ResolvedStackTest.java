package io.tradeprocessing.testkit.template;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolvedStackTest {

  @Test
  void refusesAReferenceToAResourceThatTheStackLacks() {
    Template broken =
        new Template(
            Map.of(
                "Conditions",
                Map.of("Never", Map.of("Fn::Equals", List.of("a", "b"))),
                "Resources",
                Map.of(
                    "Optional",
                    Map.of("Type", "X", "Condition", "Never", "Properties", Map.of()),
                    "Always",
                    Map.of("Type", "X", "Properties", Map.of("P", Map.of("Ref", "Optional"))))));
    assertThatThrownBy(() -> broken.deploy("us-east-1", Map.of()))
        .hasMessageContaining("a reference to Optional");
  }
}
