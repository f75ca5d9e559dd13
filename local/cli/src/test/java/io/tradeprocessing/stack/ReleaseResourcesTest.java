package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.allowed;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.ResolvedStack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                List.of("${" + alarm + "}", "${StateMachineErrorAlarm}"),
                "Role",
                "${ReleaseRole.Arn}",
                "Hooks",
                Map.of("PreTraffic", "${ReleaseHookFunction}")));
  }

  /** The role that SAM would make may move every alias of the account. */
  @Test
  void codeDeployMayMoveTheAliasesOfThreeFunctionsOnly() {
    ResolvedStack stack = deploy(Map.of("GradualReleases", "true"));
    String function = "arn:aws:lambda:us-east-1:111122223333:function:";

    assertThat(allowed(stack, "ReleaseRole"))
        .filteredOn(permission -> permission.startsWith("lambda:UpdateAlias"))
        .containsExactlyInAnyOrder(
            "lambda:UpdateAlias on " + function + "trade-validator-dev",
            "lambda:UpdateAlias on " + function + "trade-validator-dev:*",
            "lambda:UpdateAlias on " + function + "metadata-enricher-dev",
            "lambda:UpdateAlias on " + function + "metadata-enricher-dev:*",
            "lambda:UpdateAlias on " + function + "compliance-recorder-dev",
            "lambda:UpdateAlias on " + function + "compliance-recorder-dev:*");
    assertThat(allowed(stack, "ReleaseRole"))
        .filteredOn(
            permission -> !permission.contains("Alias") && !permission.contains("Provisioned"))
        .containsExactlyInAnyOrder(
            "cloudwatch:DescribeAlarms on *",
            "lambda:InvokeFunction on ${ReleaseHookFunction.Arn}");
    assertThat(deploy(Map.of()).resources()).doesNotContainKey("ReleaseRole");
  }

  @Test
  void theHookMayInvokeTheNewVersionsAndTellCodeDeployOnly() {
    ResolvedStack stack = deploy(Map.of("GradualReleases", "true"));

    assertThat(allowed(stack, "ReleaseHookRole"))
        .containsExactlyInAnyOrder(
            "lambda:InvokeFunction on ${TradeValidatorFunction.Version}",
            "lambda:InvokeFunction on ${MetadataEnricherFunction.Version}",
            "lambda:InvokeFunction on ${ComplianceRecorderFunction.Version}",
            "codedeploy:PutLifecycleEventHookExecutionStatus on *",
            "logs:CreateLogStream on ${ReleaseHookLogGroup.Arn}",
            "logs:PutLogEvents on ${ReleaseHookLogGroup.Arn}");
    assertThat(stack.resource("ReleaseHookFunction").get("Environment", "Variables"))
        .isEqualTo(
            Map.of(
                "VALIDATOR_VERSION", "${TradeValidatorFunction.Version}",
                "ENRICHER_VERSION", "${MetadataEnricherFunction.Version}",
                "RECORDER_VERSION", "${ComplianceRecorderFunction.Version}"));
    assertThat(deploy(Map.of()).resources())
        .doesNotContainKeys("ReleaseHookFunction", "ReleaseHookLogGroup", "ReleaseHookRole");
  }

  /** SAM copies what the Makefile says; without the events the hook would have nothing to try. */
  @Test
  void thePackageOfTheHookIsItsCodeAndTheEventFiles(@TempDir Path folder) throws Exception {
    Process make =
        new ProcessBuilder("make", "build-ReleaseHookFunction", "ARTIFACTS_DIR=" + folder)
            .directory(Project.ROOT.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(make.waitFor()).as(output).isZero();
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString())
              .toList();
      assertThat(names)
          .contains("hook.py", "events/trade-new.json", "events/invalid-venue.json")
          .allMatch(name -> name.matches("hook\\.py|events/(trade|invalid)-[a-z-]+\\.json"));
    }
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
