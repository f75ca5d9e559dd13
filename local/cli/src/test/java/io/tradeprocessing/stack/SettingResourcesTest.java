package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The settings in Parameter Store. CloudFormation updates a parameter whenever one of its
 * properties changes, and writes the template's value over the operator's when it does. So a
 * release changes none of them.
 */
class SettingResourcesTest {

  /** Never change a description: a deployment would reset the setting. */
  private static final Map<String, String> DESCRIPTIONS =
      Map.of(
          "api-endpoint", "Address of the market data API (https), or none",
          "processing-threshold", "Notional above which a trade is reported as a warning",
          "max-retries", "Retries of one SDK or HTTP call inside a function, 0 to 10",
          "price-deviation-limit-bps",
              "Deviation from the reference price that is still usual, in basis points",
          "firm-profile", "Reporting regimes that bind the firm, and its LEIs, as JSON; or none",
          "reviewers", "Public keys of those who may sign reviews of trades, as JSON; or none");

  private final ResolvedStack stack = deploy(Map.of());

  @Test
  void aReleaseUpdatesNoSettingThatAnOperatorHasChanged() {
    String path = "/trade-processing/dev/";
    for (Resource setting : stack.ofType("AWS::SSM::Parameter")) {
      String name = String.valueOf(setting.get("Name"));
      assertThat(setting.properties())
          .containsOnlyKeys("Name", "Description", "Type", "Value", "Tags")
          .containsEntry("Type", "String")
          .containsEntry("Tags", Map.of("Environment", "dev", "Application", "trade-processing"));
      assertThat(name).startsWith(path);
      assertThat(DESCRIPTIONS)
          .containsEntry(name.substring(path.length()), String.valueOf(setting.get("Description")));
    }
  }

  /** Another parameter of the stack must not reach one of them either. */
  @Test
  void onlyItsOwnParameterChangesASetting() {
    Map<String, String> others =
        Map.of("LogLevel", "DEBUG", "FunctionMemorySize", "2048", "AlarmEmail", "a@example.com");
    for (Resource setting : deploy(others).ofType("AWS::SSM::Parameter")) {
      assertThat(asMap(setting.properties())).isEqualTo(stack.resource(setting.id()).properties());
    }
  }
}
