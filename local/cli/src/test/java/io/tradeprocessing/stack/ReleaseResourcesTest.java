package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.ResolvedStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a new version of a function takes over. */
class ReleaseResourcesTest {

  @ParameterizedTest
  @CsvSource({
    "TradeValidatorFunction,ValidatorErrorAlarm",
    "MetadataEnricherFunction,EnricherErrorAlarm",
    "ComplianceRecorderFunction,RecorderErrorAlarm"
  })
  void theAlarmsOfAFunctionTakeItsNewVersionBack(String function, String alarm) {
    ResolvedStack stack =
        deploy(Map.of("GradualReleases", "true", "ReleaseShift", "Canary10Percent5Minutes"));

    assertThat(stack.resource(function).get("DeploymentPreference"))
        .isEqualTo(
            Map.of(
                "Enabled",
                "true",
                "Type",
                "Canary10Percent5Minutes",
                "Alarms",
                List.of("${" + alarm + "}", "${StateMachineErrorAlarm}")));
  }

  /** CodeDeploy is not everywhere, and development does not wait. */
  @Test
  void aNewVersionTakesOverAtOnceUnlessAskedOtherwise() {
    assertThat(
            deploy(Map.of())
                .resource("ComplianceRecorderFunction")
                .get("DeploymentPreference", "Enabled"))
        .isEqualTo("false");
    assertThat(Project.text("samconfig.toml").split("\\[production\\.", -1)[1])
        .contains("GradualReleases=true");
  }
}
